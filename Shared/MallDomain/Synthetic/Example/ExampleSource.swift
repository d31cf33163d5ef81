/// Where the example value of a form field comes from.
enum ExampleSource: Hashable, Sendable {
  case text(String)
  /// A number that another register gave to the household.
  case number(ExampleNumber)
  /// Of the person whom the application concerns, such as the newborn.
  case concerned(ExampleAttribute)
  /// Of the person whose NIK stands in the field `nik`, or the one concerned.
  case holder(ExampleAttribute)
  /// Of the person who files the application.
  case applicant(ExampleAttribute)
  /// Of the person whose NIK stands in a field.
  case field(String, ExampleAttribute)
  case person(ExampleRole, ExampleAttribute)
  case day(ExampleDay)
  /// This year plus so many.
  case year(Int)
  case property(ExampleLand)
  /// Left empty: the usual application doesn't answer it.
  case nothing
}

/// A data element of a person.
enum ExampleAttribute: Hashable, Sendable {
  case nik, familyCard, name, sex, birthDate, birthPlace, bloodGroup, religion, maritalStatus, education, occupation
  case fatherName, motherName, village, address, neighbourhood, phone, email
  case insurance, healthCentre, marriageDate, marriageNumber, registrar, divorceDate, divorceNumber
}

/// A data element of the household's property.
enum ExampleLand: Hashable, Sendable {
  case number, village, address, landSquareMetres, buildingSquareMetres, landValue, buildingValue
  /// A fifth above what the tax register says.
  case price
}

/// A day as seen from the mall's date.
enum ExampleDay: Hashable, Sendable {
  /// So many calendar days from today; negative: in the past.
  case calendar(Int)
  /// Today or the first working day after it.
  case nextOpening
  /// The n-th working day after today.
  case working(Int)
  /// A working day for which a marriage can still be registered today (rule N2).
  case contract
  /// A Saturday for which it can.
  case contractAtWeekend
  /// The first day of the month before this one.
  case lastMonth
}

// MARK: - Values

/// Looks values up in a household on a day.
struct ExampleLookup: Sendable {
  /// Rule N2 asks for ten; two more let the example wait for an officer.
  private static let noticeDays = 10
  private static let sparedNoticeDays = 12

  let household: ExampleHousehold
  let today: LocalDate
  let calendar: WorkingCalendar
  let areas: AreaTable

  func day(_ day: ExampleDay) -> LocalDate {
    switch day {
    case .calendar(let days): today.adding(days: days)
    case .nextOpening: calendar.isWorkingDay(today) ? today : calendar.workingDay(1, from: today).date
    case .working(let count): calendar.workingDay(count, from: today).date
    case .contract: contract
    case .contractAtWeekend: weekend(from: contract)
    case .lastMonth: firstOfMonth(today).adding(months: -1)
    }
  }

  /// Without the spare days where they would reach into a year whose holidays aren't decreed.
  private var contract: LocalDate {
    let spared = calendar.workingDay(ExampleLookup.sparedNoticeDays, from: today)
    return spared.isEstimate ? calendar.workingDay(ExampleLookup.noticeDays, from: today).date : spared.date
  }

  private func weekend(from date: LocalDate) -> LocalDate {
    var saturday = date
    while saturday.weekday != .saturday { saturday = saturday.adding(days: 1) }
    return calendar.isDecreed(saturday) ? saturday : date
  }

  private func firstOfMonth(_ date: LocalDate) -> LocalDate {
    date.adding(days: 1 - date.day)
  }

  func land(_ attribute: ExampleLand) -> String {
    let property = household.property
    let landMetres = Int64(property.landArea / 100)
    let buildingMetres = Int64(property.buildingArea / 100)
    switch attribute {
    case .number: return property.number
    case .village: return property.village.text
    case .address: return property.address
    case .landSquareMetres: return String(landMetres)
    case .buildingSquareMetres: return String(buildingMetres)
    case .landValue: return String(property.landValue.amount)
    case .buildingValue: return String(property.buildingValue.amount)
    case .price:
      let value = landMetres * property.landValue.amount + buildingMetres * property.buildingValue.amount
      return String(value / 5 * 6 / 1_000_000 * 1_000_000 + 1_000_000)
    }
  }

  /// Nil where the person has no such element, as an unregistered one has no NIK.
  func attribute(_ attribute: ExampleAttribute, of role: ExampleRole) -> String? {
    guard let person = household[role] else { return nil }
    switch attribute {
    case .nik: return person.nik?.text
    case .familyCard: return person.familyCard?.text
    case .name: return person.name
    case .sex: return person.sex == .male ? "L" : "P"
    case .birthDate: return person.birthDate.description
    case .birthPlace: return person.birthPlace
    case .bloodGroup: return person.bloodGroup.rawValue
    case .religion: return person.religion.rawValue
    case .maritalStatus: return person.maritalStatus.rawValue
    case .education: return person.education.rawValue
    case .occupation: return person.occupation
    case .fatherName: return person.fatherName
    case .motherName: return person.motherName
    case .village: return person.village.text
    case .address: return person.address
    case .neighbourhood: return person.neighbourhood
    case .phone: return person.phone?.text ?? household[.father]?.phone?.text
    case .email: return person.name.lowercased().split(separator: " ").joined(separator: ".") + "@example.com"
    case .healthCentre: return "Puskesmas " + household.subdistrict
    case .insurance: return household.insuranceNumbers[role]
    case .marriageDate: return person.marriage?.date.description
    case .marriageNumber: return person.marriage?.number
    case .registrar: return "KUA " + (person.marriage?.place ?? household.subdistrict)
    case .divorceDate: return person.marriage?.end?.date.description
    case .divorceNumber: return person.marriage?.end?.number
    }
  }
}
