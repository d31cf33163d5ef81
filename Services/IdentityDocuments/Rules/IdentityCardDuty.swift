import MallDomain

/// Who must, and may, hold an identity card (UU 24/2013 art. 63-64; rule I4).
enum IdentityCardDuty {
  static let age = 17

  /// From the 17th birthday, or when married or formerly married.
  static func isEligible(born: LocalDate, status: MaritalStatus, on date: LocalDate) -> Bool {
    born.completedYears(on: date) >= age || status != .neverMarried
  }
}
