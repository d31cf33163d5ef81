import MallDomain
import MallStore

/// A record that was found, and how alike it is to what was looked for.
struct ResidentMatch: Hashable, Sendable {
  /// The entry that brought the person in: the number by which officers name the record.
  var entry: Int64
  var resident: Resident
  /// From 0 to 1; 1 for a number.
  var likeness: Double
}

/// What officers look for in the register. Each search opens a bounded number of records, however many there are.
extension PopulationRegister {
  /// Records opened for each that may be shown: the rest are less alike.
  private static let openedForEachShown = 4
  /// On one day so many records are compared at most; many have the first of January.
  private static let mostOfOneDay = 400

  /// Residents of a name, the likeliest first, and whether more may be found by a longer one.
  ///
  /// - Parameter born: only people who were born on this day, or on one that a slip of the pen makes of it.
  func residents(
    named name: String, born: LocalDate?, limit: Int, in transaction: Transaction
  ) throws -> (found: [ResidentMatch], isMore: Bool) {
    if let born { return try residents(named: name, near: born, limit: limit, in: transaction) }
    let index = residents.index
    let most = limit * Self.openedForEachShown
    var entries: [Int64] = []
    var seen: Set<Int64> = []
    for step in ResidentKey.steps(for: name) {
      // Enough of those that match in all words: no wider step would find better ones.
      if entries.count >= limit { break }
      for key in step where entries.count < most {
        for entry in try index.entries(under: key, limit: most, in: transaction) where seen.insert(entry).inserted {
          entries.append(entry)
        }
      }
    }
    let found = try matches(Array(entries.prefix(most)), in: transaction) {
      NameLikeness.wordLikeness(name, $0.name)
    }
    return shown(found, limit: limit)
  }

  private func residents(
    named name: String, near born: LocalDate, limit: Int, in transaction: Transaction
  ) throws -> (found: [ResidentMatch], isMore: Bool) {
    let found = try matches(entries(near: born, in: transaction), in: transaction) { resident in
      NameLikeness.wordLikeness(name, resident.name) * (resident.birthDate == born ? 1 : 0.95)
    }
    return shown(found, limit: limit)
  }

  private func shown(_ found: [ResidentMatch], limit: Int) -> (found: [ResidentMatch], isMore: Bool) {
    let alike = found.filter { $0.likeness >= Self.leastLikeness }.sorted {
      ($0.likeness, $1.entry) > ($1.likeness, $0.entry)
    }
    return (Array(alike.prefix(limit)), alike.count > limit)
  }

  /// Below this a name isn't shown.
  private static var leastLikeness: Double { 0.72 }

  /// Records that may be of the same person, the likeliest first.
  ///
  /// - Parameter but: whose own record is left out.
  func duplicates(
    of person: PersonLikeness, but own: NIK? = nil, in transaction: Transaction
  ) throws -> [ResidentMatch] {
    try matches(entries(near: person.born, in: transaction), in: transaction) { resident in
      resident.state == .merged || resident.nik == own ? 0 : person.likeness(to: PersonLikeness(resident))
    }.filter { $0.likeness >= PersonLikeness.threshold }.sorted { ($0.likeness, $1.entry) > ($1.likeness, $0.entry) }
  }

  /// The recorded children of a mother.
  func children(of mother: NIK, in transaction: Transaction) throws -> [ResidentMatch] {
    try matches(
      residents.index.entries(under: .childOf(mother), limit: Self.mostOfOneDay, in: transaction), in: transaction
    ) { _ in 1 }
  }

  private func entries(near day: LocalDate, in transaction: Transaction) throws -> [Int64] {
    try PersonLikeness.nearDays(day).flatMap { date in
      try residents.index.entries(under: .born(date), limit: Self.mostOfOneDay, in: transaction)
    }
  }

  private func matches(
    _ entries: [Int64], in transaction: Transaction, _ likeness: (Resident) -> Double
  ) throws -> [ResidentMatch] {
    try entries.compactMap { entry in
      guard let resident = try residents.find(entry: entry, in: transaction) else { return nil }
      return ResidentMatch(entry: entry, resident: resident, likeness: likeness(resident))
    }
  }
}
