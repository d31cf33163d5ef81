import Foundation
import MallDomain
import MallStore

/// Whose immunisation is planned, as it is kept sealed.
struct ImmunisationPlan: Hashable, Sendable, Codable {
  var child: NIK
  var mother: NIK?
  var born: LocalDate
}

/// The plans of immunisation, each opened by a registered birth or by the first dose, and what was given.
struct ImmunisationTable: Sendable {
  static let statements = """
    CREATE TABLE immunisation_plans (
      entry BIGINT PRIMARY KEY NOT NULL,
      nik_hash BLOB NOT NULL UNIQUE,
      record BLOB NOT NULL,
      opened_at BIGINT NOT NULL,
      opened_by TEXT,
      ended_on TEXT
    );
    CREATE TABLE immunisation_doses (
      entry BIGINT NOT NULL REFERENCES immunisation_plans (entry),
      vaccine TEXT NOT NULL,
      given_on TEXT NOT NULL,
      recorded_at BIGINT NOT NULL,
      case_id TEXT NOT NULL,
      officer TEXT,
      PRIMARY KEY (entry, vaccine)
    );
    """

  struct Dose: Hashable, Sendable {
    var vaccine: Vaccine
    var givenOn: LocalDate
    var recordedAt: MallInstant
    var caseID: CaseID
    var officer: String?
  }

  struct Found: Hashable, Sendable {
    var entry: Int64
    var plan: ImmunisationPlan
    var openedAt: MallInstant
    var openedBy: CaseID?
    var endedOn: LocalDate?
    var doses: [Dose]

    var schedule: ImmunisationSchedule {
      ImmunisationSchedule(
        born: plan.born, given: Dictionary(doses.map { ($0.vaccine, $0.givenOn) }) { first, _ in first })
    }
  }

  let sealer: Sealer

  /// Opens a plan; one that is open stays as it is.
  ///
  /// - Returns: its entry.
  @discardableResult
  func open(
    _ plan: ImmunisationPlan, caseID: CaseID?, at now: MallInstant, in transaction: Transaction
  ) throws -> Int64 {
    if let known = try find(plan.child, in: transaction) { return known.entry }
    let entry = try Counter.next("immunisation-plan", in: transaction)
    let bytes = Array(try JSONEncoder().encode(plan))
    try transaction.execute(
      "INSERT INTO immunisation_plans (entry, nik_hash, record, opened_at, opened_by) VALUES (?, ?, ?, ?, ?)",
      [
        .integer(entry), key(of: plan.child), .blob(sealer.seal(bytes, for: place(entry))), SQLValue(now),
        SQLValue(caseID),
      ])
    return entry
  }

  func enter(_ dose: Dose, in plan: Int64, _ transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO immunisation_doses (entry, vaccine, given_on, recorded_at, case_id, officer) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (entry, vaccine) DO NOTHING
      """,
      [
        .integer(plan), SQLValue(dose.vaccine), SQLValue(dose.givenOn), SQLValue(dose.recordedAt),
        SQLValue(dose.caseID), SQLValue(dose.officer),
      ])
  }

  /// A child that died is reminded of nothing.
  func end(_ child: NIK, on day: LocalDate, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE immunisation_plans SET ended_on = ? WHERE nik_hash = ? AND ended_on IS NULL",
      [SQLValue(day), key(of: child)])
  }

  func find(_ child: NIK, in transaction: Transaction) throws -> Found? {
    try transaction.row("SELECT * FROM immunisation_plans WHERE nik_hash = ?", [key(of: child)])
      .map { try found($0, in: transaction) }
  }

  func find(entry: Int64, in transaction: Transaction) throws -> Found? {
    try transaction.row("SELECT * FROM immunisation_plans WHERE entry = ?", [.integer(entry)])
      .map { try found($0, in: transaction) }
  }

  private func found(_ row: Row, in transaction: Transaction) throws -> Found {
    let entry = try row.integer("entry")
    let bytes = try sealer.open(try row.bytes("record"), for: place(entry))
    let doses = try transaction.rows(
      "SELECT * FROM immunisation_doses WHERE entry = ? ORDER BY given_on, vaccine", [.integer(entry)]
    ).map { dose in
      Dose(
        vaccine: try dose.value("vaccine"), givenOn: try dose.date("given_on"),
        recordedAt: try dose.instant("recorded_at"), caseID: try dose.identifier("case_id"),
        officer: try dose.optionalText("officer"))
    }
    return Found(
      entry: entry, plan: try JSONDecoder().decode(ImmunisationPlan.self, from: Data(bytes)),
      openedAt: try row.instant("opened_at"), openedBy: try row.optionalIdentifier("opened_by"),
      endedOn: try row.optionalDate("ended_on"), doses: doses)
  }

  private func key(of nik: NIK) -> SQLValue {
    .blob(sealer.lookupHash(nik.text, purpose: "immunised-child"))
  }

  private func place(_ entry: Int64) -> String { "immunisation_plans.record:\(entry)" }
}
