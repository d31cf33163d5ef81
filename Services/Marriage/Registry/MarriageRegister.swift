import Foundation
import MallDomain
import MallStore

/// The marriage register of the district's KUA offices, append-only: entries, and the notes beside them.
struct MarriageRegister: Sendable {
  let sealer: Sealer

  func key(_ nik: NIK) -> [UInt8] {
    sealer.lookupHash(nik.text, purpose: "spouse")
  }

  var intentions: IntentionTable { IntentionTable(key: key) }

  // MARK: - Entries

  /// Enters a marriage under its office's next number of the year.
  ///
  /// - Returns: the number, such as `0001/18.02.23/XI/2026`. Numbers have no gaps: what an undone step took, the next one
  ///   takes again.
  func record(
    _ marriage: Marriage, office: KUAOffice, caseID: CaseID, officer: String?, at now: MallInstant,
    in transaction: Transaction
  ) throws -> String {
    let serial = try Counter.next("marriage/\(office.code)/\(marriage.contract.year)", in: transaction)
    let number = MarriageNumber.text(serial: serial, office: office, contract: marriage.contract)
    try insert(
      marriage, MarriageKey(office: office.code.text, number: number), caseID: caseID, officer: officer, at: now,
      in: transaction)
    try intentions.record(caseID, at: now, in: transaction)
    return number
  }

  /// Enters a marriage with the number that an older book gave it. One that is there already stays as it is.
  ///
  /// - Returns: whether it was entered.
  @discardableResult
  func takeOver(
    _ marriage: Marriage, _ key: MarriageKey, caseID: CaseID? = nil, officer: String? = nil, at now: MallInstant,
    in transaction: Transaction
  ) throws -> Bool {
    let known = try transaction.row(
      "SELECT 1 FROM marriages WHERE office = ? AND number = ?", [.text(key.office), .text(key.number)])
    guard known == nil else { return false }
    try insert(marriage, key, caseID: caseID, officer: officer, at: now, in: transaction)
    return true
  }

  private func insert(
    _ marriage: Marriage, _ entry: MarriageKey, caseID: CaseID?, officer: String?, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    let sealed = sealer.seal(Array(try JSONEncoder().encode(marriage)), for: Self.place(entry))
    try transaction.execute(
      """
      INSERT INTO marriages
        (office, number, groom_hash, bride_hash, contract_on, recorded_at, officer, case_id, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(entry.office), .text(entry.number), SQLValue(marriage.groom.map(key)),
        SQLValue(marriage.bride.map(key)), SQLValue(marriage.contract), SQLValue(now), SQLValue(officer),
        SQLValue(caseID), .blob(sealed),
      ])
    try MarriageNames(sealer: sealer).enter([marriage.groomName, marriage.brideName], of: entry, in: transaction)
  }

  // MARK: - Notes

  /// Writes a note beside an entry.
  func write(
    _ note: MarriageNote, beside entry: MarriageKey, caseID: CaseID?, officer: String?, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    let position =
      try transaction.integer(
        "SELECT COALESCE(MAX(position), 0) + 1 FROM marriage_notes WHERE office = ? AND number = ?",
        [.text(entry.office), .text(entry.number)]) ?? 1
    let content = sealer.seal(
      Array(try JSONEncoder().encode(note.content)), for: Self.place(entry, position: position))
    try transaction.execute(
      """
      INSERT INTO marriage_notes
        (office, number, position, kind, effective_on, recorded_at, officer, case_id, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(entry.office), .text(entry.number), .integer(position), .text(note.kind.rawValue),
        SQLValue(note.effective), SQLValue(now), SQLValue(officer), SQLValue(caseID), .blob(content),
      ])
  }

  private func notes(beside entry: MarriageKey, in transaction: Transaction) throws -> [RecordedNote] {
    try transaction.rows(
      """
      SELECT position, kind, effective_on, recorded_at, officer, case_id, content FROM marriage_notes
      WHERE office = ? AND number = ? ORDER BY position
      """,
      [.text(entry.office), .text(entry.number)]
    ).map { row in
      let position = try row.integer("position")
      let content = try row.optionalBytes("content").map { sealed in
        try JSONDecoder().decode(
          MarriageNote.Content.self,
          from: Data(try sealer.open(sealed, for: Self.place(entry, position: position))))
      }
      return RecordedNote(
        position: Int(position),
        note: MarriageNote(
          kind: try row.value("kind"), effective: try row.date("effective_on"),
          content: content ?? MarriageNote.Content()),
        recordedAt: try row.instant("recorded_at"), officer: try row.optionalText("officer"),
        caseID: try row.optionalIdentifier("case_id"))
    }
  }

  // MARK: - Reading

  /// An entry with its notes; nil where there is none.
  func history(of entry: MarriageKey, in transaction: Transaction) throws -> MarriageHistory? {
    try transaction.row(
      """
      SELECT office, number, recorded_at, officer, case_id, record FROM marriages WHERE office = ? AND number = ?
      """,
      [.text(entry.office), .text(entry.number)]
    ).map { try history($0, in: transaction) }
  }

  /// Entries of a number: numbers of the mall name their office, older books may share one. Uses `marriages_by_number`.
  func histories(number: String, in transaction: Transaction) throws -> [MarriageHistory] {
    try transaction.rows(
      "SELECT office, number, recorded_at, officer, case_id, record FROM marriages WHERE number = ? ORDER BY office",
      [.text(number)]
    ).map { try history($0, in: transaction) }
  }

  /// Somebody's marriages with their notes, the latest first. Uses `marriages_by_groom` and `marriages_by_bride`.
  func histories(of nik: NIK, in transaction: Transaction) throws -> [MarriageHistory] {
    let key = SQLValue.blob(key(nik))
    return try transaction.rows(
      """
      SELECT office, number, recorded_at, officer, case_id, record FROM marriages
      WHERE groom_hash = ? OR bride_hash = ? ORDER BY contract_on DESC, number DESC
      """,
      [key, key]
    ).map { try history($0, in: transaction) }
  }

  /// Somebody's marriages as they stand, the latest first.
  func marriages(of nik: NIK, in transaction: Transaction) throws -> [MarriageStanding] {
    try histories(of: nik, in: transaction).compactMap { $0.standing() }
  }

  private func history(_ row: Row, in transaction: Transaction) throws -> MarriageHistory {
    let entry = MarriageKey(office: try row.text("office"), number: try row.text("number"))
    let record = try sealer.open(try row.bytes("record"), for: Self.place(entry))
    return MarriageHistory(
      key: entry, marriage: try JSONDecoder().decode(Marriage.self, from: Data(record)),
      recordedAt: try row.instant("recorded_at"), officer: try row.optionalText("officer"),
      caseID: try row.optionalIdentifier("case_id"), notes: try notes(beside: entry, in: transaction))
  }

  private static func place(_ entry: MarriageKey) -> String {
    "marriages.record:\(entry.office)/\(entry.number)"
  }

  private static func place(_ entry: MarriageKey, position: Int64) -> String {
    "marriage_notes.content:\(entry.office)/\(entry.number)/\(position)"
  }
}
