import MallDomain
import MallStore

/// A payment as the mall reported it.
struct TaxPayment: Hashable, Sendable {
  var code: BillingCode
  var amount: Rupiah
  /// The bank's own name of the payment, which it never uses twice.
  var bankReference: String
  /// NTPD.
  var receiptNumber: String
  /// The bank's time.
  var paidAt: MallInstant
  /// What of it paid nothing that was owed; the taxpayer gets it back or sets it off.
  var credit = Rupiah.zero
}

/// The register of payments (rule T6).
struct PaymentTable: Sendable {
  let bills: BillTable
  let assessments: AssessmentTable

  /// Takes a payment in once, however often it is reported.
  ///
  /// Refusals in this order; nothing changes: unknown code (`not_found`), the reference was another payment's
  /// (`already_exists`), the code was paid under another reference, another amount (`failed_precondition`).
  ///
  /// The mall has taken the money by then. Where the code was cancelled or had expired here before the mall heard of it,
  /// the code stays so, and the money pays the assessment, or is a credit.
  func record(_ payment: TaxPayment, in transaction: Transaction) throws {
    guard let bill = try bills.find(payment.code, in: transaction) else {
      throw Refusal(.notFound, detail: "kode bayar / billing code")
    }
    if try isRepeat(payment, in: transaction) { return }
    guard try of(payment.code, in: transaction) == nil else {
      throw Refusal(.failedPrecondition, detail: "kode bayar sudah dibayar / the billing code is paid already")
    }
    guard payment.amount == bill.amount else {
      throw Refusal(.failedPrecondition, detail: "jumlah tagihan / the bill is of \(bill.amount.text)")
    }
    if bill.state == .active { try bills.take(.payment, on: bill, in: transaction) }
    let credit = try settle(bill, on: LocalDate(jakarta: payment.paidAt), in: transaction)
    try transaction.execute(
      """
      INSERT INTO tax_payments (bank_reference, billing_code, amount, credit, receipt_number, paid_at)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .text(payment.bankReference), SQLValue(payment.code), SQLValue(payment.amount), SQLValue(credit),
        .text(payment.receiptNumber), SQLValue(payment.paidAt),
      ])
  }

  /// The payment of a code.
  func of(_ code: BillingCode, in transaction: Transaction) throws -> TaxPayment? {
    try transaction.row("SELECT * FROM tax_payments WHERE billing_code = ?", [SQLValue(code)]).map { row in
      TaxPayment(
        code: try row.identifier("billing_code"), amount: try row.rupiah("amount"),
        bankReference: try row.text("bank_reference"), receiptNumber: try row.text("receipt_number"),
        paidAt: try row.instant("paid_at"), credit: try row.rupiah("credit"))
    }
  }

  private func isRepeat(_ payment: TaxPayment, in transaction: Transaction) throws -> Bool {
    let known = try transaction.row(
      "SELECT billing_code, amount FROM tax_payments WHERE bank_reference = ?", [.text(payment.bankReference)])
    guard let known else { return false }
    guard try known.text("billing_code") == payment.code.text, try known.rupiah("amount") == payment.amount else {
      throw Refusal(.alreadyExists, detail: "referensi bank / another payment with this bank reference")
    }
    return true
  }

  /// Pays the assessment of a property tax bill; returns the credit. Once nothing is owed, no code of the object and year
  /// asks for more.
  private func settle(_ bill: TaxBill, on date: LocalDate, in transaction: Transaction) throws -> Rupiah {
    guard let object = bill.object, let year = bill.year else {
      return bill.state == .active ? .zero : bill.amount
    }
    let owed = try assessments.find(object, year: year, in: transaction)?.outstanding ?? .zero
    let rest = try assessments.pay(bill.principal, for: object, year: year, on: date, in: transaction)
    if try assessments.find(object, year: year, in: transaction)?.outstanding == .zero,
      let other = try bills.active(object, year: year, in: transaction)
    {
      try bills.take(.cancellation, on: other, in: transaction)
    }
    return owed == .zero ? bill.amount : rest
  }
}
