/// Who somebody is in an example household. Between them, every service of the catalogue has lawful parties.
package enum ExampleRole: String, Hashable, Sendable, CaseIterable {
  // One family card, Muslim.
  case father, mother
  /// In his twenties, never married.
  case son
  /// 20, never married.
  case daughter
  /// 17 since less than a year; no identity card yet.
  case seventeen
  /// 10.
  case child
  /// 26 to 29 months.
  case toddler
  /// 70, a widower and pensioner.
  case grandfather
  /// 10 days, not registered: no NIK.
  case newborn
  /// A brother of the father who was never registered: no NIK.
  case uncle

  // The family of the son's fiancée.
  case guardian
  case guardianWife = "guardian-wife"
  case fiancee
  /// 4, not registered: no NIK.
  case lateChild = "late-child"

  // Neighbours of another family card: two men who can be witnesses, and the wife of the first, who is pregnant.
  case firstWitness = "first-witness"
  case secondWitness = "second-witness"
  case expectant

  /// Has a NIK of another district and is in no family card.
  case newcomer

  // Christians: a couple about to have their marriage recorded, each with a card, and a couple whose divorce is final.
  case civilGroom = "civil-groom"
  case civilBride = "civil-bride"
  case civilHusband = "civil-husband"
  case civilWife = "civil-wife"

  // Muslims, each with a card: divorced for the first time since 30 days.
  case divorcedHusband = "divorced-husband"
  case divorcedWife = "divorced-wife"

  // Muslims with one card: a marriage that was never recorded, and the child whom the father hasn't acknowledged.
  case unrecordedHusband = "unrecorded-husband"
  case unrecordedWife = "unrecorded-wife"
  case unacknowledged

  /// Whether the population register knows the person before an example is used.
  package var isRegistered: Bool {
    switch self {
    case .newborn, .uncle, .lateChild: false
    default: true
    }
  }
}

/// Numbers that registers outside the four core domains gave to the household.
package enum ExampleNumber: String, Hashable, Sendable, CaseIterable {
  case businessNumber = "nib"
  case businessName = "business-name"
  case taxpayer = "npwp"
  case localTaxpayer = "npwpd"
  case vehicle, chassis
  case electricity, water
  case landTitle = "land-title"
  case bankAccount = "bank-account"
  case pension
  case hajjPortion = "hajj-portion"
  case hajjValidation = "hajj-validation"
  case medicalRecord = "medical-record"
  case employmentInsurance = "employment-insurance"
  case drivingLicence = "driving-licence"
  case passport
  case buildingApproval = "building-approval"
  case student
  case birthCertificate = "birth-certificate"
  case childBirthCertificate = "child-birth-certificate"
  case professionalRegistration = "professional-registration"
  case removal
  case court
  case assessment
  case traffic
  case parcel
}
