import MallDomain
import MallStore

/// What officers look for in the register.
extension MarriageRegister {
  /// An entry as a list of what was found shows it.
  struct Found: Hashable, Sendable {
    var history: MarriageHistory
    /// From 0 to 1; 1 for a number or a NIK.
    var likeness: Double
  }

  /// Entries by number, by NIK, or by the name of a spouse, the likeliest first.
  ///
  /// - Parameter limit: how many are shown at most.
  func search(_ text: String, limit: Int, in transaction: Transaction) throws -> [Found] {
    let wanted = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let numbered = try histories(number: wanted, in: transaction)
    if !numbered.isEmpty { return numbered.prefix(limit).map { Found(history: $0, likeness: 1) } }
    if let nik = try? NIK(wanted) {
      return try histories(of: nik, in: transaction).prefix(limit).map { Found(history: $0, likeness: 1) }
    }
    return try named(wanted, limit: limit, in: transaction)
  }

  private func named(_ name: String, limit: Int, in transaction: Transaction) throws -> [Found] {
    var found: [Found] = []
    for entry in try MarriageNames(sealer: sealer).candidates(for: name, in: transaction) {
      guard let history = try history(of: entry, in: transaction) else { continue }
      let likeness =
        history.names
        .map { NameLikeness.likeness(name, $0) }.max() ?? 0
      if likeness >= NameLikeness.threshold { found.append(Found(history: history, likeness: likeness)) }
    }
    found.sort { ($0.likeness, $1.history.key.number) > ($1.likeness, $0.history.key.number) }
    return Array(found.prefix(limit))
  }
}

extension MarriageHistory {
  /// What the two are called, and were called before a correction.
  fileprivate var names: [String] {
    [marriage.groomName, marriage.brideName, corrected("nama-suami"), corrected("nama-istri")].compactMap { $0 }
  }
}
