import MallDomain
import MallStore

/// Enters people who do not exist, with what a register would know of them: families, births, cards, civil marriages.
struct InventedPeople {
  /// Their births were reported so many days after.
  private static let reportingDays = 20
  /// Who is older than that has no birth certificate from the time of the present register.
  private static let oldestWithCertificate = 24
  /// At 17 the card is due; these people fetch theirs within the year.
  private static let agesWithCard = 18

  let register: PopulationRegister
  /// The day on which they have the ages that they have.
  let date: LocalDate
  let at: MallInstant

  private var act: RegisterAct { RegisterAct(kind: .takenOver, at: at) }

  /// Enters people with the numbers that they bear. Whom the register knows already stays as they are.
  func enter(_ people: [SyntheticResident], in transaction: Transaction) throws {
    for person in people {
      guard let resident = Resident(person), try register.residents.find(resident.nik, in: transaction) == nil else {
        continue
      }
      try register.enter(resident, act.effective(resident.birthDate), in: transaction)
      try register.numbers.note(resident.nik, in: transaction)
      try joinFamily(person, resident.nik, in: transaction)
      try enterBirth(of: resident, in: transaction)
      try enterCard(of: resident, in: transaction)
      try enterMarriage(person, resident, in: transaction)
    }
  }

  /// The same household under numbers of this register, and entered in it.
  func admit(_ household: ExampleHousehold, in transaction: Transaction) throws -> ExampleHousehold {
    let numbered = try household.renumbered(
      nik: { person in
        guard let old = person.nik else { throw Refusal(.internal) }
        return try register.numbers.nextNIK(
          area: old.area, born: person.birthDate, sex: person.sex, in: transaction)
      },
      familyCard: { old in
        try register.numbers.nextFamilyCard(
          area: old.area, registered: old.registrationDate(today: date) ?? date, in: transaction)
      })
    try enter(numbered.members.map(\.resident), in: transaction)
    return try withRegisteredMarriages(numbered, in: transaction)
  }

  /// Civil marriages bear the number of this register.
  private func withRegisteredMarriages(
    _ household: ExampleHousehold, in transaction: Transaction
  ) throws -> ExampleHousehold {
    var household = household
    for (role, person) in household.members {
      guard let nik = person.nik, let number = try register.marriages.undissolved(of: nik, in: transaction) else {
        continue
      }
      household.residents[role]?.marriage?.number = number
    }
    return household
  }

  private func joinFamily(_ person: SyntheticResident, _ nik: NIK, in transaction: Transaction) throws {
    guard let number = person.familyCard else { return }
    if try register.familyCards.find(number, in: transaction) == nil {
      let card = FamilyCard(
        number: number, registered: number.registrationDate(today: date) ?? date, village: person.village,
        address: person.address, neighbourhood: person.neighbourhood)
      try register.record(.cardOpened(card: card), act.effective(card.registered), in: transaction)
      try register.numbers.note(number, in: transaction)
    }
    let joined = max(number.registrationDate(today: date) ?? date, person.birthDate)
    try register.join(nik, number, as: person.relation, act.effective(joined), in: transaction)
  }

  private func enterBirth(of resident: Resident, in transaction: Transaction) throws {
    guard resident.age(on: date) <= Self.oldestWithCertificate else { return }
    let reported = min(resident.birthDate.adding(days: Self.reportingDays), date)
    let number = try CertificateNumber.next(.birth, on: reported, in: transaction)
    let parentage: Parentage = resident.father == nil ? .mother : .fatherAndMother
    let birth = BirthRecord(
      child: resident.nik, mother: resident.mother, father: resident.father, parentage: parentage,
      plurality: "tunggal", witnesses: [])
    try register.registerBirth(
      birth, name: resident.name, born: resident.birthDate, number: number, on: reported, act, in: transaction)
  }

  private func enterCard(of resident: Resident, in transaction: Transaction) throws {
    guard resident.age(on: date) >= Self.agesWithCard || resident.maritalStatus != .neverMarried else { return }
    let seventeen = resident.birthDate.anniversary(years: Self.agesWithCard)
    let card = IdentityCard(number: nil, issuedOn: min(seventeen, date), validThrough: nil)
    try register.issueIdentityCard(
      card, .adult, of: resident.nik, act.effective(card.issuedOn), in: transaction)
  }

  /// Once a couple, from the husband's side.
  private func enterMarriage(
    _ person: SyntheticResident, _ resident: Resident, in transaction: Transaction
  ) throws {
    guard resident.sex == .male, resident.religion != .islam, resident.maritalStatus == .married,
      let marriage = person.marriage, marriage.number != nil, let wife = marriage.spouse
    else { return }
    let number = try CertificateNumber.next(.marriage, on: marriage.date, in: transaction)
    let recorded = CivilMarriage(
      husband: resident.nik, wife: wife, date: marriage.date, religion: resident.religion)
    try register.recordMarriage(recorded, number: number, on: marriage.date, act, in: transaction)
  }
}
