import MallDomain
import MallStore

/// Finds entries by a spouse's name, also one that is written a little otherwise.
///
/// The database holds keyed hashes of the names' parts, three letters long, never the names. Candidates share parts with
/// what is looked for; the caller opens and compares them (`NameLikeness`).
struct MarriageNames: Sendable {
  /// Of the entries that share parts, so many with the most parts in common are opened.
  static let mostCandidates = 200
  /// Parts of what is looked for that count; a name has about twenty.
  private static let mostParts = 40

  let sealer: Sealer

  func enter(_ names: [String?], of entry: MarriageKey, in transaction: Transaction) throws {
    for part in Set(names.compactMap { $0 }.flatMap { NameLikeness.parts(of: $0) }) {
      try transaction.execute(
        """
        INSERT INTO marriage_names (name_key, office, number) VALUES (?, ?, ?)
        ON CONFLICT (name_key, office, number) DO NOTHING
        """,
        [.blob(key(part)), .text(entry.office), .text(entry.number)])
    }
  }

  /// Entries that share most parts with a name, the likeliest first. Uses the primary key of `marriage_names`.
  func candidates(for name: String, in transaction: Transaction) throws -> [MarriageKey] {
    let parts = Array(NameLikeness.parts(of: name).sorted().prefix(Self.mostParts))
    guard !parts.isEmpty else { return [] }
    let places = parts.map { _ in "?" }.joined(separator: ", ")
    return try transaction.rows(
      """
      SELECT office, number, COUNT(*) AS shared FROM marriage_names WHERE name_key IN (\(places))
      GROUP BY office, number HAVING COUNT(*) * 3 >= ? ORDER BY shared DESC, office, number LIMIT ?
      """,
      parts.map { .blob(key($0)) } + [SQLValue(parts.count), SQLValue(Self.mostCandidates)]
    ).map { MarriageKey(office: try $0.text("office"), number: try $0.text("number")) }
  }

  private func key(_ part: String) -> [UInt8] {
    // Sixteen bytes tell some thousands of parts apart, and keep the index small.
    Array(sealer.lookupHash(part, purpose: "spouse-name").prefix(16))
  }
}
