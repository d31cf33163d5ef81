import MallDomain
import MallWire

/// A bill, and the bank's reference where it was just paid.
struct BillSheet: Report {
  var bill: Wire.Bill
  var reference: String?

  var json: JSONValue {
    let json = JSONValue.object(["bill": bill.json])
    return reference.map { json.adding(["bank_reference": .string($0)]) } ?? json
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Tagihan", "Bill"))
    bill.describe(in: &sheet, language)
    if let reference { sheet.add(language("Referensi bank", "Bank reference"), reference) }
    return sheet.text()
  }
}

extension Wire.Bill {
  var json: JSONValue {
    .object([
      "billing_code": .string(billingCode), "amount_rupiah": .integer(amountRupiah), "state": .string(state),
      "purpose": purpose.json, "expires_on": .text(expiresOn), "receipt_number": .text(receiptNumber),
      "paid_at": WireTime.json(paidAtMs), "case_id": .text(caseID), "agency": .text(agency), "object": .text(object),
      "period": period == 0 ? .null : .integer(period),
    ])
  }

  func describe(in sheet: inout Sheet, _ language: Language) {
    sheet.add(language("Kode bayar", "Billing code"), billingCode)
    sheet.add(language("Jumlah", "Amount"), Rupiah(amountRupiah).text)
    sheet.add(language("Keadaan tagihan", "State of the bill"), stateText(language))
    sheet.add(language("Untuk", "For"), purpose.text(language))
    sheet.add(language("Objek", "Object"), object)
    sheet.add(language("Tahun", "Year"), period == 0 ? "" : String(period))
    sheet.add(language("Bayar paling lambat", "Pay by"), expiresOn)
    sheet.add("NTPD", receiptNumber)
    sheet.add(language("Dibayar", "Paid at"), paidAtMs == 0 ? "" : WireTime.text(paidAtMs))
  }

  private func stateText(_ language: Language) -> String {
    switch Bill.State(rawValue: state) {
    case .active: language("belum dibayar", "not paid yet")
    case .paid: language("lunas", "paid")
    case .expired: language("kedaluwarsa", "expired")
    case .cancelled: language("dibatalkan", "cancelled")
    case nil: state
    }
  }
}
