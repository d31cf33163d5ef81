extension ExampleHousehold {
  /// Makes a household of its own, with provisional NIK and family card numbers of serials 5000 to 9999.
  ///
  /// - Precondition: the table of areas has a sub-district with villages.
  package static func make(
    date: LocalDate, areas: AreaTable, using generator: inout some RandomNumberGenerator
  ) -> ExampleHousehold {
    var maker = ExampleHouseholdMaker(date: date, areas: areas, seed: generator.next())
    return maker.make()
  }
}

/// Builds an example household family by family.
struct ExampleHouseholdMaker {
  static let serials = 5_000...9_999
  /// The sub-district of the newcomer's NIK, in the neighbouring city of Metro.
  private static let otherSubdistrict = Array("187201".utf8)

  let date: LocalDate
  private let subdistrict: SyntheticPlaces.Subdistrict
  private var village: AreaCode
  private var address = ""
  private var neighbourhood = ""
  private var generator: SeededGenerator
  private var residents: [ExampleRole: SyntheticResident] = [:]
  private var names: Set<String> = []

  init(date: LocalDate, areas: AreaTable, seed: UInt64) {
    self.date = date
    generator = SeededGenerator(seed: seed)
    let places = SyntheticPlaces(areas).subdistricts
    subdistrict = places[Int.random(in: places.indices, using: &generator)]
    village = subdistrict.villages[0]
  }

  mutating func make() -> ExampleHousehold {
    makeOwnFamily()
    makeFianceesFamily()
    makeNeighbours()
    makeNewcomer()
    makeChristians()
    makeDivorced()
    makeUnrecorded()
    let owner = residents[.father]
    return ExampleHousehold(
      date: date, subdistrict: subdistrict.name, residents: residents, property: makeProperty(owner),
      insuranceNumbers: makeInsuranceNumbers(),
      numbers: ExampleNumberMaker(date: date, subdistrict: subdistrict.name).make(using: &generator))
  }

  // MARK: - Families

  private mutating func makeOwnFamily() {
    let card = moveIn(registeredYearsAgo: 20)
    let family = Family(card: card)
    let son = birth(years: 22, days: 200..<360)
    let wedding = son.adding(days: -400)
    add(.grandfather, .male, birth(years: 70), family, .parent, .widowed, occupation: "Pensiunan")
    add(.father, .male, birth(years: 46), family, .head, .married, father: .grandfather, occupation: "Wiraswasta")
    add(.mother, .female, birth(years: 44), family, .wife, .married, occupation: "Pedagang")
    marry(.father, .mother, on: wedding)
    let grandWedding = residents[.father].map { $0.birthDate.adding(days: -500) } ?? wedding
    let widowed = SyntheticMarriageEnd(date: date.adding(days: -5 * 365))
    let grandparents = marriage(.islam, on: grandWedding, spouse: nil, end: widowed)
    residents[.grandfather]?.marriage = grandparents
    add(.son, .male, son, family, .child, father: .father, mother: .mother, occupation: "Karyawan Swasta")
    add(.daughter, .female, birth(years: 20), family, .child, father: .father, mother: .mother)
    add(.seventeen, .male, birth(years: 17, days: 1..<300), family, .child, father: .father, mother: .mother)
    add(.child, randomSex(), birth(years: 10), family, .child, father: .father, mother: .mother)
    let toddler = date.adding(months: -26).adding(days: -Int.random(in: 1..<80, using: &generator))
    add(.toddler, randomSex(), toddler, family, .child, father: .father, mother: .mother)
    add(.newborn, randomSex(), date.adding(days: -10), family, .child, father: .father, mother: .mother)
    add(.uncle, .male, birth(years: 40), family, .otherRelative, father: .grandfather, occupation: "Petani/Pekebun")
  }

  private mutating func makeFianceesFamily() {
    let family = Family(card: moveIn(registeredYearsAgo: 24))
    add(.guardian, .male, birth(years: 50), family, .head, .married, occupation: "Petani/Pekebun")
    add(.guardianWife, .female, birth(years: 46), family, .wife, .married, occupation: "Mengurus Rumah Tangga")
    marry(.guardian, .guardianWife, on: date.adding(days: -26 * 365))
    add(.fiancee, .female, birth(years: 23), family, .child, father: .guardian, mother: .guardianWife)
    add(.lateChild, randomSex(), birth(years: 4), family, .child, father: .guardian, mother: .guardianWife)
  }

