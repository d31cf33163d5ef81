import MallDomain

/// The identity card of a child (KIA; Permendagri 2/2016; rule I5).
struct ChildCard: Hashable, Sendable {
  enum Variant: Int, Sendable {
    /// Under 5, without a photograph.
    case withoutPhoto = 1
    /// From 5, with one.
    case withPhoto = 2
  }

  private static let photoAge = 5

  let variant: Variant
  /// The day before the 5th or the 17th birthday.
  let validThrough: LocalDate

  /// Nil for who needs an identity card of adults instead.
  init?(born: LocalDate, status: MaritalStatus, on date: LocalDate) {
    guard !IdentityCardDuty.isEligible(born: born, status: status, on: date) else { return nil }
    let isSmall = born.completedYears(on: date) < Self.photoAge
    variant = isSmall ? .withoutPhoto : .withPhoto
    validThrough = born.anniversary(years: isSmall ? Self.photoAge : IdentityCardDuty.age).adding(days: -1)
  }
}
