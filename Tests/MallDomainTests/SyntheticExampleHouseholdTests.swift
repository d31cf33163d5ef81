import Testing

@testable import MallDomain

@Suite struct SyntheticExampleHouseholdTests {
  private func household(_ date: LocalDate, seed: UInt64 = 1) throws -> ExampleHousehold {
    var generator = SeededGenerator(seed: seed)
    return ExampleHousehold.make(date: date, areas: try SyntheticWorld.areas(), using: &generator)
  }

  @Test func `Each call makes other people, the same for the same generator`() throws {
    let areas = try SyntheticWorld.areas()
    let date = SyntheticWorld.dates[0]
    var generator = SeededGenerator(seed: 9)
    let first = ExampleHousehold.make(date: date, areas: areas, using: &generator)
    let second = ExampleHousehold.make(date: date, areas: areas, using: &generator)
    #expect(try first == household(date, seed: 9))
    let numbers = { (household: ExampleHousehold) in Set(household.members.compactMap(\.resident.nik)) }
    #expect(numbers(first).isDisjoint(with: numbers(second)))
    #expect(first.property.number != second.property.number)
  }

  @Test(arguments: SyntheticWorld.dates)
  func `Everybody has the age and the status of their role`(date: LocalDate) throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let household = try household(date, seed: seed)
      #expect(household.residents.count == ExampleRole.allCases.count)
      let expected: [(ExampleRole, ClosedRange<Int>, Sex?, MaritalStatus)] = [
        (.father, 46...46, .male, .married), (.mother, 44...44, .female, .married),
        (.son, 21...24, .male, .neverMarried), (.daughter, 20...20, .female, .neverMarried),
        (.seventeen, 17...17, .male, .neverMarried), (.child, 10...10, nil, .neverMarried),
        (.toddler, 2...2, nil, .neverMarried), (.newborn, 0...0, nil, .neverMarried),
        (.lateChild, 4...4, nil, .neverMarried), (.grandfather, 70...70, .male, .widowed),
        (.fiancee, 23...23, .female, .neverMarried), (.guardian, 50...50, .male, .married),
        (.firstWitness, 38...38, .male, .married), (.secondWitness, 33...33, .male, .neverMarried),
        (.expectant, 30...30, .female, .married), (.civilGroom, 28...28, .male, .neverMarried),
        (.civilBride, 26...26, .female, .neverMarried), (.divorcedWife, 32...32, .female, .divorced),
        (.unrecordedWife, 34...34, .female, .marriedUnrecorded),
      ]
      for (role, ages, sex, status) in expected {
        let resident = try #require(household[role])
        #expect(ages.contains(resident.birthDate.completedYears(on: date)), "\(role)")
        #expect(sex == nil || resident.sex == sex, "\(role)")
        #expect(resident.maritalStatus == status, "\(role)")
      }
      #expect(household[.newborn]?.birthDate == date.adding(days: -10))
    }
  }

  @Test(arguments: SyntheticWorld.dates)
  func `Numbers are valid, provisional and nobody's twice`(date: LocalDate) throws {
    let areas = try SyntheticWorld.areas()
    let household = try household(date)
    let niks = household.members.compactMap(\.resident.nik)
    #expect(Set(niks).count == niks.count)
    #expect(niks.allSatisfy { 5_000...9_999 ~= $0.serial })
    for (role, resident) in household.members {
      #expect((resident.nik != nil) == role.isRegistered, "\(role)")
      #expect((household.insuranceNumbers[role] != nil) == role.isRegistered, "\(role)")
      #expect(areas.village(resident.village) != nil)
      #expect(resident.name.contains(" ") && resident.name.count <= 60)
      if let nik = resident.nik {
        let warnings = nik.warnings(
          areas: areas, registeredBirth: resident.birthDate, registeredSex: resident.sex)
        #expect(warnings.isEmpty, "\(role)")
      }
      if let card = resident.familyCard {
        #expect(try #require(card.registrationDate(today: date)) <= date)
      }
    }
    #expect(household.property.owner == household[.father]?.nik)
    #expect(household.numbers.count == ExampleNumber.allCases.count)
  }

  @Test func `Families that don't know each other have cards of their own`() throws {
    let household = try household(SyntheticWorld.dates[0])
    let cards = [ExampleRole.father, .guardian, .firstWitness, .civilGroom, .civilBride, .civilHusband]
      .compactMap { household[$0]?.familyCard }
    #expect(Set(cards).count == 6)
    #expect(household[.fiancee]?.father == household[.guardian]?.nik)
    #expect(household[.fiancee]?.familyCard == household[.guardian]?.familyCard)
    #expect(household[.son]?.father == household[.father]?.nik)
    #expect(household[.newborn]?.mother == household[.mother]?.nik)
    #expect(household[.newcomer]?.familyCard == nil)
    for role in [ExampleRole.firstWitness, .secondWitness, .guardian, .son] {
      #expect(household[role]?.religion == .islam && household[role]?.sex == .male)
    }
    #expect(household[.civilGroom]?.religion.isChristian == true)
  }

  @Test(
    arguments: [(.father, .mother), (.guardian, .guardianWife), (.firstWitness, .expectant)]
      as [(ExampleRole, ExampleRole)])
  func `Spouses point at each other and were old enough`(husband: ExampleRole, wife: ExampleRole) throws {
    for date in SyntheticWorld.dates {
      let household = try household(date)
      let (groom, bride) = (try #require(household[husband]), try #require(household[wife]))
      let marriage = try #require(groom.marriage)
      #expect(marriage.spouse == bride.nik && bride.marriage?.spouse == groom.nik)
      #expect(marriage.number != nil && marriage.number == bride.marriage?.number)
      #expect(groom.birthDate.completedYears(on: marriage.date) >= 19)
      #expect(bride.birthDate.completedYears(on: marriage.date) >= 19)
    }
  }

  @Test func `A household travels as plain texts`() throws {
    for date in SyntheticWorld.dates {
      let household = try household(date)
      let fields = household.fields
      #expect(fields["father.nik"] == household[.father]?.nik?.text)
      #expect(fields["newborn.nik"] == nil)
      #expect(try ExampleHousehold(fields: fields) == household)
    }
    #expect(throws: InvalidIdentifier.self) { try ExampleHousehold(fields: [:]) }
    var broken = try household(SyntheticWorld.dates[0]).fields
    broken["son.birth-date"] = "2026-02-30"
    #expect(throws: InvalidIdentifier.self) { try ExampleHousehold(fields: broken) }
  }

  @Test func `The register's numbers replace the provisional ones everywhere`() throws {
    let household = try household(SyntheticWorld.dates[0])
    var given: [NIK] = []
    let area = try AreaCode("18.02.07")
    let renumbered = try household.renumbered { resident throws(Refusal) in
      let nik = try NIK.next(
        area: area, born: resident.birthDate, sex: resident.sex, highestSerial: given.count)
      given.append(nik)
      return nik
    } familyCard: { card throws(Refusal) in
      try FamilyCardNumber.next(area: area, registered: household.date, highestSerial: card.serial - 1)
    }
    #expect(Set(renumbered.members.compactMap(\.resident.nik)) == Set(given))
    #expect(given.count == household.members.filter(\.role.isRegistered).count)
    #expect(renumbered.property.owner == renumbered[.father]?.nik)
    #expect(renumbered[.mother]?.marriage?.spouse == renumbered[.father]?.nik)
    #expect(renumbered[.newborn]?.father == renumbered[.father]?.nik)
    #expect(renumbered[.son]?.familyCard == renumbered[.father]?.familyCard)
    let old = Set(household.members.compactMap(\.resident.nik?.text))
    #expect(old.isDisjoint(with: renumbered.fields.values))
  }
}
