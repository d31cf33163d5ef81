import MallDomain

/// The cases of one side, the mall's or an agency's: where each stands, without its content.
///
/// Both sides have tables of the same shape under names of their own, so that a node may be both.
struct CaseRecords: Sendable {
  let table: String

  static func statements(table: String) -> String {
    """
    CREATE TABLE \(table) (
      case_id TEXT PRIMARY KEY NOT NULL,
      agency TEXT NOT NULL,
      service TEXT NOT NULL,
      service_version TEXT NOT NULL,
      state TEXT NOT NULL,
      is_open BIGINT NOT NULL,
      version BIGINT NOT NULL,
      officer TEXT,
      fee BIGINT,
      accepted_at BIGINT NOT NULL,
      changed_at BIGINT NOT NULL,
      due TEXT,
      due_is_estimate BIGINT NOT NULL
    );
    CREATE INDEX \(table)_by_agency ON \(table) (agency, case_id);
    CREATE INDEX \(table)_open_by_agency ON \(table) (agency, is_open, case_id);
    CREATE INDEX \(table)_by_agency_state ON \(table) (agency, state, case_id);
    CREATE INDEX \(table)_by_state ON \(table) (state, case_id);
    """
  }

  func insert(_ record: CaseRecord, in transaction: Transaction) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO \(table) (case_id, agency, service, service_version, state, is_open, version, officer, fee,
        accepted_at, changed_at, due, due_is_estimate)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        SQLValue(record.caseID), SQLValue(record.agency), SQLValue(record.service), .text(record.serviceVersion),
        SQLValue(record.state), SQLValue(!record.state.isFinished), .integer(record.version),
        SQLValue(record.officer), SQLValue(record.fee), SQLValue(record.acceptedAt), SQLValue(record.changedAt),
        SQLValue(record.due), SQLValue(record.dueIsEstimate),
      ])
  }

  func find(_ caseID: CaseID, in transaction: Transaction) throws(StoreError) -> CaseRecord? {
    guard let row = try transaction.row("SELECT * FROM \(table) WHERE case_id = ?", [SQLValue(caseID)]) else {
      return nil
    }
    return try CaseRecord(row)
  }

  /// Writes a case as a step left it; returns its new version.
  ///
  /// - Throws: `Refusal` (`not_found`), or (`aborted`) when it isn't of the version expected any more.
  func update(
    _ caseID: CaseID, expecting version: Int64?, _ change: (inout CaseRecord) -> Void, in transaction: Transaction
  ) throws -> Int64 {
    guard var record = try find(caseID, in: transaction) else { throw Refusal(.notFound, detail: "the case") }
    guard version == nil || version == record.version else { throw Refusal(.aborted) }
    change(&record)
    record.version += 1
    try transaction.execute(
      """
      UPDATE \(table) SET state = ?, is_open = ?, version = ?, officer = ?, fee = ?, changed_at = ?, due = ?,
        due_is_estimate = ?
      WHERE case_id = ?
      """,
      [
        SQLValue(record.state), SQLValue(!record.state.isFinished), .integer(record.version),
        SQLValue(record.officer), SQLValue(record.fee), SQLValue(record.changedAt), SQLValue(record.due),
        SQLValue(record.dueIsEstimate), SQLValue(caseID),
      ])
    return record.version
  }

  /// Oldest first: case ids sort by the time of filing.
  func list(
    _ filter: CaseFilter, _ page: PageRequest, in transaction: Transaction
  ) throws -> Page<CaseRecord> {
    var conditions: [String] = []
    var arguments: [SQLValue] = []
    func require(_ condition: String, _ value: SQLValue) {
      conditions.append(condition)
      arguments.append(value)
    }
    if let agency = filter.agency { require("agency = ?", SQLValue(agency)) }
    if let service = filter.service { require("service = ?", SQLValue(service)) }
    switch filter.state {
    case .all: break
    case .open: require("is_open = ?", true)
    case .only(let state): require("state = ?", SQLValue(state))
    }
    require("case_id > ?", .text(try page.after(keys: 1)?[0] ?? ""))
    let rows = try transaction.rows(
      "SELECT * FROM \(table) WHERE \(conditions.joined(separator: " AND ")) ORDER BY case_id LIMIT ?",
      arguments + [SQLValue(page.size + 1)])
    return Page(found: try rows.map(CaseRecord.init), size: page.size) { [$0.caseID.text] }
  }
}

/// Where a case stands.
package struct CaseRecord: Hashable, Sendable {
  package var caseID: CaseID
  package var agency: AgencyID
  package var service: ServiceCode
  /// Of the service's text, as it was published when the application was filed.
  package var serviceVersion: String
  package var state: CaseState
  /// Changes with each step; decisions name the version that they were taken on.
  package var version: Int64
  /// The subject of the officer who holds the case.
  package var officer: String?
  package var fee: Rupiah?
  package var acceptedAt: MallInstant
  package var changedAt: MallInstant
  package var due: LocalDate?
  package var dueIsEstimate: Bool
}

extension CaseRecord {
  init(_ row: Row) throws(StoreError) {
    self.init(
      caseID: try row.identifier("case_id"), agency: try row.identifier("agency"),
      service: try row.identifier("service"), serviceVersion: try row.text("service_version"),
      state: try row.value("state"), version: try row.integer("version"), officer: try row.optionalText("officer"),
      fee: try row.optionalRupiah("fee"), acceptedAt: try row.instant("accepted_at"),
      changedAt: try row.instant("changed_at"), due: try row.optionalDate("due"),
      dueIsEstimate: try row.bool("due_is_estimate"))
  }
}

/// Which cases a list shows.
package struct CaseFilter: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case all
    /// Not finished.
    case open
    case only(CaseState)
  }

  package var agency: AgencyID?
  package var service: ServiceCode?
  package var state: State

  package init(agency: AgencyID? = nil, service: ServiceCode? = nil, state: State = .all) {
    self.agency = agency
    self.service = service
    self.state = state
  }
}
