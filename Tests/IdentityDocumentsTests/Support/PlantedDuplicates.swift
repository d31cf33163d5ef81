import MallDomain

@testable import IdentityDocuments

/// Second records of people of a register, written as other offices and other decades write them.
struct PlantedDuplicates {
  enum Slip: CaseIterable {
    /// `u` as `oe`, `j` as `dj`, `c` as `tj`.
    case oldSpelling
    /// A letter of a name exchanged for another, left out, or doubled.
    case letter
    /// The last word of a name of several left out.
    case wordLeftOut
    case wordsExchanged
    /// Day and month exchanged where that is a day; else the next day.
    case day
    case year
    /// The mother's name with another letter, and an old spelling.
    case mother
    case letterAndDay
  }

  private var generator: SeededGenerator

  init(_ generator: SeededGenerator) {
    self.generator = generator
  }

  mutating func copy(of resident: Resident) -> PersonLikeness {
    var person = PersonLikeness(resident)
    switch Slip.allCases.randomElement(using: &generator) ?? .letter {
    case .oldSpelling: person.name = oldSpelling(person.name)
    case .letter: person.name = misspelt(person.name)
    case .wordLeftOut:
      let words = person.name.split(separator: " ")
      person.name = words.count > 1 ? words.dropLast().joined(separator: " ") : misspelt(person.name)
    case .wordsExchanged: person.name = person.name.split(separator: " ").reversed().joined(separator: " ")
    case .day: person.born = slipped(person.born)
    case .year:
      let year = person.born.year + [1, -1, 10, -10][Int.random(in: 0..<4, using: &generator)]
      person.born = LocalDate(year: year, month: person.born.month, day: person.born.day) ?? person.born
    case .mother: person.motherName = person.motherName.map { misspelt(oldSpelling($0)) }
    case .letterAndDay:
      person.name = misspelt(person.name)
      person.born = slipped(person.born)
    }
    return person
  }

  private func oldSpelling(_ name: String) -> String {
    [("u", "oe"), ("j", "dj"), ("c", "tj")].reduce(name) { $0.replacing($1.0, with: $1.1) }
  }

  private mutating func misspelt(_ name: String) -> String {
    var letters = Array(name)
    let places = letters.indices.dropFirst().filter { letters[$0].isLetter }
    guard let place = places.randomElement(using: &generator) else { return name }
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: letters[place] = "abcdefghiklmnoprstuwy".randomElement(using: &generator) ?? "a"
    case 1: letters.remove(at: place)
    default: letters.insert(letters[place], at: place)
    }
    return String(letters)
  }

  private func slipped(_ date: LocalDate) -> LocalDate {
    LocalDate(year: date.year, month: date.day, day: date.month) ?? date.adding(days: 1)
  }
}
