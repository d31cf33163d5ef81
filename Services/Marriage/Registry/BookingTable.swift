import MallDomain
import MallStore

/// What the officiants of the offices are booked for. A case books one when it is approved, and gives the booking back
/// when it ends without a marriage.
struct BookingTable: Sendable {
  /// Officiants of an office for which nobody has said how many, by convention of the product.
  static let usualOfficiants = 2
  /// Minutes before and after a slot within which another contract can matter: the longest one and the farthest way.
  private static let reach = ContractSlot.minutesElsewhere + Travel.farther

  func officiants(of office: KUAOffice, in transaction: Transaction) throws -> Int {
    let stated = try transaction.integer(
      "SELECT officiants FROM office_officiants WHERE office = ?", [SQLValue(office.code)])
    return stated.map(Int.init) ?? Self.usualOfficiants
  }

  /// Says how many officiants an office has.
  func setOfficiants(_ count: Int, of office: KUAOffice, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO office_officiants (office, officiants) VALUES (?, ?)
      ON CONFLICT (office) DO UPDATE SET officiants = excluded.officiants
      """,
      [SQLValue(office.code), SQLValue(count)])
  }

  /// An office's calendar for some days, without what a case itself has booked. Uses `officiant_bookings_by_time`.
  func calendar(
    of office: KUAOffice, from date: LocalDate, days: Int, besides caseID: CaseID?, in transaction: Transaction
  ) throws -> OfficiantCalendar {
    let first = date.dayNumber * 1_440 - Self.reach
    let last = (date.dayNumber + days) * 1_440 + Self.reach
    let engagements = try transaction.rows(
      """
      SELECT officiant, place, starts_at, ends_at FROM officiant_bookings
      WHERE office = ? AND starts_at BETWEEN ? AND ? AND released_at IS NULL AND case_id <> ?
      """,
      [SQLValue(office.code), SQLValue(first), SQLValue(last), .text(caseID?.text ?? "")]
    ).map { row in
      Engagement(
        officiant: try row.int("officiant"), place: try row.identifier("place"), start: try row.int("starts_at"),
        end: try row.int("ends_at"))
    }
    return OfficiantCalendar(
      officiants: try officiants(of: office, in: transaction), engagements: engagements)
  }

  /// Books an officiant for a case, in place of what the case had booked before.
  func book(
    _ engagement: Engagement, of office: KUAOffice, caseID: CaseID, at now: MallInstant, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO officiant_bookings (case_id, office, officiant, place, starts_at, ends_at, booked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (case_id) DO UPDATE SET office = excluded.office, officiant = excluded.officiant,
        place = excluded.place, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
        booked_at = excluded.booked_at, released_at = NULL
      """,
      [
        SQLValue(caseID), SQLValue(office.code), SQLValue(engagement.officiant), SQLValue(engagement.place),
        SQLValue(engagement.start), SQLValue(engagement.end), SQLValue(now),
      ])
  }

  func officiant(of caseID: CaseID, in transaction: Transaction) throws -> Int? {
    try transaction.integer(
      "SELECT officiant FROM officiant_bookings WHERE case_id = ? AND released_at IS NULL", [SQLValue(caseID)]
    ).map(Int.init)
  }

  func release(_ caseID: CaseID, at now: MallInstant, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE officiant_bookings SET released_at = ? WHERE case_id = ? AND released_at IS NULL",
      [SQLValue(now), SQLValue(caseID)])
  }
}
