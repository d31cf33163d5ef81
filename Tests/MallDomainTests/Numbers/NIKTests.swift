import Testing

@testable import MallDomain

@Suite struct NIKTests {
  private let today = LocalDate(year: 2026, month: 11, day: 23) ?? .latest

  @Test func `Vectors of rule I1`() throws {
    let areas = try TestData.areas()
    for row in try TestData.vectors("nik", columns: ["nik", "result", "detail", "area", "sex", "birth_date"]) {
      guard row[1] == "valid" else {
        let fault = #expect(throws: PopulationNumberFault.self, "\(row)") { try NIK(row[0]) }
        let names: [PopulationNumberFault: String] = [
          .lengthOrCharacters: "length-or-characters", .date: "date", .serial: "serial",
        ]
        #expect(fault.flatMap { names[$0] } == row[2], "\(row)")
        continue
      }
      let nik = try NIK(row[0])
      #expect(nik.text == row[0])
      #expect(nik.area.digits == row[3])
      #expect(nik.sex == (row[4] == "F" ? .female : .male), "\(row)")
      #expect(nik.birthDate(today: today)?.description == row[5], "\(row)")
      #expect((areas.standing(of: nik.area) == .subdistrict) == (row[2] == "known"), "\(row)")
    }
  }

  @Test(arguments: [
    // length or characters before date, date before serial
    ("18020732089500000", PopulationNumberFault.lengthOrCharacters), ("180207320895000a", .lengthOrCharacters),
    ("1802073208950000", .date), ("1802071708950000", .serial), ("", .lengthOrCharacters),
    ("１８０２０７１７０８９５０００３", .lengthOrCharacters), (" 802071708950003", .lengthOrCharacters),
  ])
  func `Reasons come in their order`(text: String, fault: PopulationNumberFault) {
    #expect(throws: fault) { try NIK(text) }
  }

  @Test func `Only an unlisted area, another date and another sex warn`() throws {
    let areas = try TestData.areas()
    let nik = try NIK("1802071708950003")
    #expect(nik.warnings(areas: areas).isEmpty)
    // The city of Bandar Lampung is listed, its sub-districts aren't.
    #expect(try NIK("1871015708880004").warnings(areas: areas).isEmpty)
    #expect(try NIK("9902071708950003").warnings(areas: areas) == [.unknownArea])
    let born = try TestData.date("1995-08-18")
    #expect(
      nik.warnings(areas: areas, registeredBirth: born, registeredSex: .female)
        == [.otherBirthDate, .otherSex])
  }

  @Test func `A newborn gets the next serial of area, day and sex`() throws {
    let area = try AreaCode("18.02.23")
    let born = try TestData.date("2026-03-03")
    #expect(try NIK.next(area: area, born: born, sex: .female, highestSerial: 0).text == "1802234303260001")
    #expect(try NIK.next(area: area, born: born, sex: .female, highestSerial: 1).text == "1802234303260002")
    #expect(try NIK.next(area: area, born: born, sex: .male, highestSerial: 0).text == "1802230303260001")
    #expect(try NIK.next(area: area, born: born, sex: .male, highestSerial: 9_998).serial == 9_999)
    let refusal = #expect(throws: Refusal.self) {
      try NIK.next(area: area, born: born, sex: .male, highestSerial: 9_999)
    }
    #expect(refusal?.message.key == .numberNikExhausted)
  }

  @Test func `A number made from a person gives the person back`() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let born = LocalDate(dayNumber: Int.random(in: -15_000...today.dayNumber, using: &random))
      let sex = Sex.allCases.randomElement(using: &random) ?? .male
      let nik = try NIK.next(
        area: AreaCode("18.02.07"), born: born, sex: sex, highestSerial: Int.random(in: 0...9_998, using: &random))
      #expect(nik.sex == sex)
      #expect(nik.text.hasPrefix(NIK.prefix(area: nik.area, born: born, sex: sex)))
      let read = try #require(nik.birthDate(today: today))
      #expect(read == born || read == born.adding(months: 1_200))
    }
  }

  @Test(arguments: [
    ("1802041503180007", nil), ("1802045503180007", PopulationNumberFault.date),
    ("1802041503180000", .serial), ("180204150318000", .lengthOrCharacters),
  ])
  func `Family card numbers know no women's days`(text: String, fault: PopulationNumberFault?) throws {
    if let fault {
      #expect(throws: fault) { try FamilyCardNumber(text) }
    } else {
      let registered = try FamilyCardNumber(text).registrationDate(today: today)
      #expect(registered == LocalDate("2018-03-15"))
    }
  }

  @Test func `Descriptions are masked`() throws {
    #expect("\(try NIK("1802071708950003"))" == "1802********0003")
    #expect(String(reflecting: try NIK("1802071708950003")) == "1802********0003")
    #expect("\(try FamilyCardNumber("1802041503180007"))" == "1802********0007")
  }
}