  private mutating func makeNeighbours() {
    let family = Family(card: moveIn(registeredYearsAgo: 4))
    add(.firstWitness, .male, birth(years: 38), family, .head, .married, occupation: "Guru")
    add(.expectant, .female, birth(years: 30), family, .wife, .married, occupation: "Mengurus Rumah Tangga")
    marry(.firstWitness, .expectant, on: date.adding(days: -5 * 365))
    add(.secondWitness, .male, birth(years: 33), family, .otherRelative, occupation: "Pedagang")
  }

  private mutating func makeNewcomer() {
    _ = moveIn(registeredYearsAgo: 1)
    add(.newcomer, .female, birth(years: 29), Family(card: nil), .other, occupation: "Karyawan Swasta")
    guard let newcomer = residents[.newcomer] else { return }
    let nik = SyntheticNumbers.nik(
      area: AreaCode(subdistrictDigits: ExampleHouseholdMaker.otherSubdistrict), born: newcomer.birthDate,
      sex: newcomer.sex, serial: serial())
    residents[.newcomer]?.nik = nik
    residents[.newcomer]?.birthPlace = "Metro"
  }

  private mutating func makeChristians() {
    add(.civilGroom, .male, birth(years: 28), Family(card: moveIn(registeredYearsAgo: 3), religion: .protestant), .head)
    add(
      .civilBride, .female, birth(years: 26), Family(card: moveIn(registeredYearsAgo: 2), religion: .protestant), .head)
    let family = Family(card: moveIn(registeredYearsAgo: 9), religion: .protestant)
    add(.civilHusband, .male, birth(years: 39), family, .head, .married)
    add(.civilWife, .female, birth(years: 36), family, .wife, .married)
    marry(.civilHusband, .civilWife, on: date.adding(days: -10 * 365))
  }

  private mutating func makeDivorced() {
    add(.divorcedHusband, .male, birth(years: 35), Family(card: moveIn(registeredYearsAgo: 6)), .head, .divorced)
    add(.divorcedWife, .female, birth(years: 32), Family(card: moveIn(registeredYearsAgo: 0)), .head, .divorced)
    let ended = date.adding(days: -30)
    marry(
      .divorcedHusband, .divorcedWife, on: date.adding(days: -8 * 365),
      end: SyntheticMarriageEnd(
        date: ended, number: SyntheticNumbers.divorce(religion: .islam, date: ended, serial: serial())))
  }

  private mutating func makeUnrecorded() {
    let family = Family(card: moveIn(registeredYearsAgo: 7))
    add(.unrecordedHusband, .male, birth(years: 37), family, .head, .marriedUnrecorded)
    add(.unrecordedWife, .female, birth(years: 34), family, .wife, .marriedUnrecorded)
    marry(.unrecordedHusband, .unrecordedWife, on: date.adding(days: -9 * 365))
    add(.unacknowledged, randomSex(), birth(years: 6), family, .child, mother: .unrecordedWife)
    residents[.unacknowledged]?.fatherName = "-"
  }

  // MARK: - People

  private struct Family {
    var card: FamilyCardNumber?
    var religion = Religion.islam
  }

  /// Chooses a home for the next family.
  private mutating func moveIn(registeredYearsAgo years: Int) -> FamilyCardNumber {
    village = subdistrict.villages[Int.random(in: subdistrict.villages.indices, using: &generator)]
    address = SyntheticLife.address(using: &generator)
    neighbourhood = SyntheticLife.neighbourhood(using: &generator)
    // A family card of this year is some weeks old at most, and never of tomorrow.
    let spread = years == 0 ? 1..<20 : 1..<300
    return SyntheticNumbers.familyCard(
      area: subdistrict.code, registered: birth(years: years, days: spread), serial: serial())
  }

