import MallDomain
import MallStore

/// Writes the bills of property tax (rules T5 and T6): what an object owes for a year on a day, under one active code.
struct PropertyTaxBilling: Sendable {
  let register: TaxRegister

  /// The bill of an object and a year: the one that is there where it still says what is owed, else a new one, which
  /// cancels the former.
  ///
  /// - Parameter caseID: the case that waits for the payment. A new code takes over the case of the former.
  /// - Returns: the paid bill where nothing is left to pay.
  /// - Throws: `not_found` without an assessment; `failed_precondition` where nothing is owed and nothing was billed.
  func bill(
    _ object: String, year: Int, for caseID: CaseID? = nil, at now: MallInstant, in transaction: Transaction
  ) throws -> TaxBill {
    let today = LocalDate(jakarta: now)
    guard let assessment = try register.assessments.current(object, year: year, today: today, in: transaction) else {
      throw Refusal(.notFound, detail: "ketetapan PBB-P2 / a property tax assessment of this object and year")
    }
    guard assessment.outstanding > .zero else {
      if let paid = try register.bills.paid(object, year: year, in: transaction) { return paid }
      throw Refusal(.failedPrecondition, detail: "tidak ada PBB-P2 terutang / no property tax is owed")
    }
    let interest = try LateInterest.interest(on: assessment.outstanding, due: assessment.dueOn, paid: today)
    var claimant = caseID
    if let active = try register.bills.active(object, year: year, in: transaction) {
      let isValid = today <= active.expiresOn
      let saysWhatIsOwed = active.principal == assessment.outstanding && active.interest == interest
      if isValid, saysWhatIsOwed, caseID == nil || caseID == active.caseID { return active }
      try register.bills.take(isValid ? .cancellation : .expiry, on: active, in: transaction)
      claimant = claimant ?? active.caseID
    }
    return try register.bills.write(
      NewTaxBill(
        kind: .ruralAndUrbanProperty, principal: assessment.outstanding, interest: interest,
        purpose: LocalizedText(
          indonesian: "PBB-P2 tahun \(year), NOP \(object)", english: "Property tax of \(year), object \(object)"),
        object: object, year: year, caseID: claimant),
      at: now, in: transaction)
  }
}
