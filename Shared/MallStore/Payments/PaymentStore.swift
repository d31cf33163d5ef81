import MallDomain

/// A bill to be written.
package struct NewBill: Hashable, Sendable {
  package var billingCode: BillingCode
  package var amount: Rupiah
  package var caseID: CaseID?
  package var agency: AgencyID
  /// The taxed object and year, of a tax bill.
  package var object: String?
  package var period: Int?
  package var purpose: LocalizedText
  package var expiresOn: LocalDate

  package init(
    billingCode: BillingCode, amount: Rupiah, caseID: CaseID?, agency: AgencyID, object: String?, period: Int?,
    purpose: LocalizedText, expiresOn: LocalDate
  ) {
    self.billingCode = billingCode
    self.amount = amount
    self.caseID = caseID
    self.agency = agency
    self.object = object
    self.period = period
    self.purpose = purpose
    self.expiresOn = expiresOn
  }
}

/// Bills and what was paid for them (rule T6).
///
///     active ──► paid | expired | cancelled
package struct PaymentStore: Sendable {
  static let migrations = MigrationList(
    module: "payments",
    steps: [
      Migration(
        "bills and payments",
        """
        CREATE TABLE bills (
          billing_code TEXT PRIMARY KEY NOT NULL,
          amount BIGINT NOT NULL,
          state TEXT NOT NULL,
          case_id TEXT,
          agency TEXT NOT NULL,
          object TEXT,
          period BIGINT,
          purpose_indonesian TEXT NOT NULL,
          purpose_english TEXT,
          expires_on TEXT NOT NULL,
          issued_at BIGINT NOT NULL,
          receipt_number TEXT UNIQUE,
          paid_at BIGINT
        );
        CREATE INDEX bills_by_case ON bills (case_id, issued_at);
        CREATE INDEX bills_by_object ON bills (agency, object, period, issued_at);
        CREATE INDEX bills_by_state ON bills (state, expires_on);
        CREATE TABLE payments (
          bank_reference TEXT PRIMARY KEY NOT NULL,
          billing_code TEXT NOT NULL UNIQUE REFERENCES bills (billing_code),
          amount BIGINT NOT NULL,
          paid_at BIGINT NOT NULL,
          recorded_at BIGINT NOT NULL
        );
        """)
    ])

  package init() {}

  /// Writes a bill. One that is still active for the same agency, object and period is cancelled.
  ///
  /// - Throws: `Refusal` (`already_exists`) when the code is another bill's already. The same bill again changes
  /// nothing.
  @discardableResult
  package func issue(_ bill: NewBill, at now: MallInstant, in transaction: Transaction) throws -> Bill {
    if let known = try find(bill.billingCode, in: transaction) {
      guard known.amount == bill.amount, known.agency == bill.agency, known.caseID == bill.caseID,
        known.object == bill.object, known.period == bill.period, known.expiresOn == bill.expiresOn
      else { throw Refusal(.alreadyExists, detail: "another bill with this code") }
      return known
    }
    if bill.object != nil {
      try transaction.execute(
        "UPDATE bills SET state = 'cancelled' WHERE agency = ? AND object = ? AND period = ? AND state = 'active'",
        [SQLValue(bill.agency), SQLValue(bill.object), SQLValue(bill.period)])
    }
    try transaction.execute(
      """
      INSERT INTO bills (billing_code, amount, state, case_id, agency, object, period, purpose_indonesian,
        purpose_english, expires_on, issued_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        SQLValue(bill.billingCode), SQLValue(bill.amount), SQLValue(Bill.State.active), SQLValue(bill.caseID),
        SQLValue(bill.agency), SQLValue(bill.object), SQLValue(bill.period), .text(bill.purpose.indonesian),
        SQLValue(bill.purpose.english), SQLValue(bill.expiresOn), SQLValue(now),
      ])
    return Bill(
      code: bill.billingCode, amount: bill.amount, state: .active, purpose: bill.purpose, expiresOn: bill.expiresOn,
      agency: bill.agency, caseID: bill.caseID, object: bill.object, period: bill.period)
  }

  package func find(_ code: BillingCode, in transaction: Transaction) throws(StoreError) -> Bill? {
    try bills("SELECT * FROM bills WHERE billing_code = ?", [SQLValue(code)], in: transaction).first
  }

  /// The newest bill of an object and a period.
  package func find(
    agency: AgencyID, object: String, period: Int, in transaction: Transaction
  ) throws(StoreError) -> Bill? {
    try bills(
      """
      SELECT * FROM bills WHERE agency = ? AND object = ? AND period = ?
      ORDER BY issued_at DESC, billing_code DESC LIMIT 1
      """,
      [SQLValue(agency), .text(object), SQLValue(period)], in: transaction
    ).first
  }

  /// The bills of a case, oldest first.
  package func bills(of caseID: CaseID, in transaction: Transaction) throws(StoreError) -> [Bill] {
    try bills(
      "SELECT * FROM bills WHERE case_id = ? ORDER BY issued_at, billing_code", [SQLValue(caseID)], in: transaction)
  }

  /// Takes back a bill that is not paid.
  ///
  /// - Throws: `Refusal` when it is paid, expired or unknown. One that is cancelled already stays so.
  package func cancel(_ code: BillingCode, in transaction: Transaction) throws {
    guard let bill = try find(code, in: transaction) else { throw Refusal(.notFound, detail: "the bill") }
    switch bill.state {
    case .cancelled: return
    case .paid, .expired: throw Refusal(.failedPrecondition, detail: "the bill is \(bill.state.rawValue)")
    case .active:
      try transaction.execute(
        "UPDATE bills SET state = 'cancelled' WHERE billing_code = ?", [SQLValue(code)])
    }
  }

  /// Expires the active bills whose last day was before a date; returns how many.
  ///
  /// The bank's time decides whether a payment was late, and its report may come days after: leave it that time.
  package func expire(before date: LocalDate, in transaction: Transaction) throws(StoreError) -> Int {
    try transaction.execute(
      "UPDATE bills SET state = 'expired' WHERE state = 'active' AND expires_on < ?", [SQLValue(date)])
  }

  func bills(
    _ sql: String, _ arguments: [SQLValue], in transaction: Transaction
  ) throws(StoreError) -> [Bill] {
    var bills: [Bill] = []
    for row in try transaction.rows(sql, arguments) {
      bills.append(
        Bill(
          code: try row.identifier("billing_code"), amount: try row.rupiah("amount"), state: try row.value("state"),
          purpose: LocalizedText(
            indonesian: try row.text("purpose_indonesian"), english: try row.optionalText("purpose_english")),
          expiresOn: try row.date("expires_on"), agency: try row.identifier("agency"),
          caseID: try row.optionalIdentifier("case_id"), object: try row.optionalText("object"),
          period: try row.optionalInteger("period").map(Int.init),
          receiptNumber: try row.optionalText("receipt_number"), paidAt: try row.optionalInstant("paid_at")))
    }
    return bills
  }
}
