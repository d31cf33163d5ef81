import AgencyKit
import MallDomain
import MallStore

/// Shows the officer records that may be of the person whom a case would register once more (rule I2: one person, one NIK).
///
/// Records are named by their number in the register, so that the findings name nobody; `mall register history` opens them.
struct DuplicateCheck {
  /// Births of one mother that are nearer to each other are one delivery, or one of the days is wrong.
  private static let daysBetweenBirths = 200
  /// So many records are named; the officer finds more by the search.
  private static let mostNamed = 5

  let register: PopulationRegister

  func findings(about person: PersonLikeness, field: String, in transaction: Transaction) throws -> [Finding] {
    let matches = try register.duplicates(of: person, in: transaction)
    guard !matches.isEmpty else {
      return [.passed("I2", "Tidak ada rekam yang mirip.", "No record is alike.", field: field)]
    }
    let named = matches.prefix(Self.mostNamed).map { "\($0.entry) (\(Int($0.likeness * 100)) %)" }
      .joined(separator: ", ")
    return [
      .warning(
        "I2", "Rekam yang mungkin milik orang yang sama: \(named). Bandingkan sebelum memutuskan.",
        "Records that may be of the same person: \(named). Compare before you decide.", field: field)
    ]
  }

  /// Children of the mother who were born too near to this birth, but not on its day.
  func siblings(of mother: NIK, born: LocalDate, field: String, in transaction: Transaction) throws -> [Finding] {
    let near = try register.children(of: mother, in: transaction).filter { child in
      let days = abs(child.resident.birthDate.dayNumber - born.dayNumber)
      return days > 1 && days < Self.daysBetweenBirths
    }
    guard !near.isEmpty else { return [] }
    let named = near.prefix(Self.mostNamed).map { String($0.entry) }.joined(separator: ", ")
    return [
      .warning(
        "I7", "Ibu melahirkan anak lain kurang dari tujuh bulan dari tanggal ini: rekam \(named).",
        "The mother bore another child within seven months of this day: record \(named).", field: field)
    ]
  }
}
