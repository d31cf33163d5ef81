import MallDomain

/// What a receipt says of a payment (rule T6): code, NTPD, and the amount in digits and words.
struct TaxReceipt {
  let bill: TaxBill
  let payment: TaxPayment

  func fields() throws(Refusal) -> [IssuedDocument.Field] {
    var fields = [
      IssuedDocument.Field("kode-bayar", bill.code.text), IssuedDocument.Field("ntpd", payment.receiptNumber),
      IssuedDocument.Field("pokok", bill.principal.text),
    ]
    if bill.interest > .zero { fields.append(IssuedDocument.Field("bunga", bill.interest.text)) }
    return fields + [
      IssuedDocument.Field("jumlah", payment.amount.text),
      IssuedDocument.Field("terbilang", try payment.amount.words()),
      IssuedDocument.Field("dibayar", payment.paidAt.text(.indonesian)),
    ]
  }
}

extension TaxBill {
  /// As the mall's payment exchange knows it.
  func bill(of agency: AgencyID, payment: TaxPayment?) -> Bill {
    Bill(
      code: code, amount: amount, state: state.billState, purpose: purpose, expiresOn: expiresOn, agency: agency,
      caseID: caseID, object: object, period: year, receiptNumber: payment?.receiptNumber, paidAt: payment?.paidAt)
  }
}
