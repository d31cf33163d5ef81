import MallDomain
import MallStore

/// A bill with its billing code (rule T6). One code has one amount, principal and interest at the issue.
struct TaxBill: Hashable, Sendable {
  var code: BillingCode
  var state: BillingCodeLife.State
  var principal: Rupiah
  var interest: Rupiah
  var purpose: LocalizedText
  /// The object and the year, of a property tax bill.
  var object: String?
  var year: Int?
  var caseID: CaseID?
  var expiresOn: LocalDate

  var amount: Rupiah { Rupiah(principal.amount + interest.amount) }
}

/// A bill to be written.
struct NewTaxBill: Hashable, Sendable {
  var kind: BillingCode.Kind
  var principal: Rupiah
  var interest = Rupiah.zero
  var purpose: LocalizedText
  var object: String?
  var year: Int?
  var caseID: CaseID?
}

/// The register of bills. Changes of state go through the machine of `BillingCodeLife`.
struct BillTable: Sendable {
  /// Writes a bill under the next code of its kind in the year of issue.
  func write(_ bill: NewTaxBill, at now: MallInstant, in transaction: Transaction) throws -> TaxBill {
    let today = LocalDate(jakarta: now)
    let serial = try Counter.next("billing-code/\(bill.kind.rawValue)/\(today.year)", in: transaction)
    guard let code = BillingCode(kind: bill.kind, year: today.year, serial: Int(serial)) else {
      throw Refusal(.failedPrecondition, detail: "kode bayar tahun ini habis / this year's billing codes are used up")
    }
    let written = TaxBill(
      code: code, state: .active, principal: bill.principal, interest: bill.interest, purpose: bill.purpose,
      object: bill.object, year: bill.year, caseID: bill.caseID,
      expiresOn: BillingCodeLife.lastDay(bill.kind, issuedOn: today))
    try transaction.execute(
      """
      INSERT INTO tax_bills (billing_code, kind, state, principal, interest, purpose_indonesian, purpose_english, nop,
        year, case_id, issued_at, expires_on)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        SQLValue(code), SQLValue(bill.kind.rawValue), SQLValue(written.state), SQLValue(bill.principal),
        SQLValue(bill.interest), .text(bill.purpose.indonesian), SQLValue(bill.purpose.english),
        SQLValue(bill.object), SQLValue(bill.year), SQLValue(bill.caseID), SQLValue(now),
        SQLValue(written.expiresOn),
      ])
    return written
  }

  func find(_ code: BillingCode, in transaction: Transaction) throws -> TaxBill? {
    try transaction.row("SELECT * FROM tax_bills WHERE billing_code = ?", [SQLValue(code)]).map(bill)
  }

  /// The one active code of an object and a year.
  func active(_ object: String, year: Int, in transaction: Transaction) throws -> TaxBill? {
    try transaction.row(
      "SELECT * FROM tax_bills WHERE nop = ? AND year = ? AND state = 'active'", [.text(object), SQLValue(year)]
    ).map(bill)
  }

  /// The newest paid bill of an object and a year.
  func paid(_ object: String, year: Int, in transaction: Transaction) throws -> TaxBill? {
    try transaction.row(
      """
      SELECT * FROM tax_bills WHERE nop = ? AND year = ? AND state = 'paid'
      ORDER BY issued_at DESC, billing_code DESC LIMIT 1
      """,
      [.text(object), SQLValue(year)]
    ).map(bill)
  }

  /// The newest bill of a case.
  func ofCase(_ caseID: CaseID, in transaction: Transaction) throws -> TaxBill? {
    try transaction.row(
      "SELECT * FROM tax_bills WHERE case_id = ? ORDER BY issued_at DESC, billing_code DESC LIMIT 1",
      [SQLValue(caseID)]
    ).map(bill)
  }

  /// Moves a code on.
  ///
  /// - Throws: `failed_precondition` where its state has no such transition.
  func take(_ event: BillingCodeLife.Event, on bill: TaxBill, in transaction: Transaction) throws {
    let state = try BillingCodeLife.state(after: event, in: bill.state)
    try transaction.execute(
      "UPDATE tax_bills SET state = ? WHERE billing_code = ?", [SQLValue(state), SQLValue(bill.code)])
  }

  private func bill(_ row: Row) throws -> TaxBill {
    TaxBill(
      code: try row.identifier("billing_code"), state: try row.value("state"),
      principal: try row.rupiah("principal"), interest: try row.rupiah("interest"),
      purpose: LocalizedText(
        indonesian: try row.text("purpose_indonesian"), english: try row.optionalText("purpose_english")),
      object: try row.optionalText("nop"), year: try row.optionalInteger("year").map(Int.init),
      caseID: try row.optionalIdentifier("case_id"), expiresOn: try row.date("expires_on"))
  }
}
