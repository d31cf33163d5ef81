import MallDomain
import MallStore

/// An event as it stands in the register: what, why, when, and its place in the order of all.
struct RegisterEntry: Hashable, Sendable {
  /// From 1, without gaps.
  var sequence: Int64
  var event: RegisterEvent
  var act: RegisterAct
}

/// The civil register itself: entries are added and never changed. The other tables show what follows from them.
struct RegisterJournal: Sendable {
  let sealer: Sealer

  func append(_ event: RegisterEvent, _ act: RegisterAct, in transaction: Transaction) throws -> RegisterEntry {
    let sequence = try last(in: transaction) + 1
    try transaction.execute(
      """
      INSERT INTO register_events
        (sequence, name, cause, recorded_at, effective_on, officer, case_id, subject, counterpart, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        SQLValue(sequence), .text(event.name), SQLValue(act.kind), SQLValue(act.at), SQLValue(act.effectiveOn),
        SQLValue(act.officer), SQLValue(act.caseID), .blob(sealer.key(of: event.subject)),
        SQLValue(event.counterpart.map(sealer.key(of:))),
        try sealer.sealed(event, in: "register_events", row: Self.row(sequence)),
      ])
    return RegisterEntry(sequence: sequence, event: event, act: act)
  }

  /// The place of the last entry; 0 while there is none.
  func last(in transaction: Transaction) throws -> Int64 {
    try transaction.integer("SELECT MAX(sequence) FROM register_events") ?? 0
  }

  /// Entries after a place, in their order, to be read page by page.
  func entries(after sequence: Int64, limit: Int, in transaction: Transaction) throws -> [RegisterEntry] {
    try transaction.rows(
      "SELECT * FROM register_events WHERE sequence > ? ORDER BY sequence LIMIT ?",
      [SQLValue(sequence), SQLValue(limit)]
    ).map(entry)
  }

  /// The entry at a place; nil past the last.
  func entry(at sequence: Int64, in transaction: Transaction) throws -> RegisterEntry? {
    try transaction.row("SELECT * FROM register_events WHERE sequence = ?", [SQLValue(sequence)]).map(entry)
  }

  static let aboutStatement = """
    SELECT * FROM register_events WHERE subject = ?
    UNION ALL SELECT * FROM register_events WHERE counterpart = ?
    ORDER BY sequence
    """

  /// All that concerns a person or a family card, in the order of recording.
  ///
  /// - Parameter time: what was recorded later is left out; nil: everything.
  func entries(
    about subject: RegisterSubject, recordedBy time: MallInstant? = nil, in transaction: Transaction
  ) throws -> [RegisterEntry] {
    let key = SQLValue.blob(sealer.key(of: subject))
    let rows = try transaction.rows(Self.aboutStatement, [key, key])
    return try rows.filter { row in try time.map { try row.instant("recorded_at") <= $0 } ?? true }.map(entry)
  }

  private func entry(_ row: Row) throws -> RegisterEntry {
    let sequence = try row.integer("sequence")
    return RegisterEntry(
      sequence: sequence,
      event: try sealer.opened(try row.bytes("record"), in: "register_events", row: Self.row(sequence)),
      act: RegisterAct(
        kind: try row.value("cause"), at: try row.instant("recorded_at"), officer: try row.optionalText("officer"),
        caseID: try row.optionalIdentifier("case_id"), effective: try row.date("effective_on")))
  }

  private static func row(_ sequence: Int64) -> [UInt8] {
    Array(String(sequence).utf8)
  }
}

extension Sealer {
  func key(of subject: RegisterSubject) -> [UInt8] {
    switch subject {
    case .person(let nik): key(of: nik)
    case .familyCard(let number): key(of: number)
    }
  }
}
