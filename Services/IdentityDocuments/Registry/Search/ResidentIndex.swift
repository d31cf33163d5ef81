import MallDomain
import MallStore

/// Finds residents by names, days and mothers. The database holds keyed hashes of the keys, never what they are made of.
struct ResidentIndex: Sendable {
  /// Sixteen bytes tell all keys apart and keep the index small.
  private static let keyLength = 16
  private static let pageOfFilling = 500

  let sealer: Sealer

  static let statement = "SELECT entry FROM resident_keys WHERE name_key = ? ORDER BY entry LIMIT ?"

  /// The entries of residents under a key, the oldest first.
  func entries(under key: ResidentKey, limit: Int, in transaction: Transaction) throws -> [Int64] {
    try transaction.rows(Self.statement, [hashed(key), SQLValue(limit)]).map { try $0.integer("entry") }
  }

  func insert(_ resident: Resident, entry: Int64, in transaction: Transaction) throws {
    for key in ResidentKey.all(of: resident) { try insert(key, entry, in: transaction) }
  }

  /// Follows a change of somebody's data.
  func replace(_ former: Resident, with resident: Resident, entry: Int64, in transaction: Transaction) throws {
    let (old, new) = (ResidentKey.all(of: former), ResidentKey.all(of: resident))
    for key in old.subtracting(new) {
      try transaction.execute(
        "DELETE FROM resident_keys WHERE name_key = ? AND entry = ?", [hashed(key), SQLValue(entry)])
    }
    for key in new.subtracting(old) { try insert(key, entry, in: transaction) }
  }

  private func insert(_ key: ResidentKey, _ entry: Int64, in transaction: Transaction) throws {
    try transaction.execute(
      "INSERT INTO resident_keys (name_key, entry) VALUES (?, ?) ON CONFLICT (name_key, entry) DO NOTHING",
      [hashed(key), SQLValue(entry)])
  }

  /// Enters residents of a file that is older than the index, once.
  func fill(in transaction: Transaction) throws {
    guard try transaction.row("SELECT entry FROM resident_keys LIMIT 1") == nil else { return }
    var last: Int64 = 0
    while true {
      let rows = try transaction.rows(
        "SELECT entry, nik_hash, record FROM residents WHERE entry > ? ORDER BY entry LIMIT ?",
        [SQLValue(last), SQLValue(Self.pageOfFilling)])
      for row in rows {
        last = try row.integer("entry")
        let resident: Resident = try sealer.opened(
          try row.bytes("record"), in: "residents", row: try row.bytes("nik_hash"))
        try insert(resident, entry: last, in: transaction)
      }
      if rows.count < Self.pageOfFilling { return }
    }
  }

  private func hashed(_ key: ResidentKey) -> SQLValue {
    .blob(Array(sealer.lookupHash(key.text, purpose: "resident-key").prefix(Self.keyLength)))
  }
}
