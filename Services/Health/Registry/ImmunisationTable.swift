import Foundation
import MallDomain
import MallStore

/// The plans of immunisation: who has one, and what was entered in it, one entry after the other.
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

  /// What was kept once for each vaccine is kept entry by entry, so that a dose can be repeated and a plan corrected.
  static let entries = """
    CREATE TABLE immunisation_entries (
      plan BIGINT NOT NULL REFERENCES immunisation_plans (entry),
      place BIGINT NOT NULL,
      event TEXT NOT NULL,
      recorded_at BIGINT NOT NULL,
      case_id TEXT,
      officer TEXT,
      record BLOB,
      vaccine TEXT,
      day TEXT,
      PRIMARY KEY (plan, place)
    );
    INSERT INTO immunisation_entries (plan, place, event, recorded_at, case_id, record)
      SELECT entry, 0, 'plan-opened', opened_at, opened_by, record FROM immunisation_plans;
    INSERT INTO immunisation_entries (plan, place, event, recorded_at, case_id, officer, vaccine, day)
      SELECT entry, ROW_NUMBER() OVER (PARTITION BY entry ORDER BY recorded_at, vaccine), 'dose-given', recorded_at,
        case_id, officer, vaccine, given_on
      FROM immunisation_doses;
    INSERT INTO immunisation_entries (plan, place, event, recorded_at, day)
      SELECT entry, 1 + (SELECT COUNT(*) FROM immunisation_doses WHERE immunisation_doses.entry = plans.entry),
        'plan-ended', opened_at, ended_on
      FROM immunisation_plans AS plans WHERE ended_on IS NOT NULL;
    DROP TABLE immunisation_doses;
    ALTER TABLE immunisation_plans DROP COLUMN record;
    ALTER TABLE immunisation_plans DROP COLUMN opened_at;
    ALTER TABLE immunisation_plans DROP COLUMN opened_by;
    ALTER TABLE immunisation_plans DROP COLUMN ended_on;
    """

  private enum EventName: String {
    case opened = "plan-opened"
    case corrected = "plan-corrected"
    case given = "dose-given"
    case ended = "plan-ended"
  }

  let sealer: Sealer

  /// A child's plan; nil before it has one.
  func find(_ child: NIK, in transaction: Transaction) throws -> ImmunisationPlan? {
    try transaction.row("SELECT entry FROM immunisation_plans WHERE nik_hash = ?", [key(of: child)])
      .flatMap { try find(number: $0.integer("entry"), in: transaction) }
  }

  func find(number: Int64, in transaction: Transaction) throws -> ImmunisationPlan? {
    let rows = try transaction.rows(
      "SELECT * FROM immunisation_entries WHERE plan = ? ORDER BY place", [.integer(number)])
    return rows.isEmpty ? nil : ImmunisationPlan(number: number, entries: try rows.map { try entry($0, of: number) })
  }

  /// Opens a plan for a child that has none.
  func open(
    _ child: ImmunisedChild, _ caseID: CaseID?, by officer: String? = nil, at now: MallInstant,
    in transaction: Transaction
  ) throws -> ImmunisationPlan {
    let number = try Counter.next("immunisation-plan", in: transaction)
    try transaction.execute(
      "INSERT INTO immunisation_plans (entry, nik_hash) VALUES (?, ?)", [.integer(number), key(of: child.nik)])
    var plan = ImmunisationPlan(number: number, entries: [])
    try enter(
      ImmunisationEntry(event: .opened(child), recordedAt: now, caseID: caseID, officer: officer), in: &plan,
      transaction)
    return plan
  }

  func enter(_ entry: ImmunisationEntry, in plan: inout ImmunisationPlan, _ transaction: Transaction) throws {
    let (name, child, vaccine, day) = Self.columns(of: entry.event)
    let record = try child.map { sealer.seal(Array(try JSONEncoder().encode($0)), for: seal(of: plan.number)) }
    try transaction.execute(
      """
      INSERT INTO immunisation_entries (plan, place, event, recorded_at, case_id, officer, record, vaccine, day)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(plan.number), SQLValue(plan.entries.count), SQLValue(name), SQLValue(entry.recordedAt),
        SQLValue(entry.caseID), SQLValue(entry.officer), SQLValue(record), SQLValue(vaccine?.rawValue), SQLValue(day),
      ])
    plan.entries.append(entry)
  }

  private static func columns(
    of event: ImmunisationEntry.Event
  ) -> (EventName, child: ImmunisedChild?, vaccine: Vaccine?, day: LocalDate?) {
    switch event {
    case .opened(let child): (.opened, child, nil, nil)
    case .corrected(let child): (.corrected, child, nil, nil)
    case .given(let vaccine, let day): (.given, nil, vaccine, day)
    case .ended(let day): (.ended, nil, nil, day)
    }
  }

  private func entry(_ row: Row, of plan: Int64) throws -> ImmunisationEntry {
    func child() throws -> ImmunisedChild {
      let bytes = try sealer.open(try row.bytes("record"), for: seal(of: plan))
      return try JSONDecoder().decode(ImmunisedChild.self, from: Data(bytes))
    }
    let name: EventName = try row.value("event")
    let event: ImmunisationEntry.Event =
      switch name {
      case .opened: .opened(try child())
      case .corrected: .corrected(try child())
      case .given: .given(try row.value("vaccine"), try row.date("day"))
      case .ended: .ended(try row.date("day"))
      }
    return ImmunisationEntry(
      event: event, recordedAt: try row.instant("recorded_at"), caseID: try row.optionalIdentifier("case_id"),
      officer: try row.optionalText("officer"))
  }

  private func key(of nik: NIK) -> SQLValue {
    .blob(sealer.lookupHash(nik.text, purpose: "immunised-child"))
  }

  private func seal(of plan: Int64) -> String { "immunisation_plans.record:\(plan)" }
}
