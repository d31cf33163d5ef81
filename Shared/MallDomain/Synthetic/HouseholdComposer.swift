/// Gives the members of a planned family their names, numbers and lives, and the family its home and property.
struct HouseholdComposer {
  let date: LocalDate
  let index: Int
  let plan: FamilyPlan
  let subdistrict: SyntheticPlaces.Subdistrict
  let serials: SerialScheme

  func compose(using generator: inout some RandomNumberGenerator) -> SyntheticHousehold {
    let home = makeHome(using: &generator)
    let residents = makeResidents(home, using: &generator)
    return SyntheticHousehold(
      index: index, familyCard: home.card, registered: home.registered, village: home.village, address: home.address,
      neighbourhood: home.neighbourhood, residents: residents,
      properties: makeProperties(home, owner: residents[0], using: &generator),
      patients: makePatients(residents, using: &generator))
  }

  private struct Home {
    var card: FamilyCardNumber
    var registered: LocalDate
    var village: AreaCode
    var villageOrdinal: Int
    var address: String
    var neighbourhood: String
    var origin: SyntheticOrigin
    var religion: Religion
  }

  private func makeHome(using generator: inout some RandomNumberGenerator) -> Home {
    let origin = SyntheticOrigin.make(using: &generator)
    let began = plan.marriage?.date ?? plan.members[0].birth.anniversary(years: FamilyPlanner.marriageAge)
    let wait = min(max(0, began.days(until: date)), 400)
    let registered = serials.cardDate(
      began.adding(days: Int.random(in: 0...wait, using: &generator)), household: index)
    let ordinal = Int.random(in: subdistrict.villages.indices, using: &generator)
    return Home(
      card: SyntheticNumbers.familyCard(
        area: subdistrict.code, registered: registered, serial: serials.cardSerial(household: index)),
      registered: registered, village: subdistrict.villages[ordinal], villageOrdinal: ordinal,
      address: SyntheticLife.address(using: &generator),
      neighbourhood: SyntheticLife.neighbourhood(using: &generator), origin: origin,
      religion: origin.religion(using: &generator))
  }

  // MARK: - People

  private func nik(_ member: FamilyPlan.Member) -> NIK {
    SyntheticNumbers.nik(
      area: subdistrict.code, born: member.birth, sex: member.sex,
      serial: serials.serial(household: index, member: member.slot))
  }

  private func makeResidents(_ home: Home, using generator: inout some RandomNumberGenerator) -> [SyntheticResident] {
    let names = SyntheticName(origin: home.origin, religion: home.religion)
    let given = plan.members.map { member in
      let order = member.relation == .child ? member.birthOrder : Int.random(in: 0..<4, using: &generator)
      return names.make(sex: member.sex, born: member.birth, birthOrder: order, using: &generator)
    }
    // A parent who isn't in the household still has a name, the same one for all children of the head.
    let absentBirth = plan.members[0].birth
    let absentFather = names.make(sex: .male, born: absentBirth, birthOrder: 0, using: &generator)
    let absentMother = names.make(sex: .female, born: absentBirth, birthOrder: 0, using: &generator)
    return plan.members.enumerated().map { place, member in
      let age = member.birth.completedYears(on: date)
      let education = SyntheticLife.education(age: age, using: &generator)
      let isChild = member.relation == .child
      let elder = member.birth.anniversary(years: -25)
      return SyntheticResident(
        nik: nik(member), familyCard: home.card, name: given[place], sex: member.sex,
        birthPlace: isChild || generator.chance(40) ? subdistrict.name : home.origin.birthPlace(using: &generator),
        birthDate: member.birth, bloodGroup: SyntheticLife.bloodGroup(using: &generator), religion: home.religion,
        maritalStatus: member.maritalStatus, marriage: marriage(of: place, home), relation: member.relation,
        education: education,
        occupation: SyntheticLife.occupation(
          age: age, sex: member.sex, education: education, using: &generator),
        fatherName: member.father.map { given[$0] }
          ?? (isChild ? absentFather : names.make(sex: .male, born: elder, birthOrder: 0, using: &generator)),
        motherName: member.mother.map { given[$0] }
          ?? (isChild ? absentMother : names.make(sex: .female, born: elder, birthOrder: 0, using: &generator)),
        father: member.father.map { nik(plan.members[$0]) }, mother: member.mother.map { nik(plan.members[$0]) },
        village: home.village, address: home.address, neighbourhood: home.neighbourhood,
        phone: age < 15 ? nil : SyntheticNumbers.phone(Int.random(in: 0..<100_000_000, using: &generator)))
    }
  }

  private func marriage(of place: Int, _ home: Home) -> SyntheticMarriage? {
    guard let marriage = plan.marriage, place < 2 else { return nil }
    let member = plan.members[place]
    guard member.relation == .head || member.relation == .wife else { return nil }
    let serial = 1 + index % 9_999
    let other = member.maritalStatus == .married ? plan.members[1 - place] : nil
    return SyntheticMarriage(
      spouse: other.map(nik), date: marriage.date,
      number: SyntheticNumbers.marriage(religion: home.religion, date: marriage.date, serial: serial),
      place: subdistrict.name,
      end: marriage.end.map { end in
        SyntheticMarriageEnd(
          date: end,
          number: member.maritalStatus == .divorced
            ? SyntheticNumbers.divorce(religion: home.religion, date: end, serial: serial) : nil)
      })
  }

  // MARK: - Property and health

  /// About half of the households own an object, a few own two.
  private func makeProperties(
    _ home: Home, owner: SyntheticResident, using generator: inout some RandomNumberGenerator
  ) -> [SyntheticProperty] {
    guard let nik = owner.nik else { return [] }
    let count = generator.weighted((0, weight: 48), (1, weight: 44), (2, weight: 8))
    return (0..<count).map { ordinal in
      SyntheticProperty.make(
        number: SyntheticNumbers.taxObject(
          subdistrict: subdistrict.code, village: home.villageOrdinal, ordinal: index * 2 + ordinal),
        owner: nik, ownerName: owner.name, village: home.village, address: home.address,
        since: min(home.registered.year, date.year - 1)...date.year - 1, using: &generator)
    }
  }

  private func makePatients(
    _ residents: [SyntheticResident], using generator: inout some RandomNumberGenerator
  ) -> [SyntheticPatient] {
    let membership = generator.weighted(
      (SyntheticPatient.Membership.subsidised, weight: 55), (.employed, weight: 20), (.selfPaying, weight: 25))
    return zip(plan.members, residents).compactMap { member, resident in
      guard let nik = resident.nik, generator.chance(86) else { return nil }
      let ordinal = index * SerialScheme.membersOfHousehold + member.slot
      return SyntheticPatient(
        nik: nik, name: resident.name, insuranceNumber: SyntheticNumbers.insurance(ordinal: ordinal),
        membership: membership, healthCentre: "Puskesmas \(subdistrict.name)",
        medicalRecord: generator.chance(60) ? Digits.text(ordinal, width: 8) : nil)
    }
  }
}