  private mutating func add(
    _ role: ExampleRole, _ sex: Sex, _ birthDate: LocalDate, _ family: Family, _ relation: FamilyRelation,
    _ status: MaritalStatus = .neverMarried, father: ExampleRole? = nil, mother: ExampleRole? = nil,
    occupation: String? = nil
  ) {
    let age = birthDate.completedYears(on: date)
    let education = SyntheticLife.education(age: age, using: &generator)
    let nik = SyntheticNumbers.nik(area: subdistrict.code, born: birthDate, sex: sex, serial: serial())
    residents[role] = SyntheticResident(
      nik: role.isRegistered ? nik : nil, familyCard: role.isRegistered ? family.card : nil,
      name: name(sex: sex, born: birthDate, religion: family.religion), sex: sex, birthPlace: subdistrict.name,
      birthDate: birthDate, bloodGroup: SyntheticLife.bloodGroup(using: &generator), religion: family.religion,
      maritalStatus: status, marriage: nil, relation: relation, education: education,
      occupation: occupation
        ?? SyntheticLife.occupation(age: age, sex: sex, education: education, using: &generator),
      fatherName: father.flatMap { residents[$0]?.name }
        ?? name(sex: .male, born: birthDate, religion: family.religion),
      motherName: mother.flatMap { residents[$0]?.name }
        ?? name(sex: .female, born: birthDate, religion: family.religion),
      father: father.flatMap { residents[$0]?.nik }, mother: mother.flatMap { residents[$0]?.nik }, village: village,
      address: address, neighbourhood: neighbourhood,
      phone: age < 15 ? nil : SyntheticNumbers.phone(Int.random(in: 0..<100_000_000, using: &generator)))
  }

  private mutating func marry(
    _ husband: ExampleRole, _ wife: ExampleRole, on wedding: LocalDate, end: SyntheticMarriageEnd? = nil
  ) {
    guard let groom = residents[husband], let bride = residents[wife] else { return }
    let shared = marriage(groom.religion, on: wedding, spouse: bride.nik, end: end)
    let isRecorded = groom.maritalStatus != .marriedUnrecorded
    residents[husband]?.marriage = shared
    residents[wife]?.marriage = shared
    for role in [husband, wife] where !isRecorded { residents[role]?.marriage?.number = nil }
    residents[wife]?.marriage?.spouse = groom.nik
  }

  private mutating func marriage(
    _ religion: Religion, on wedding: LocalDate, spouse: NIK?, end: SyntheticMarriageEnd?
  ) -> SyntheticMarriage {
    SyntheticMarriage(
      spouse: spouse, date: wedding,
      number: SyntheticNumbers.marriage(religion: religion, date: wedding, serial: serial()), place: subdistrict.name,
      end: end)
  }

  /// A name of two words or more that nobody else of the household has.
  private mutating func name(sex: Sex, born: LocalDate, religion: Religion) -> String {
    let names = SyntheticName(origin: religion == .islam ? .lampung : .java, religion: religion)
    while true {
      let name = names.make(sex: sex, born: born, birthOrder: 0, using: &generator)
      if name.contains(" "), self.names.insert(name).inserted { return name }
    }
  }

  private mutating func birth(years: Int, days: Range<Int> = 1..<330) -> LocalDate {
    // At least a day more than the age, so that a birthday on 29 February has passed too.
    date.anniversary(years: -years).adding(days: -Int.random(in: days, using: &generator))
  }

  private mutating func serial() -> Int {
    Int.random(in: ExampleHouseholdMaker.serials, using: &generator)
  }

  private mutating func randomSex() -> Sex {
    generator.chance(50) ? .male : .female
  }

  // MARK: - Things

  private mutating func makeProperty(_ owner: SyntheticResident?) -> SyntheticProperty {
    guard let owner, let nik = owner.nik else { preconditionFailure("the father is made first and has a NIK") }
    // Blocks from 500 on; those of the population lie below.
    let ordinal = Int.random(in: 500 * 9_999..<1_000 * 9_999, using: &generator)
    var property = SyntheticProperty.make(
      number: SyntheticNumbers.taxObject(
        subdistrict: subdistrict.code, village: subdistrict.villages.firstIndex(of: owner.village) ?? 0,
        ordinal: ordinal),
      owner: nik, ownerName: owner.name, village: owner.village, address: owner.address,
      since: date.year - 4...date.year - 2, using: &generator)
    if property.buildingArea == 0 {
      property.buildingArea = 60 * 100
      property.buildingValue = Rupiah(700_000)
    }
    return property
  }

  private mutating func makeInsuranceNumbers() -> [ExampleRole: String] {
    var numbers: [ExampleRole: String] = [:]
    for role in ExampleRole.allCases where role.isRegistered {
      numbers[role] = "0002" + Digits.text(Int.random(in: 0..<1_000_000_000, using: &generator), width: 9)
    }
    return numbers
  }
}
