/// A family of its own for one example application, with everybody whom any service of the catalogue may ask for.
///
/// Ages, status and numbers are lawful on its date. Each call makes other people, so that examples can be approved in
/// any order, again and again. All people are invented.
package struct ExampleHousehold: Hashable, Sendable {
  /// The mall's date for which the household is lawful.
  package var date: LocalDate
  /// The sub-district where all of them live but the newcomer.
  package var subdistrict: String
  package var residents: [ExampleRole: SyntheticResident]
  /// Owned by the father.
  package var property: SyntheticProperty
  /// JKN numbers; the newborn has none.
  package var insuranceNumbers: [ExampleRole: String]
  package var numbers: [ExampleNumber: String]

  package init(
    date: LocalDate, subdistrict: String, residents: [ExampleRole: SyntheticResident], property: SyntheticProperty,
    insuranceNumbers: [ExampleRole: String], numbers: [ExampleNumber: String]
  ) {
    self.date = date
    self.subdistrict = subdistrict
    self.residents = residents
    self.property = property
    self.insuranceNumbers = insuranceNumbers
    self.numbers = numbers
  }

  /// Residents by role, in the order of the roles.
  package var members: [(role: ExampleRole, resident: SyntheticResident)] {
    ExampleRole.allCases.compactMap { role in residents[role].map { (role, $0) } }
  }

  package subscript(_ role: ExampleRole) -> SyntheticResident? { residents[role] }

  /// The same people under the numbers that the population register gives them: everywhere a NIK or a family card
  /// number stands, also of spouses, parents and the owner of the property.
  ///
  /// Each number is asked for once.
  package func renumbered<Failure: Error>(
    nik: (SyntheticResident) throws(Failure) -> NIK,
    familyCard: (FamilyCardNumber) throws(Failure) -> FamilyCardNumber
  ) throws(Failure) -> ExampleHousehold {
    var niks: [NIK: NIK] = [:]
    var cards: [FamilyCardNumber: FamilyCardNumber] = [:]
    for (_, resident) in members {
      if let old = resident.nik, niks[old] == nil { niks[old] = try nik(resident) }
      if let old = resident.familyCard, cards[old] == nil { cards[old] = try familyCard(old) }
    }
    var household = self
    household.residents = residents.mapValues { resident in
      var resident = resident
      resident.nik = resident.nik.map { niks[$0] ?? $0 }
      resident.familyCard = resident.familyCard.map { cards[$0] ?? $0 }
      resident.father = resident.father.map { niks[$0] ?? $0 }
      resident.mother = resident.mother.map { niks[$0] ?? $0 }
      if let spouse = resident.marriage?.spouse { resident.marriage?.spouse = niks[spouse] ?? spouse }
      return resident
    }
    household.property.owner = niks[property.owner] ?? property.owner
    return household
  }
}

// MARK: - Fields

extension ExampleHousehold {
  private enum Key {
    static let date = "date"
    static let subdistrict = "subdistrict"
    static let property = "property"
    static let insurance = "insurance"
    static let number = "number"
  }

  /// The household as plain texts such as `father.nik`, as an answer between agencies carries them.
  package var fields: [String: String] {
    var fields = [Key.date: date.description, Key.subdistrict: subdistrict]
    for (role, resident) in residents {
      for (name, text) in resident.fields { fields["\(role.rawValue).\(name)"] = text }
    }
    for (name, text) in property.fields { fields["\(Key.property).\(name)"] = text }
    for (role, text) in insuranceNumbers { fields["\(Key.insurance).\(role.rawValue)"] = text }
    for (number, text) in numbers { fields["\(Key.number).\(number.rawValue)"] = text }
    return fields
  }

  package init(fields: [String: String]) throws(InvalidIdentifier) {
    var groups: [Substring: [String: String]] = [:]
    for (key, text) in fields {
      guard let dot = key.firstIndex(of: ".") else { continue }
      groups[key[..<dot], default: [:]][String(key[key.index(after: dot)...])] = text
    }
    var residents: [ExampleRole: SyntheticResident] = [:]
    for role in ExampleRole.allCases {
      residents[role] = try groups[role.rawValue[...]].map { texts throws(InvalidIdentifier) in
        try SyntheticResident(fields: texts)
      }
    }
    let reader = SyntheticFieldReader(fields: fields)
    self.init(
      date: try reader.required(Key.date) { LocalDate($0) }, subdistrict: try reader.text(Key.subdistrict),
      residents: residents, property: try SyntheticProperty(fields: groups[Key.property[...]] ?? [:]),
      insuranceNumbers: ExampleHousehold.keyed(groups[Key.insurance[...]]),
      numbers: ExampleHousehold.keyed(groups[Key.number[...]]))
  }

  private static func keyed<Name: RawRepresentable & Hashable>(_ texts: [String: String]?) -> [Name: String]
  where Name.RawValue == String {
    Dictionary(uniqueKeysWithValues: (texts ?? [:]).compactMap { key, text in Name(rawValue: key).map { ($0, text) } })
  }
}
