import MallDomain
import MallStore

/// Residents as they are now.
struct ResidentTable: Sendable {
  let sealer: Sealer

  /// By which residents are found without their number.
  var index: ResidentIndex { ResidentIndex(sealer: sealer) }

  func find(_ nik: NIK, in transaction: Transaction) throws -> Resident? {
    try find(key: sealer.key(of: nik), in: transaction)
  }

  func find(key: [UInt8], in transaction: Transaction) throws -> Resident? {
    guard let row = try transaction.row("SELECT record FROM residents WHERE nik_hash = ?", [.blob(key)]) else {
      return nil
    }
    return try opened(row, key)
  }

  static let byEntryStatement = "SELECT nik_hash, record FROM residents WHERE entry = ?"

  /// The resident whom an entry of the register brought in.
  func find(entry: Int64, in transaction: Transaction) throws -> Resident? {
    guard let row = try transaction.row(Self.byEntryStatement, [SQLValue(entry)]) else { return nil }
    return try opened(row, try row.bytes("nik_hash"))
  }

  private func opened(_ row: Row, _ key: [UInt8]) throws -> Resident {
    try sealer.opened(try row.bytes("record"), in: "residents", row: key)
  }

  /// The entry that brought a resident in: their number in the indexes.
  func entry(of nik: NIK, in transaction: Transaction) throws -> Int64? {
    try transaction.integer("SELECT entry FROM residents WHERE nik_hash = ?", [.blob(sealer.key(of: nik))])
  }

  /// How many people of this name were born on this day.
  func namesakes(name: String, born: LocalDate, in transaction: Transaction) throws -> Int {
    Int(
      try transaction.integer(
        "SELECT COUNT(*) FROM residents WHERE person_hash = ?", [.blob(personKey(name: name, born: born))]) ?? 0)
  }

  // MARK: - Projection

  func insert(_ resident: Resident, _ entry: RegisterEntry, in transaction: Transaction) throws {
    let key = sealer.key(of: resident.nik)
    try transaction.execute(
      """
      INSERT INTO residents (nik_hash, person_hash, state, record, version, changed_at, entry)
      VALUES (?, ?, ?, ?, 1, ?, ?)
      """,
      [
        .blob(key), .blob(personKey(name: resident.name, born: resident.birthDate)), SQLValue(resident.state),
        try sealer.sealed(resident, in: "residents", row: key), SQLValue(entry.act.at), SQLValue(entry.sequence),
      ])
    try index.insert(resident, entry: entry.sequence, in: transaction)
  }

  func update(
    _ nik: NIK, _ entry: RegisterEntry, in transaction: Transaction, _ change: (inout Resident) throws -> Void
  ) throws {
    let key = sealer.key(of: nik)
    guard let former = try find(key: key, in: transaction), let number = try self.entry(of: nik, in: transaction)
    else { throw Refusal(.dataLoss) }
    var resident = former
    try change(&resident)
    try transaction.execute(
      """
      UPDATE residents SET person_hash = ?, state = ?, record = ?, version = version + 1, changed_at = ?
      WHERE nik_hash = ?
      """,
      [
        .blob(personKey(name: resident.name, born: resident.birthDate)), SQLValue(resident.state),
        try sealer.sealed(resident, in: "residents", row: key), SQLValue(entry.act.at), .blob(key),
      ])
    try index.replace(former, with: resident, entry: number, in: transaction)
  }

  private func personKey(name: String, born: LocalDate) -> [UInt8] {
    sealer.lookupHash("\(name.comparable)|\(born)", purpose: "person")
  }
}

extension String {
  /// For comparing names: capitals, single spaces.
  var comparable: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ").uppercased()
  }
}
