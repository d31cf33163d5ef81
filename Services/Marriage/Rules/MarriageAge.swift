import MallDomain

/// Ages on the day of the contract, and who must consent (UU 1/1974 art. 6-7 as amended by UU 16/2019; Perma 5/2019;
/// PMA 30/2024; rule N1). Consent is asked of everybody under 21, formerly married too.
enum MarriageAge {
  static let withoutCourt = 19
  static let withoutParents = 21

  enum Needed: Hashable, Sendable {
    case courtDispensation, parentsConsent
  }

  static func needed(born: LocalDate, contract: LocalDate) -> Set<Needed> {
    switch born.completedYears(on: contract) {
    case ..<withoutCourt: [.courtDispensation, .parentsConsent]
    case ..<withoutParents: [.parentsConsent]
    default: []
    }
  }
}
