import Testing

@testable import MallDomain

@Suite struct SyntheticExampleFillerTests {
  private struct Example {
    var service: PublicService
    var household: ExampleHousehold
    var content: ApplicationContent
    var today: LocalDate

    subscript(_ field: String) -> String? { content.values[field] }

    func date(_ field: String) throws -> LocalDate {
      try #require(content.values[field].flatMap { LocalDate($0) }, "\(service.code) \(field)")
    }

    /// Whose NIK stands in a field.
    func person(_ field: String) throws -> SyntheticResident {
      let text = try #require(content.values[field], "\(service.code) \(field)")
      return try #require(household.residents.values.first { $0.nik?.text == text }, "\(service.code) \(field)")
    }
  }

  private let areas: AreaTable
  private let calendar: WorkingCalendar
  private let services: [PublicService]

  init() throws {
    areas = try SyntheticWorld.areas()
    calendar = try SyntheticWorld.calendar()
    services = try SyntheticWorld.services()
  }

  private func example(
    _ service: PublicService, on today: LocalDate, seed: UInt64 = 1, overrides: [String: String] = [:]
  ) -> Example {
    var generator = SeededGenerator(seed: seed)
    let household = ExampleHousehold.make(date: today, areas: areas, using: &generator)
    let content = ExampleFiller.content(
      for: service, household: household, today: today, calendar: calendar, areas: areas, overrides: overrides)
    return Example(service: service, household: household, content: content, today: today)
  }

  private func example(_ code: String, on today: LocalDate, overrides: [String: String] = [:]) throws -> Example {
    let service = try #require(services.first { $0.code.text == code })
    return example(service, on: today, overrides: overrides)
  }

  @Test(arguments: SyntheticWorld.dates)
  func `The example of every service is accepted as it stands`(today: LocalDate) {
    #expect(services.count == 161)
    for (ordinal, service) in services.enumerated() {
      for seed in [1, UInt64(ordinal) + 100] {
        let example = example(service, on: today, seed: seed)
        let verdict = FormValidator.validate(example.content, against: service, areas: areas, today: today)
        #expect(verdict.violations.isEmpty, "\(service.code): \(verdict.violations)")
        #expect(verdict.content == example.content, "\(service.code) isn't canonical")
      }
    }
  }

  @Test(arguments: SyntheticWorld.dates)
  func `The example of every service keeps the rules that its manifest states`(today: LocalDate) throws {
    for service in services {
      let example = example(service, on: today)
      for rule in service.rules {
        let label: Comment = "\(service.code) \(rule.id)"
        switch rule.kind {
        case .minimumAge:
          let day = try rule.otherField.map { try example.date($0) } ?? today
          let age = try example.person(rule.field).birthDate.completedYears(on: day)
          #expect(try age >= #require(rule.value.flatMap { Int($0) }), label)
        case .notBefore:
          let other = try rule.otherField.map { try example.date($0) } ?? today
          #expect(try example.date(rule.field) >= other, label)
        case .workingDaysAhead:
          let days = calendar.workingDays(after: today, through: try example.date(rule.field))
          #expect(try days >= #require(rule.value.flatMap { Int($0) }), label)
        case .atMost:
          let number = try #require(example[rule.field].flatMap { Int($0) }, label)
          #expect(try number <= #require(rule.value.flatMap { Int($0) }), label)
        case .noActiveDocument, .activeDocument:
          // What the agency's register holds; the person at least is known.
          #expect(throws: Never.self) { try example.person(rule.field) }
        }
      }
    }
  }

  @Test func `Whose NIK stands in a form is of the household, and the name beside it theirs`() throws {
    for service in services {
      let example = example(service, on: SyntheticWorld.dates[3])
      for field in service.form where field.type == .nik && example[field.id] != nil {
        #expect(throws: Never.self) { try example.person(field.id) }
      }
      guard let name = example["nama"], example["nik"] != nil else { continue }
      #expect(try example.person("nik").name == name, "\(service.code)")
    }
  }

  @Test func `Every required NIK is somebody else's than the other fields'`() throws {
    for service in services {
      let example = example(service, on: SyntheticWorld.dates[3])
      // A parent may report the birth of their child; witnesses, spouses and the dead are never the reporter.
      let parents: Set = ["nik-ayah", "nik-ibu"]
      let niks = service.form.filter { $0.type == .nik && !parents.contains($0.id) }.compactMap { example[$0.id] }
      #expect(Set(niks).count == niks.count, "\(service.code)")
    }
  }

  @Test(arguments: SyntheticWorld.dates)
  func `Births are reported within 60 days, or later where the service is for late ones`(today: LocalDate) throws {
    let birth = try example("disdukcapil.akta-kelahiran", on: today)
    #expect(try 0...60 ~= birth.date("tgl-lahir").days(until: today))
    #expect(birth["nama-anak"] == birth.household[.newborn]?.name)
    #expect(birth["nkk"] == birth.household[.father]?.familyCard?.text)
    let late = try example("disdukcapil.akta-kelahiran-terlambat", on: today)
    #expect(try late.date("tgl-lahir").days(until: today) > 60)
    for example in [birth, late] {
      #expect(try example.person("nik-ayah").marriage?.spouse == example.person("nik-ibu").nik)
      #expect(try example.person("nik").familyCard?.text == example["nkk"])
    }
    let insured = try example("bpjs-kesehatan.bayi-baru-lahir", on: today)
    #expect(try insured.date("tgl-lahir").days(until: today) <= 28)
  }

