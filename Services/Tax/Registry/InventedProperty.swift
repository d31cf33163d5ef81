import MallDomain
import MallStore

/// Enters property that doesn't exist, with assessments of the years that the law in `PropertyTax` covers.
struct InventedProperty {
  /// Property tax of these rules begins then.
  private static let firstYear = 2024
  /// So many of ten assessments of former years were paid in time.
  private static let paidOfTen = 8

  let register: TaxRegister
  /// The day on which people have what they have.
  let date: LocalDate
  let at: MallInstant

  /// Enters objects of one owner or more. What the register knows already stays as it is. Of former years some are in
  /// arrears; the present year's assessments are unpaid.
  func enter(_ properties: [SyntheticProperty], in transaction: Transaction) throws {
    for property in properties where try register.properties.find(property.number, in: transaction) == nil {
      try register.properties.enter(TaxObject(property), at: at, in: transaction)
    }
    for owner in Set(properties.map(\.owner)) {
      for assessment in try assess(owner, in: transaction)
      where assessment.year < date.year && isPaid(assessment) {
        try settle(assessment, in: transaction)
      }
    }
  }

  /// Enters the object of an example, paid up to last year; up to this year where `isClear` says so.
  func enter(example property: SyntheticProperty, isClear: Bool, in transaction: Transaction) throws {
    try register.properties.enter(TaxObject(property), at: at, in: transaction)
    for assessment in try assess(property.owner, in: transaction) where isClear || assessment.year < date.year {
      try settle(assessment, in: transaction)
    }
  }

  private func assess(_ owner: NIK, in transaction: Transaction) throws -> [PropertyAssessment] {
    for year in Self.firstYear...max(Self.firstYear, date.year) {
      try register.assessments.assess(
        owner: owner, year: year, sentOn: PropertyTax.sendingDate(year: year, today: date), in: transaction)
    }
    return try register.assessments.ofOwner(owner, in: transaction)
  }

  /// Follows from the object's number and the year, so that the same seed gives the same arrears.
  private func isPaid(_ assessment: PropertyAssessment) -> Bool {
    let digits = assessment.object.utf8.reduce(assessment.year) { $0 &* 31 &+ Int($1) }
    return Int(digits.magnitude % 10) < Self.paidOfTen
  }

  /// Paid before there was a mall, by means that this register didn't see.
  private func settle(_ assessment: PropertyAssessment, in transaction: Transaction) throws {
    _ = try register.assessments.pay(
      assessment.outstanding, for: assessment.object, year: assessment.year,
      on: min(assessment.dueOn, date), in: transaction)
  }
}
