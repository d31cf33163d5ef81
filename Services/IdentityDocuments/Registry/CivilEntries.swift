import MallDomain
import MallStore

/// Births, deaths, marriages and divorces, each under the number of its certificate.
extension PopulationRegister {
  /// - Throws: `already_exists` where this child of this mother is registered.
  func registerBirth(
    _ birth: BirthRecord, name: String, born: LocalDate, number: String, on date: LocalDate, _ act: RegisterAct,
    in transaction: Transaction
  ) throws {
    if let mother = birth.mother, try births.isKnown(name: name, born: born, mother: mother, in: transaction) {
      throw Refusal(.alreadyExists, detail: "the registration of this child's birth")
    }
    try record(
      .birthRegistered(number: number, on: date, name: name, born: born, birth: birth), act.effective(born),
      in: transaction)
  }

  /// - Throws: `already_exists`: nobody dies twice.
  func registerDeath(
    _ death: DeathRecord, number: String, _ act: RegisterAct, in transaction: Transaction
  ) throws {
    guard try deaths.registration(of: death.deceased, in: transaction) == nil else {
      throw Refusal(.alreadyExists, detail: "the registration of this death")
    }
    try record(
      .deathRegistered(number: number, on: act.date, death: death), act.effective(death.date), in: transaction)
  }

  /// - Throws: `failed_precondition` where one of the two lives in an undissolved marriage of this register.
  func recordMarriage(
    _ marriage: CivilMarriage, number: String, on date: LocalDate, _ act: RegisterAct, in transaction: Transaction
  ) throws {
    for nik in [marriage.husband, marriage.wife] {
      guard try marriages.undissolved(of: nik, in: transaction) == nil else {
        throw Refusal(.failedPrecondition, detail: "an undissolved marriage of one of the two (N5)")
      }
    }
    try record(
      .marriageRecorded(number: number, on: date, marriage: marriage), act.effective(marriage.date), in: transaction)
  }

  /// - Parameter divorce: the number of the divorce certificate; nil where a death ends the marriage.
  /// - Throws: `failed_precondition` where it is ended already.
  func endMarriage(
    _ number: String, on date: LocalDate, divorce: String?, _ act: RegisterAct, in transaction: Transaction
  ) throws {
    guard let marriage = try marriages.find(number, in: transaction),
      try marriages.undissolved(of: marriage.husband, in: transaction) == number
    else { throw Refusal(.failedPrecondition, detail: "the marriage is dissolved already") }
    try record(
      .marriageEnded(number: number, on: date, divorce: divorce, marriage: marriage), act.effective(date),
      in: transaction)
  }
}

/// Identity cards of adults and children (rules I4 and I5).
extension PopulationRegister {
  /// - Throws: `already_exists` for who holds an active card of the kind.
  func issueIdentityCard(
    _ card: IdentityCard, _ kind: IdentityCard.Kind, of nik: NIK, _ act: RegisterAct, in transaction: Transaction
  ) throws {
    guard try identityCards.active(kind, of: nik, in: transaction) == nil else {
      throw Refusal(.alreadyExists, detail: "an active card of this person")
    }
    try record(.identityCardIssued(nik: nik, kind: kind, card: card), act, in: transaction)
  }

  /// Takes the active card out of force, where there is one.
  func endIdentityCard(
    _ kind: IdentityCard.Kind, of nik: NIK, _ state: IdentityCard.State, _ act: RegisterAct,
    in transaction: Transaction
  ) throws {
    guard try identityCards.active(kind, of: nik, in: transaction) != nil else { return }
    try record(.identityCardEnded(nik: nik, kind: kind, state: state), act, in: transaction)
  }
}
