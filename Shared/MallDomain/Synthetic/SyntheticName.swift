/// Puts names of invented people together, as people of an origin, a faith and a generation bear them.
struct SyntheticName: Sendable {
  let origin: SyntheticOrigin
  let religion: Religion

  /// Names given from this day on have at least two words and no one-letter word (Permendagri 73/2022, rule I8).
  static let twoWordsSince = LocalDate(dayNumber: 19_103)  // 2022-04-21

  /// - Parameter birthOrder: 0 for the first child, which tells a Balinese name.
  func make(
    sex: Sex, born: LocalDate, birthOrder: Int, using generator: inout some RandomNumberGenerator
  ) -> String {
    let first = given(sex: sex, born: born, using: &generator)
    if origin == .bali { return balinese(first, sex: sex, born: born, birthOrder: birthOrder, using: &generator) }
    // One word was common with the old.
    if born.year < 1972, generator.chance(30) { return first }
    if born < SyntheticName.twoWordsSince, generator.chance(3) { return first }
    let second = generator.pick(secondNames(sex))
    let name = second == first ? "\(first) \(sex == .male ? "Putra" : "Putri")" : "\(first) \(second)"
    if religion.isChristian, born.year > 1950 {
      return generator.pick(sex == .male ? NameLists.Christian.male : NameLists.Christian.female) + " " + name
    }
    return name
  }

  private func given(sex: Sex, born: LocalDate, using generator: inout some RandomNumberGenerator) -> String {
    if born.year >= 2005, origin != .bali, !religion.isChristian, generator.chance(70) {
      return generator.pick(sex == .male ? NameLists.Today.male : NameLists.Today.female)
    }
    switch origin {
    case .lampung: return generator.pick(sex == .male ? NameLists.Lampung.male : NameLists.Lampung.female)
    case .bali: return generator.pick(sex == .male ? NameLists.Bali.male : NameLists.Bali.female)
    case .sunda: return generator.pick(sex == .male ? NameLists.Sunda.male : NameLists.Sunda.female)
    case .java:
      if born.year < 1955, generator.chance(40) {
        return generator.pick(sex == .male ? NameLists.Java.oldMale : NameLists.Java.oldFemale)
      }
      return generator.pick(sex == .male ? NameLists.Java.male : NameLists.Java.female)
    }
  }

  private func secondNames(_ sex: Sex) -> WordList {
    switch (origin, sex) {
    case (.lampung, .male): NameLists.Lampung.second
    case (.lampung, .female): NameLists.Lampung.secondFemale
    case (.java, .male): NameLists.Java.second
    case (.java, .female): NameLists.Java.secondFemale
    case (.sunda, .male): NameLists.Sunda.second
    case (.sunda, .female): NameLists.Sunda.secondFemale
    case (.bali, _): NameLists.Bali.second
    }
  }

  private func balinese(
    _ given: String, sex: Sex, born: LocalDate, birthOrder: Int, using generator: inout some RandomNumberGenerator
  ) -> String {
    let order = NameLists.Bali.order[birthOrder % NameLists.Bali.order.count]
    if born >= SyntheticName.twoWordsSince {
      return "\(order) \(given) \(generator.pick(NameLists.Bali.second))"
    }
    return "\(sex == .male ? "I" : "Ni") \(order) \(given)"
  }
}
