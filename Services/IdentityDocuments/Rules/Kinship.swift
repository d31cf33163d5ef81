import MallDomain

/// Blood relations that forbid a marriage for good: one's own line up and down, the descendants of one's parents, and
/// the siblings of one's ancestors (UU 1/1974 art. 8 a and b; KHI art. 39 (1); rule N5). Cousins may marry.
///
/// The register knows parents only where they were entered with a NIK; relations by marriage and by nursing it doesn't
/// know at all.
struct Kinship {
  /// Farther back the register has no entries.
  private static let generations = 5

  /// The registered parents of somebody.
  let parents: (NIK) throws -> [NIK]

  func forbidsMarriage(of first: NIK, and second: NIK) throws -> Bool {
    let (above, aboveOther) = (try ancestors(of: first), try ancestors(of: second))
    if above.contains(second) || aboveOther.contains(first) { return true }
    return try !aboveOther.isDisjoint(with: parents(first)) || !above.isDisjoint(with: parents(second))
  }

  private func ancestors(of person: NIK) throws -> Set<NIK> {
    var found: Set<NIK> = []
    var generation = [person]
    for _ in 0..<Self.generations {
      generation = try generation.flatMap(parents).filter { found.insert($0).inserted }
    }
    return found
  }
}