  @Test(arguments: SyntheticWorld.dates)
  func `Identity cards go to who is 17, child cards to who isn't`(today: LocalDate) throws {
    let adult = try example("disdukcapil.ktp-el-baru", on: today).person("nik")
    #expect(adult.birthDate.completedYears(on: today) == 17)
    let child = try example("disdukcapil.kia-baru", on: today)
    #expect(try child.person("nik").birthDate.completedYears(on: today) < 17)
    #expect(try child.person("nik").father == child.person("nik-pemohon").nik)
    #expect(child.content.files["foto"] == ExampleFile.reference)
  }

  @Test(arguments: SyntheticWorld.dates.filter { $0.year < 2027 && $0.month < 12 })
  func `Marriages are announced ten working days ahead`(today: LocalDate) throws {
    let office = try example("kemenag.nikah-di-kua", on: today)
    #expect(calendar.isWorkingDay(try office.date("tgl-akad")))
    #expect(office["jam-akad"] == "09:00")
    let outside = try example("kemenag.nikah-luar-kua", on: today)
    #expect(try outside.date("tgl-akad").weekday == .saturday)
    for example in [office, outside] {
      let contract = try example.date("tgl-akad")
      #expect(try calendar.lastDayToRegister(contract: contract) >= today)
      let (groom, bride) = (try example.person("nik-pria"), try example.person("nik-wanita"))
      for party in [groom, bride] {
        #expect(party.birthDate.completedYears(on: contract) >= 21)
        #expect(party.maritalStatus == .neverMarried && party.religion == .islam)
      }
      #expect(try example.person("nik-wali").nik == bride.father)
      #expect(try example["nama-wali"] == example.person("nik-wali").name)
      #expect(example["hubungan-wali"] == "bapak" && example["alasan-wali-hakim"] == nil)
    }
  }

  @Test(arguments: SyntheticWorld.dates)
  func `Events of civil registration lie within their windows`(today: LocalDate) throws {
    let death = try example("disdukcapil.akta-kematian", on: today)
    #expect(try 0...30 ~= death.date("tgl-meninggal").days(until: today))
    #expect(try death["nama-almarhum"] == death.person("nik-almarhum").name)
    let wedding = try example("disdukcapil.akta-perkawinan", on: today)
    #expect(try 0...60 ~= wedding.date("tgl-pemberkatan").days(until: today))
    #expect(try wedding.person("nik-suami").religion == wedding.person("nik-istri").religion)
    #expect(try wedding["agama"] == wedding.person("nik-suami").religion.rawValue)
    let divorce = try example("disdukcapil.akta-perceraian", on: today)
    #expect(try 0...60 ~= divorce.date("tgl-putusan").days(until: today))
    #expect(try divorce.person("nik-pemohon").marriage?.spouse == divorce.person("nik-pasangan").nik)
    let reunion = try example("kemenag.rujuk", on: today)
    #expect(try reunion.date("tgl-cerai").days(until: reunion.date("tgl-rujuk")) < 90)
    #expect(try reunion.person("nik-suami").marriage?.spouse == reunion.person("nik-istri").nik)
  }

  @Test(arguments: SyntheticWorld.dates)
  func `Tax returns are for the month before, on the family's own property`(today: LocalDate) throws {
    let month = try example("bapenda.pbjt-makanan-minuman", on: today).date("masa-pajak")
    #expect(month.day == 1 && month.adding(months: 1).month == today.month && month < today)
    let payment = try example("bapenda.pbb-pembayaran", on: today)
    #expect(payment["nop"] == payment.household.property.number)
    #expect(try payment.person("nik").nik == payment.household.property.owner)
    #expect(payment["tahun-mulai"] == String(today.year))
  }

  @Test func `Clinics are visited on a day on which they are open`() throws {
    for today in SyntheticWorld.dates {
      let visit = try example("dinkes.puskesmas-pendaftaran", on: today)
      #expect(calendar.isWorkingDay(try visit.date("tgl-kunjungan")))
      #expect(try visit.date("tgl-kunjungan") >= today)
      #expect(visit["nomor-jkn"] == visit.household.insuranceNumbers[.father])
    }
  }

  @Test func `The agency's own values win, and an empty one leaves the field out`() throws {
    let today = SyntheticWorld.dates[0]
    let example = try example(
      "bapenda.pbb-pembayaran", on: today, overrides: ["nop": "180207001000100010", "telepon": ""])
    #expect(example["nop"] == "180207001000100010")
    #expect(example["telepon"] == nil)
    // What an override hides is left out.
    let instalments = try self.example("bapenda.keringanan-sanksi", on: today, overrides: ["jenis": "penundaan"])
    #expect(instalments["jumlah-angsuran"] == nil)
  }

  @Test func `Fields that nobody has thought of are filled in by their type and bounds`() throws {
    let today = SyntheticWorld.dates[0]
    var service = try #require(services.first { $0.code.text == "polres.skck" })
    service.form = FormField.FieldType.allCases.filter { $0 != .file }.map { type in
      var field = FormField(
        id: "unheard-of-\(type.rawValue)", label: LocalizedText(indonesian: "Baru", english: nil), type: type,
        isRequired: true)
      if type == .enumeration {
        field.options = [FormField.Option(value: "satu", label: LocalizedText(indonesian: "Satu", english: nil))]
      }
      if type == .integer || type == .money { (field.minimum, field.maximum) = ("117", "118") }
      if type == .date { (field.minimum, field.maximum) = ("1999-01-01", "1999-12-31") }
      if type == .text { (field.pattern, field.example) = ("[A-Z]{3}", "ABC") }
      return field
    }
    let example = example(service, on: today)
    let verdict = FormValidator.validate(example.content, against: service, areas: areas, today: today)
    #expect(verdict.violations.isEmpty, "\(verdict.violations)")
    #expect(example["unheard-of-text"] == "ABC")
  }
}
