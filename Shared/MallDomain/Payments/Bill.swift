/// A demand for payment that a citizen can look up and pay by its code (rule T6).
package struct Bill: Hashable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    case active, paid, expired, cancelled
  }

  package var code: BillingCode
  package var amount: Rupiah
  package var state: State
  package var purpose: LocalizedText
  /// The last day of payment.
  package var expiresOn: LocalDate
  package var agency: AgencyID
  package var caseID: CaseID?
  /// The taxed object and year, of a tax bill.
  package var object: String?
  package var period: Int?
  /// The number of the receipt (NTPD), once paid.
  package var receiptNumber: String?
  package var paidAt: MallInstant?

  package init(
    code: BillingCode, amount: Rupiah, state: State, purpose: LocalizedText, expiresOn: LocalDate, agency: AgencyID,
    caseID: CaseID? = nil, object: String? = nil, period: Int? = nil, receiptNumber: String? = nil,
    paidAt: MallInstant? = nil
  ) {
    self.code = code
    self.amount = amount
    self.state = state
    self.purpose = purpose
    self.expiresOn = expiresOn
    self.agency = agency
    self.caseID = caseID
    self.object = object
    self.period = period
    self.receiptNumber = receiptNumber
    self.paidAt = paidAt
  }
}
