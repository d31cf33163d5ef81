import MallDomain

/// What a marriage of people who aren't Muslims must fulfil to be recorded by civil registration (UU 1/1974 as amended
/// by UU 16/2019; UU 23/2006 art. 34-35; rules N1 and N7).
enum CivilMarriageRule {
  static let ageWithoutCourt = 19
  static let ageWithoutParents = 21

  enum Needed: Hashable, Sendable {
    case courtDispensation, parentsConsent
  }

  static func needed(born: LocalDate, married: LocalDate) -> Set<Needed> {
    switch born.completedYears(on: married) {
    case ..<ageWithoutCourt: [.courtDispensation, .parentsConsent]
    case ..<ageWithoutParents: [.parentsConsent]
    default: []
    }
  }
}
