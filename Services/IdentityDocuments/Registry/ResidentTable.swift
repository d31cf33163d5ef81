import MallDomain
import MallStore

/// Residents as they are now, and each version that they ever had.
struct ResidentTable: Sendable {
  let sealer: Sealer

  func find(_ nik: NIK, in transaction: Transaction) throws -> Resident? {
    try find(key: sealer.key(of: nik), in: transaction)
  }

  func find(key: [UInt8], in transaction: Transaction) throws -> Resident? {
    guard let row = try transaction.row("SELECT record FROM residents WHERE nik_hash = ?", [.blob(key)]) else {
      return nil
    }
    return try sealer.opened(try row.bytes("record"), in: "residents", row: key)
  }

  /// Enters a person under a NIK that nobody ever had.
  ///
  /// - Throws: `already_exists` for a NIK that the register has.
  func enter(_ resident: Resident, _ act: RegisterAct, in transaction: Transaction) throws {
    let key = sealer.key(of: resident.nik)
    guard try version(key, in: transaction) == nil else {
      throw Refusal(.alreadyExists, detail: "a resident with this NIK")
    }
    try transaction.execute(
      "INSERT INTO residents (nik_hash, person_hash, state, record, version, changed_at) VALUES (?, ?, ?, ?, 1, ?)",
      [
        .blob(key), .blob(personKey(name: resident.name, born: resident.birthDate)), SQLValue(resident.state),
        try sealer.sealed(resident, in: "residents", row: key), SQLValue(act.at),
      ])
    try keep(resident, version: 1, act, in: transaction)
  }

  /// Writes a resident's next version.
  func change(
    _ nik: NIK, _ act: RegisterAct, in transaction: Transaction, _ change: (inout Resident) throws -> Void
  ) throws {
    let key = sealer.key(of: nik)
    guard var resident = try find(key: key, in: transaction), let version = try version(key, in: transaction) else {
      throw Refusal(.notFound, detail: "the resident")
    }
    try change(&resident)
    try transaction.execute(
      """
      UPDATE residents SET person_hash = ?, state = ?, record = ?, version = ?, changed_at = ? WHERE nik_hash = ?
      """,
      [
        .blob(personKey(name: resident.name, born: resident.birthDate)), SQLValue(resident.state),
        try sealer.sealed(resident, in: "residents", row: key), SQLValue(version + 1), SQLValue(act.at), .blob(key),
      ])
    try keep(resident, version: version + 1, act, in: transaction)
  }

  /// How many people of this name were born on this day.
  func namesakes(name: String, born: LocalDate, in transaction: Transaction) throws -> Int {
    Int(
      try transaction.integer(
        "SELECT COUNT(*) FROM residents WHERE person_hash = ?", [.blob(personKey(name: name, born: born))]) ?? 0)
  }

  private func version(_ key: [UInt8], in transaction: Transaction) throws -> Int64? {
    try transaction.integer("SELECT version FROM residents WHERE nik_hash = ?", [.blob(key)])
  }

  private func keep(
    _ resident: Resident, version: Int64, _ act: RegisterAct, in transaction: Transaction
  ) throws {
    let key = sealer.key(of: resident.nik)
    try transaction.execute(
      """
      INSERT INTO resident_changes (nik_hash, version, kind, at, officer, case_id, record)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .blob(key), SQLValue(version), SQLValue(act.kind), SQLValue(act.at), SQLValue(act.officer),
        SQLValue(act.caseID), try sealer.sealed(resident, in: "resident_changes/\(version)", row: key),
      ])
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
