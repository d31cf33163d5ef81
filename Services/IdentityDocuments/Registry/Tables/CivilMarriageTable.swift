import MallDomain
import MallStore

/// A marriage that civil registration recorded, of people who aren't Muslims (rule N7).
struct CivilMarriage: Hashable, Sendable, Codable {
  var husband: NIK
  var wife: NIK
  var date: LocalDate
  var religion: Religion
}

/// The register of civil marriages and their divorces.
struct CivilMarriageTable: Sendable {
  let sealer: Sealer

  func find(_ number: String, in transaction: Transaction) throws -> CivilMarriage? {
    let row = try transaction.row("SELECT record FROM civil_marriages WHERE registration_number = ?", [.text(number)])
    return try row.map {
      try sealer.opened(try $0.bytes("record"), in: "civil_marriages", row: Array(number.utf8))
    }
  }

  /// The number of the undissolved marriage of two people.
  func undissolved(_ one: NIK, _ other: NIK, in transaction: Transaction) throws -> String? {
    let keys = [one, other].map { SQLValue.blob(sealer.key(of: $0)) }
    return try transaction.row(
      """
      SELECT registration_number FROM civil_marriages
      WHERE ended_on IS NULL AND ((husband_hash = ? AND wife_hash = ?) OR (husband_hash = ? AND wife_hash = ?))
      """,
      keys + keys.reversed()
    ).map { try $0.text("registration_number") }
  }

  /// The undissolved marriage in which somebody lives.
  func undissolved(of nik: NIK, in transaction: Transaction) throws -> String? {
    let key = SQLValue.blob(sealer.key(of: nik))
    return try transaction.row(
      """
      SELECT registration_number FROM civil_marriages
      WHERE ended_on IS NULL AND (husband_hash = ? OR wife_hash = ?)
      """,
      [key, key]
    ).map { try $0.text("registration_number") }
  }

  // MARK: - Projection

  func insert(
    _ marriage: CivilMarriage, number: String, on date: LocalDate, _ entry: RegisterEntry, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO civil_marriages (registration_number, husband_hash, wife_hash, recorded_on, case_id, record)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .text(number), .blob(sealer.key(of: marriage.husband)), .blob(sealer.key(of: marriage.wife)), SQLValue(date),
        SQLValue(entry.act.caseID), try sealer.sealed(marriage, in: "civil_marriages", row: Array(number.utf8)),
      ])
  }

  func setEnded(
    _ number: String, on date: LocalDate, divorce: String?, _ entry: RegisterEntry, in transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE civil_marriages SET ended_on = ?, end_number = ?, end_case_id = ?
      WHERE registration_number = ? AND ended_on IS NULL
      """,
      [SQLValue(date), SQLValue(divorce), SQLValue(entry.act.caseID), .text(number)])
  }
}
