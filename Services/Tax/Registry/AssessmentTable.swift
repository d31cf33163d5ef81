import MallDomain
import MallStore

/// What an object owes for a year (SPPT), and how much of it is paid.
struct PropertyAssessment: Hashable, Sendable {
  var object: String
  var year: Int
  /// NJOP of the object on 1 January.
  var value: Rupiah
  /// NJOPTKP; zero on all but one object of an owner.
  var exemption: Rupiah
  var tax: Rupiah
  var sentOn: LocalDate
  var dueOn: LocalDate
  /// Of the tax; interest isn't counted.
  var paid: Rupiah
  /// When nothing was left to pay.
  var settledOn: LocalDate?

  /// The number of the notice: an object has one a year.
  var number: String { "\(object)/\(year)" }

  var outstanding: Rupiah { Rupiah(max(0, tax.amount - paid.amount)) }

  func isOverdue(on date: LocalDate) -> Bool {
    outstanding > .zero && dueOn < date
  }
}

/// The register of yearly assessments.
struct AssessmentTable: Sendable {
  let properties: PropertyTable
  let calendar: WorkingCalendar

  func find(_ object: String, year: Int, in transaction: Transaction) throws -> PropertyAssessment? {
    try transaction.row(
      "SELECT * FROM property_assessments WHERE nop = ? AND year = ?", [.text(object), SQLValue(year)]
    ).map(assessment)
  }

  /// The assessment of an object for a year. The present year's is made at once where it was not made yet.
  func current(
    _ object: String, year: Int, today: LocalDate, in transaction: Transaction
  ) throws -> PropertyAssessment? {
    if let known = try find(object, year: year, in: transaction) { return known }
    guard year == today.year, let owner = try properties.find(object, in: transaction)?.owner.nik else { return nil }
    try assess(owner: owner, year: year, sentOn: today, in: transaction)
    return try find(object, year: year, in: transaction)
  }

  /// Of one object, oldest first.
  func ofObject(_ object: String, in transaction: Transaction) throws -> [PropertyAssessment] {
    try transaction.rows("SELECT * FROM property_assessments WHERE nop = ? ORDER BY year", [.text(object)])
      .map(assessment)
  }

  /// Of all objects while they were somebody's, oldest first.
  func ofOwner(_ owner: NIK, in transaction: Transaction) throws -> [PropertyAssessment] {
    try transaction.rows(
      "SELECT * FROM property_assessments WHERE owner_hash = ? ORDER BY year, nop",
      [properties.sealer.taxKey(of: owner)]
    ).map(assessment)
  }

  /// Assesses an owner's objects for a year; what is assessed already stays as it is. The exemption goes to one object of
  /// the owner a year.
  func assess(owner: NIK, year: Int, sentOn: LocalDate, in transaction: Transaction) throws {
    let rates = try PropertyTax.rates(year: year)
    let known = try ofOwner(owner, in: transaction).filter { $0.year == year }
    let objects = try properties.owned(by: owner, in: transaction).filter { $0.since <= year }
    let missing = try objects.filter { try find($0.number, year: year, in: transaction) == nil }
    let isExemptionTaken = known.contains { $0.exemption > .zero }
    let exempted = isExemptionTaken ? nil : PropertyTax.exempted(among: missing.map { ($0.number, $0.value) })
    let dueOn = PropertyTax.dueDate(sentOn: sentOn, calendar: calendar)
    for object in missing {
      let exemption = object.number == exempted ? rates.exemption : .zero
      let tax = PropertyTax.tax(value: object.value, exemption: exemption, rates: rates)
      try enter(
        PropertyAssessment(
          object: object.number, year: year, value: object.value, exemption: exemption, tax: tax, sentOn: sentOn,
          dueOn: dueOn, paid: .zero, settledOn: tax > .zero ? nil : sentOn),
        owner: owner, in: transaction)
    }
  }

  private func enter(_ assessment: PropertyAssessment, owner: NIK, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO property_assessments (nop, year, owner_hash, value, exemption, tax, sent_on, due_on, paid, settled_on)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(assessment.object), SQLValue(assessment.year), properties.sealer.taxKey(of: owner),
        SQLValue(assessment.value), SQLValue(assessment.exemption), SQLValue(assessment.tax),
        SQLValue(assessment.sentOn), SQLValue(assessment.dueOn), SQLValue(assessment.paid),
        SQLValue(assessment.settledOn),
      ])
  }

  /// Takes a payment for an assessment; returns what was too much.
  func pay(
    _ amount: Rupiah, for object: String, year: Int, on date: LocalDate, in transaction: Transaction
  ) throws -> Rupiah {
    guard var assessment = try find(object, year: year, in: transaction) else { return amount }
    let used = min(amount, assessment.outstanding)
    guard used > .zero else { return amount }
    assessment.paid = Rupiah(assessment.paid.amount + used.amount)
    if assessment.outstanding == .zero { assessment.settledOn = date }
    try transaction.execute(
      "UPDATE property_assessments SET paid = ?, settled_on = ? WHERE nop = ? AND year = ?",
      [SQLValue(assessment.paid), SQLValue(assessment.settledOn), .text(object), SQLValue(year)])
    return Rupiah(amount.amount - used.amount)
  }

  private func assessment(_ row: Row) throws -> PropertyAssessment {
    PropertyAssessment(
      object: try row.text("nop"), year: try row.int("year"), value: try row.rupiah("value"),
      exemption: try row.rupiah("exemption"), tax: try row.rupiah("tax"), sentOn: try row.date("sent_on"),
      dueOn: try row.date("due_on"), paid: try row.rupiah("paid"), settledOn: try row.optionalDate("settled_on"))
  }
}
