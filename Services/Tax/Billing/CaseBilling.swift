import MallDomain
import MallStore

/// Writes the bill of a tax that is computed from an application.
struct CaseBilling: Sendable {
  let register: TaxRegister

  /// The bill of a case: the one that is there where it still says the same, else a new one.
  func bill(
    _ tax: Rupiah, _ kind: BillingCode.Kind, for caseID: CaseID, purpose: LocalizedText, at now: MallInstant,
    in transaction: Transaction
  ) throws -> TaxBill {
    if let known = try register.bills.ofCase(caseID, in: transaction) {
      if known.state == .paid { return known }
      if known.state == .active {
        let isValid = LocalDate(jakarta: now) <= known.expiresOn
        if isValid, known.principal == tax, known.code.kind == kind { return known }
        try register.bills.take(isValid ? .cancellation : .expiry, on: known, in: transaction)
      }
    }
    return try register.bills.write(
      NewTaxBill(kind: kind, principal: tax, purpose: purpose, caseID: caseID), at: now, in: transaction)
  }
}
