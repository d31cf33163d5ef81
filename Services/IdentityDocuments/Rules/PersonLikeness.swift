import MallDomain

/// Whether two records may be of one person: what an officer would compare, weighed (a convention of the product; the
/// threshold is measured, docs/benchmarks.md).
///
/// One person has one record (UU 23/2006 art. 13: one NIK for life). What this finds is shown to the officer, who decides.
struct PersonLikeness {
  /// From here on the officer is shown the other record.
  static let threshold = 0.85
  /// Twins have the same mother and day: their names must be alike by themselves.
  private static let leastName = 0.8
  private static let motherWeight = 0.4
  /// What is left when the days differ as a slip of the pen would make them, and when the sexes differ.
  private static let nearDay = 0.92
  private static let otherSex = 0.9
  private static let unknownName = "-"

  var name: String
  var sex: Sex
  var born: LocalDate
  /// Nil or "-": unknown.
  var motherName: String?

  init(name: String, sex: Sex, born: LocalDate, motherName: String?) {
    self.name = name
    self.sex = sex
    self.born = born
    self.motherName = motherName
  }

  init(_ resident: Resident) {
    self.init(
      name: resident.name, sex: resident.sex, born: resident.birthDate, motherName: resident.motherName)
  }

  /// From 0 to 1. The days are taken for near: whoever compares found both by `nearDays`.
  func likeness(to other: PersonLikeness) -> Double {
    let names = NameLikeness.wordLikeness(name, other.name)
    guard names >= Self.leastName else { return 0 }
    var likeness = names
    if let mother = known(motherName), let otherMother = known(other.motherName) {
      let mothers = NameLikeness.wordLikeness(mother, otherMother)
      likeness = (1 - Self.motherWeight) * names + Self.motherWeight * mothers
    }
    if born != other.born { likeness *= Self.nearDay }
    if sex != other.sex { likeness *= Self.otherSex }
    return likeness
  }

  private func known(_ name: String?) -> String? {
    name == Self.unknownName || name?.isEmpty == true ? nil : name
  }

  /// The day itself, and those that a slip makes of it: day and month exchanged, one more or less of day, month, year or
  /// decade; the first of January, which stands where only the year is known.
  static func nearDays(_ day: LocalDate) -> Set<LocalDate> {
    let slips = [
      LocalDate(year: day.year, month: day.day, day: day.month), day.adding(days: 1), day.adding(days: -1),
      LocalDate(year: day.year, month: day.month + 1, day: day.day),
      LocalDate(year: day.year, month: day.month - 1, day: day.day),
      LocalDate(year: day.year + 1, month: day.month, day: day.day),
      LocalDate(year: day.year - 1, month: day.month, day: day.day),
      LocalDate(year: day.year + 10, month: day.month, day: day.day),
      LocalDate(year: day.year - 10, month: day.month, day: day.day),
      LocalDate(year: day.year, month: 1, day: 1),
    ]
    return Set(slips.compactMap { $0 } + [day])
  }
}
