import MallDomain

/// One step of a case, as it is kept.
package struct TimelineEntry: Hashable, Sendable {
  package var caseID: CaseID
  /// From 1 within the case, without gaps.
  package var step: Int64
  package var kind: String
  package var at: MallInstant
  package var actor: String
  /// JSON without personal data.
  package var payload: String
  /// What people wrote to each other; sealed.
  package var note: String?

  package init(
    caseID: CaseID, step: Int64, kind: String, at: MallInstant, actor: String, payload: String, note: String?
  ) {
    self.caseID = caseID
    self.step = step
    self.kind = kind
    self.at = at
    self.actor = actor
    self.payload = payload
    self.note = note
  }
}

/// The append-only steps of cases.
package struct Timeline: Sendable {
  let table: String
  let sealer: Sealer

  static func statements(table: String) -> String {
    """
    CREATE TABLE \(table) (
      case_id TEXT NOT NULL,
      step BIGINT NOT NULL,
      kind TEXT NOT NULL,
      at BIGINT NOT NULL,
      actor TEXT NOT NULL,
      payload TEXT NOT NULL,
      note BLOB,
      PRIMARY KEY (case_id, step)
    );
    """
  }

  /// - Throws: `StoreError.constraint` when the case has this step already.
  package func append(_ entry: TimelineEntry, in transaction: Transaction) throws(StoreError) {
    let place = place(entry.caseID, entry.step)
    try transaction.execute(
      "INSERT INTO \(table) (case_id, step, kind, at, actor, payload, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        SQLValue(entry.caseID), .integer(entry.step), .text(entry.kind), SQLValue(entry.at), .text(entry.actor),
        .text(entry.payload), SQLValue(entry.note.map { sealer.seal(Array($0.utf8), for: place) }),
      ])
  }

  /// The steps after one, in order.
  package func entries(
    _ caseID: CaseID, after step: Int64 = 0, limit: Int, in transaction: Transaction
  ) throws(StoreError) -> [TimelineEntry] {
    var entries: [TimelineEntry] = []
    let sql = "SELECT * FROM \(table) WHERE case_id = ? AND step > ? ORDER BY step LIMIT ?"
    for row in try transaction.rows(sql, [SQLValue(caseID), .integer(step), SQLValue(limit)]) {
      entries.append(try entry(row))
    }
    return entries
  }

  /// The newest step's number; 0 when there is none.
  package func lastStep(_ caseID: CaseID, in transaction: Transaction) throws(StoreError) -> Int64 {
    try transaction.integer("SELECT MAX(step) FROM \(table) WHERE case_id = ?", [SQLValue(caseID)]) ?? 0
  }

  private func entry(_ row: Row) throws(StoreError) -> TimelineEntry {
    let caseID: CaseID = try row.identifier("case_id")
    let step = try row.integer("step")
    let note = try row.optionalBytes("note").map { sealed throws(StoreError) in
      String(decoding: try sealer.open(sealed, for: place(caseID, step)), as: UTF8.self)
    }
    return TimelineEntry(
      caseID: caseID, step: step, kind: try row.text("kind"), at: try row.instant("at"),
      actor: try row.text("actor"), payload: try row.text("payload"), note: note)
  }

  private func place(_ caseID: CaseID, _ step: Int64) -> String {
    "\(table).note:\(caseID)/\(step)"
  }
}
