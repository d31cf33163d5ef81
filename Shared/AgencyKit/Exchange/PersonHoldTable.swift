import Foundation
import MallDomain
import MallStore

/// Whom a case of this node holds at the population register.
struct PersonHold: Hashable, Sendable {
  var caseID: CaseID
  var agency: AgencyID
  var persons: [NIK]
  /// The last day of the lease.
  var until: LocalDate
  /// False while the decision is being made.
  var isDecided = false

  /// - Precondition: at least one reservation, all of the same case.
  init(_ caseID: CaseID, _ reservations: [PersonReservation]) {
    self.caseID = caseID
    agency = reservations[0].agency
    persons = reservations.map(\.person)
    until = reservations.compactMap(\.until).min() ?? .earliest
  }

  fileprivate init(caseID: CaseID, agency: AgencyID, persons: [NIK], until: LocalDate, isDecided: Bool) {
    self.caseID = caseID
    self.agency = agency
    self.persons = persons
    self.until = until
    self.isDecided = isDecided
  }

  func covers(_ person: NIK, on date: LocalDate) -> Bool {
    persons.contains(person) && date <= until
  }
}

/// The holds of a node's cases, so that none is forgotten.
struct PersonHoldTable: Sendable {
  static let migrations = MigrationList(
    module: "person-holds",
    steps: [
      Migration(
        "person holds",
        """
        CREATE TABLE person_holds (
          case_id TEXT PRIMARY KEY NOT NULL,
          agency TEXT NOT NULL,
          persons BLOB NOT NULL,
          held_until TEXT NOT NULL,
          asked_at BIGINT NOT NULL,
          is_decided BIGINT NOT NULL,
          ended_at BIGINT
        );
        CREATE INDEX person_holds_by_state ON person_holds (is_decided, asked_at);
        CREATE INDEX person_holds_by_end ON person_holds (ended_at);
        """)
    ])

  let sealer: Sealer

  func keep(_ hold: PersonHold, at now: MallInstant, in transaction: Transaction) throws {
    let persons = sealer.seal(Array(try JSONEncoder().encode(hold.persons.map(\.text))), for: Self.place(hold.caseID))
    try transaction.execute(
      """
      INSERT INTO person_holds (case_id, agency, persons, held_until, asked_at, is_decided) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (case_id) DO UPDATE SET persons = excluded.persons, held_until = excluded.held_until,
        asked_at = excluded.asked_at, is_decided = excluded.is_decided
      """,
      [
        SQLValue(hold.caseID), SQLValue(hold.agency), .blob(persons), SQLValue(hold.until), SQLValue(now),
        .integer(hold.isDecided ? 1 : 0),
      ])
  }

  func find(_ caseID: CaseID, in transaction: Transaction) throws -> PersonHold? {
    try transaction.row(
      "SELECT case_id, agency, persons, held_until, is_decided FROM person_holds WHERE case_id = ?",
      [SQLValue(caseID)]
    ).map(hold)
  }

  /// The decision is made, in whose commit this is.
  ///
  /// - Throws: `aborted` when another attempt at the same case has given its persons back meanwhile.
  func decide(_ caseID: CaseID, in transaction: Transaction) throws {
    let changed = try transaction.execute(
      "UPDATE person_holds SET is_decided = 1 WHERE case_id = ?", [SQLValue(caseID)])
    guard changed == 1 else { throw Refusal(.aborted) }
  }

  /// Forgets a hold whose decision was not made. False when it was.
  func drop(_ caseID: CaseID, in transaction: Transaction) throws -> Bool {
    try transaction.execute(
      "DELETE FROM person_holds WHERE case_id = ? AND is_decided = 0", [SQLValue(caseID)]) > 0
  }

  /// Notes that a case has ended without what its persons were held for.
  func end(_ caseID: CaseID, at now: MallInstant, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE person_holds SET ended_at = ? WHERE case_id = ?", [SQLValue(now), SQLValue(caseID)])
  }

  func forget(_ caseID: CaseID, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM person_holds WHERE case_id = ?", [SQLValue(caseID)])
  }

  /// Holds of ended cases, and of decisions that began before an instant and were never made. Uses
  /// `person_holds_by_end` and `person_holds_by_state`.
  func leftovers(askedBefore limit: MallInstant, in transaction: Transaction) throws -> [PersonHold] {
    try transaction.rows(
      """
      SELECT case_id, agency, persons, held_until, is_decided FROM person_holds WHERE ended_at IS NOT NULL
      UNION
      SELECT case_id, agency, persons, held_until, is_decided FROM person_holds WHERE is_decided = 0 AND asked_at < ?
      """,
      [SQLValue(limit)]
    ).map(hold)
  }

  private func hold(_ row: Row) throws -> PersonHold {
    let caseID: CaseID = try row.identifier("case_id")
    let texts = try JSONDecoder().decode(
      [String].self, from: Data(try sealer.open(try row.bytes("persons"), for: Self.place(caseID))))
    return PersonHold(
      caseID: caseID, agency: try row.identifier("agency"), persons: try texts.map { try NIK($0) },
      until: try row.date("held_until"), isDecided: try row.bool("is_decided"))
  }

  private static func place(_ caseID: CaseID) -> String { "person_holds.persons:\(caseID.text)" }
}
