import MallDomain
import MallStore

/// Persons whom other agencies hold for a decision, by leases that lapse (`PersonReservation`). People are found by a
/// keyed hash; of each there is one lease at most.
struct PersonReservationTable: Sendable {
  static let migrations = MigrationList(
    module: "person-reservations",
    steps: [
      Migration(
        "person reservations",
        """
        CREATE TABLE person_reservations (
          person_hash BLOB PRIMARY KEY NOT NULL,
          case_id TEXT NOT NULL,
          agency TEXT NOT NULL,
          held_until TEXT NOT NULL,
          reserved_at BIGINT NOT NULL
        );
        CREATE INDEX person_reservations_by_case ON person_reservations (case_id);
        """)
    ])

  let sealer: Sealer

  /// Holds a person, or gives the person back.
  func reserve(
    _ reservation: PersonReservation, at now: MallInstant, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    let person = SQLValue.blob(sealer.lookupHash(reservation.person.text, purpose: "person-reservation"))
    guard let until = reservation.until else {
      try transaction.execute(
        "DELETE FROM person_reservations WHERE person_hash = ? AND case_id = ?",
        [person, SQLValue(reservation.caseID)])
      return ExchangeAnswer(verdict: .yes, at: now)
    }
    if let holder = try holder(of: person, besides: reservation.caseID, on: LocalDate(jakarta: now), in: transaction) {
      return ExchangeAnswer(verdict: .no, values: holder, at: now)
    }
    try transaction.execute(
      """
      INSERT INTO person_reservations (person_hash, case_id, agency, held_until, reserved_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (person_hash) DO UPDATE SET case_id = excluded.case_id, agency = excluded.agency,
        held_until = excluded.held_until, reserved_at = excluded.reserved_at
      """,
      [
        person, SQLValue(reservation.caseID), SQLValue(reservation.agency), SQLValue(until), SQLValue(now),
      ])
    return ExchangeAnswer(
      verdict: .yes, values: [PersonReservation.untilArgument: until.description], at: now)
  }

  /// Ends what a case holds: what it was held for has become known to the register. Uses `person_reservations_by_case`.
  func end(_ caseID: CaseID, in transaction: Transaction) throws {
    try transaction.execute("DELETE FROM person_reservations WHERE case_id = ?", [SQLValue(caseID)])
  }

  /// Another case whose lease runs on a day.
  private func holder(
    of person: SQLValue, besides caseID: CaseID, on today: LocalDate, in transaction: Transaction
  ) throws -> [String: String]? {
    try transaction.row(
      """
      SELECT agency, held_until FROM person_reservations WHERE person_hash = ? AND case_id <> ? AND held_until >= ?
      """,
      [person, SQLValue(caseID), SQLValue(today)]
    ).map { row in
      [
        PersonReservation.holderValue: try row.text("agency"),
        PersonReservation.untilArgument: try row.text("held_until"),
      ]
    }
  }
}
