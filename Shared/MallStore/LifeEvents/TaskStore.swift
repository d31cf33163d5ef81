import Foundation
import MallDomain

/// What an officer must see to that no application asked for: a life event that the register couldn't follow, or one that
/// calls for a look.
package struct OfficerTask: Hashable, Sendable {
  package enum State: String, Hashable, Sendable, CaseIterable {
    case open, settled
  }

  /// From 1, in the order of opening.
  package var number: Int64
  package var agency: AgencyID
  package var state: State
  /// The life event that it is about.
  package var event: LifeEvent
  /// Why this agency's register couldn't follow, or what is to be done.
  package var reason: LocalizedText
  package var openedAt: MallInstant
  package var settledBy: String?
  package var note: String?

  package init(
    number: Int64, agency: AgencyID, state: State, event: LifeEvent, reason: LocalizedText, openedAt: MallInstant,
    settledBy: String? = nil, note: String? = nil
  ) {
    self.number = number
    self.agency = agency
    self.state = state
    self.event = event
    self.reason = reason
    self.openedAt = openedAt
    self.settledBy = settledBy
    self.note = note
  }
}

/// The officers' tasks of a node's agencies. What names a person is sealed.
package struct TaskStore: Sendable {
  package static let migrations = MigrationList(
    module: "officer-tasks",
    steps: [
      Migration(
        "officer tasks",
        """
        CREATE TABLE officer_tasks (
          number BIGINT PRIMARY KEY NOT NULL,
          agency TEXT NOT NULL,
          state TEXT NOT NULL,
          kind TEXT NOT NULL,
          opened_at BIGINT NOT NULL,
          settled_at BIGINT,
          settled_by TEXT,
          record BLOB NOT NULL
        );
        CREATE INDEX officer_tasks_by_agency ON officer_tasks (agency, state, number);
        """)
    ])

  private struct Record: Codable {
    var id: String
    var from: String
    var caseID: String?
    var at: Int64
    var persons: [String: String]
    var values: [String: String]
    var indonesian: String
    var english: String?
    var note: String?
  }

  let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
  }

  package func open(
    about event: LifeEvent, for agency: AgencyID, because reason: LocalizedText, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    let number = try Counter.next("officer-tasks", in: transaction)
    let record = Record(
      id: event.id, from: event.agency.text, caseID: event.caseID?.text, at: event.at.milliseconds,
      persons: event.persons.mapValues(\.text), values: event.values, indonesian: reason.indonesian,
      english: reason.english)
    try transaction.execute(
      "INSERT INTO officer_tasks (number, agency, state, kind, opened_at, record) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .integer(number), SQLValue(agency), SQLValue(OfficerTask.State.open), SQLValue(event.kind), SQLValue(now),
        .blob(try sealed(record, number)),
      ])
  }

  /// An agency's tasks in a state, the oldest first.
  package func list(
    of agency: AgencyID, _ state: OfficerTask.State, _ page: PageRequest, in transaction: Transaction
  ) throws -> Page<OfficerTask> {
    let rows = try transaction.rows(
      "SELECT * FROM officer_tasks WHERE agency = ? AND state = ? AND number > ? ORDER BY number LIMIT ?",
      [SQLValue(agency), SQLValue(state), .integer(try page.afterNumber()), SQLValue(page.size + 1)])
    return Page(found: try rows.map(task), size: page.size) { [String($0.number)] }
  }

  package func find(_ number: Int64, of agency: AgencyID, in transaction: Transaction) throws -> OfficerTask? {
    try transaction.row(
      "SELECT * FROM officer_tasks WHERE number = ? AND agency = ?", [.integer(number), SQLValue(agency)]
    ).map(task)
  }

  /// Closes a task with what was done.
  ///
  /// - Throws: `not_found`; `failed_precondition` for one that is settled.
  package func settle(
    _ number: Int64, of agency: AgencyID, by officer: String, note: String, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    guard let task = try find(number, of: agency, in: transaction) else {
      throw Refusal(.notFound, detail: "a task of this number")
    }
    guard task.state == .open else { throw Refusal(.failedPrecondition, detail: "the task is settled already") }
    var record = try record(of: number, in: transaction)
    record.note = note
    try transaction.execute(
      "UPDATE officer_tasks SET state = ?, settled_at = ?, settled_by = ?, record = ? WHERE number = ?",
      [
        SQLValue(OfficerTask.State.settled), SQLValue(now), .text(officer), .blob(try sealed(record, number)),
        .integer(number),
      ])
  }

  private func record(of number: Int64, in transaction: Transaction) throws -> Record {
    guard let row = try transaction.row("SELECT record FROM officer_tasks WHERE number = ?", [.integer(number)]) else {
      throw Refusal(.dataLoss)
    }
    return try opened(try row.bytes("record"), number)
  }

  private func task(_ row: Row) throws -> OfficerTask {
    let number = try row.integer("number")
    let record = try opened(try row.bytes("record"), number)
    let event = LifeEvent(
      id: record.id, kind: try row.value("kind"), agency: try AgencyID(record.from),
      caseID: try record.caseID.map { try CaseID($0) }, at: MallInstant(milliseconds: record.at),
      persons: try record.persons.mapValues { try NIK($0) }, values: record.values)
    return OfficerTask(
      number: number, agency: try row.identifier("agency"), state: try row.value("state"), event: event,
      reason: LocalizedText(indonesian: record.indonesian, english: record.english),
      openedAt: try row.instant("opened_at"), settledBy: try row.optionalText("settled_by"), note: record.note)
  }

  private func sealed(_ record: Record, _ number: Int64) throws -> [UInt8] {
    sealer.seal(Array(try JSONEncoder().encode(record)), for: Self.place(number))
  }

  private func opened(_ bytes: [UInt8], _ number: Int64) throws -> Record {
    let plain = try sealer.open(bytes, for: Self.place(number))
    do {
      return try JSONDecoder().decode(Record.self, from: Data(plain))
    } catch {
      // The decoder's words may repeat the record.
      throw Refusal(.dataLoss)
    }
  }

  private static func place(_ number: Int64) -> String { "officer_tasks.record:\(number)" }
}
