import MallDomain

extension Wire.Bill {
  package init(_ bill: Bill) {
    self.init(
      billingCode: bill.code.text, amountRupiah: bill.amount.amount, state: bill.state.rawValue,
      purpose: Wire.LocalizedText(bill.purpose), expiresOn: bill.expiresOn.description,
      receiptNumber: bill.receiptNumber ?? "", paidAtMs: bill.paidAt?.milliseconds ?? 0,
      caseID: bill.caseID?.text ?? "", agency: bill.agency.text, object: bill.object ?? "",
      period: UInt32(clamping: bill.period ?? 0))
  }
}

extension Bill {
  package init(wire: Wire.Bill) throws(Refusal) {
    guard wire.amountRupiah >= 0 else { throw WireReading.refusal("bill.amount_rupiah") }
    self.init(
      code: try WireReading.identifier(wire.billingCode, "bill.billing_code"), amount: Rupiah(wire.amountRupiah),
      state: try WireReading.name(wire.state, "bill.state"),
      purpose: LocalizedText(wire: try WireReading.required(wire.purpose, "bill.purpose")),
      expiresOn: try WireReading.date(wire.expiresOn, "bill.expires_on"),
      agency: try WireReading.identifier(wire.agency, "bill.agency"),
      caseID: try WireReading.optionalIdentifier(wire.caseID, "bill.case_id"), object: wire.object.nonEmpty,
      period: wire.period == 0 ? nil : Int(wire.period), receiptNumber: wire.receiptNumber.nonEmpty,
      paidAt: wire.paidAtMs == 0 ? nil : MallInstant(milliseconds: wire.paidAtMs))
  }
}
