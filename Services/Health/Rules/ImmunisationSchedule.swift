import MallDomain

/// A vaccine of routine immunisation, dose by dose (rule H3; Permenkes 12/2017 and later ministerial decisions).
enum Vaccine: String, Hashable, Sendable, CaseIterable, Codable {
  case hepatitisB0 = "HB0"
  case bcg = "BCG"
  case polio1 = "OPV1"
  case pentavalent1 = "DPT-HB-Hib1"
  case polio2 = "OPV2"
  case pneumococcal1 = "PCV1"
  case rotavirus1 = "RV1"
  case pentavalent2 = "DPT-HB-Hib2"
  case polio3 = "OPV3"
  case pneumococcal2 = "PCV2"
  case rotavirus2 = "RV2"
  case pentavalent3 = "DPT-HB-Hib3"
  case polio4 = "OPV4"
  case inactivatedPolio1 = "IPV1"
  case rotavirus3 = "RV3"
  case measles1 = "MR1"
  case inactivatedPolio2 = "IPV2"
  case pneumococcal3 = "PCV3"
  case pentavalent4 = "DPT-HB-Hib4"
  case measles2 = "MR2"

  /// Months of age at which it is due.
  var dueMonths: Int {
    switch self {
    case .hepatitisB0: 0
    case .bcg, .polio1: 1
    case .pentavalent1, .polio2, .pneumococcal1, .rotavirus1: 2
    case .pentavalent2, .polio3, .pneumococcal2, .rotavirus2: 3
    case .pentavalent3, .polio4, .inactivatedPolio1, .rotavirus3: 4
    case .measles1, .inactivatedPolio2: 9
    case .pneumococcal3: 12
    case .pentavalent4, .measles2: 18
    }
  }

  /// The dose before it in its series.
  var previous: Vaccine? {
    guard let number = rawValue.last.flatMap(\.wholeNumberValue), number > 1 else { return nil }
    return Vaccine(rawValue: "\(rawValue.dropLast())\(number - 1)")
  }

  /// What every child has before the first birthday; newer antigens when the programme requires them.
  static let basic: Set<Vaccine> = [
    .hepatitisB0, .bcg, .polio1, .polio2, .polio3, .polio4, .pentavalent1, .pentavalent2, .pentavalent3,
    .inactivatedPolio1, .measles1,
  ]
}

/// When a child's doses are due, and whether one was given in time (rule H3).
struct ImmunisationSchedule: Hashable, Sendable {
  /// Between two doses of a series, in days.
  static let interval = 28
  /// HB0 is due within a day of the birth; it is accepted for a week.
  static let lastDayOfBirthDose = 7
  /// Rotavirus: not begun after 14 weeks, not given after 24.
  static let lastDayToBeginRotavirus = 98
  static let lastDayOfRotavirus = 168

  var born: LocalDate
  var given: [Vaccine: LocalDate]

  init(born: LocalDate, given: [Vaccine: LocalDate] = [:]) {
    self.born = born
    self.given = given
  }

  /// From all doses: of one that was given again the first counts that was not too early; where all were, the first.
  init(born: LocalDate, doses: [(vaccine: Vaccine, day: LocalDate)]) {
    self.init(born: born)
    // A series comes in its order, so that each dose is judged by those before it.
    for vaccine in Vaccine.allCases {
      let days = doses.lazy.filter { $0.vaccine == vaccine }.map(\.day).sorted()
      given[vaccine] = days.first { $0 >= earliest(vaccine) } ?? days.first
    }
  }

  /// By age alone; the last day of a shorter month stands for a day that it doesn't have.
  func due(_ vaccine: Vaccine) -> LocalDate { born.adding(months: vaccine.dueMonths) }

  /// By age, and four weeks after the dose before it.
  func earliest(_ vaccine: Vaccine) -> LocalDate {
    guard let before = vaccine.previous.flatMap({ given[$0] }) else { return due(vaccine) }
    return max(due(vaccine), before.adding(days: Self.interval))
  }

  /// Whether it was given, and not too early: otherwise it is due still.
  func counts(_ vaccine: Vaccine) -> Bool {
    given[vaccine].map { $0 >= earliest(vaccine) } ?? false
  }

  enum Timing: Hashable, Sendable {
    case inTime
    /// Before its age, or less than four weeks after the dose before: the day from which it counts.
    case tooEarly(LocalDate)
    /// Its last day is past.
    case tooLate(LocalDate)
    /// The child has had it, not too early.
    case givenAlready(LocalDate)
  }

  func timing(of vaccine: Vaccine, on day: LocalDate) -> Timing {
    if let before = given[vaccine], counts(vaccine) { return .givenAlready(before) }
    if day < earliest(vaccine) { return .tooEarly(earliest(vaccine)) }
    guard let last = lastDay(of: vaccine), day > last else { return .inTime }
    return .tooLate(last)
  }

  private func lastDay(of vaccine: Vaccine) -> LocalDate? {
    switch vaccine {
    case .hepatitisB0: born.adding(days: Self.lastDayOfBirthDose)
    case .rotavirus1: born.adding(days: Self.lastDayToBeginRotavirus)
    case .rotavirus2, .rotavirus3: born.adding(days: Self.lastDayOfRotavirus)
    default: nil
    }
  }

  /// Complete basic immunisation: everything basic, the measles dose before the first birthday.
  var isBasicComplete: Bool {
    guard let measles = given[.measles1], measles < born.anniversary(years: 1) else { return false }
    return Vaccine.basic.allSatisfy(counts)
  }
}
