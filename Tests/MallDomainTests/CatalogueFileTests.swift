import Testing

@testable import MallDomain

@Suite struct CatalogueFileTests {
  @Test func readsEverythingThatTheFormatCanSay() throws {
    let agency = try CatalogueSample.agency()
    #expect(agency.openingHours.closes == 14 * 60)
    #expect(agency.openingHours.fridayBreakStarts == OpeningHours.standard.fridayBreakStarts)
    #expect(agency.subscribes == ["death-registered"])
    #expect(agency.queries.map(\.direction) == [.asks])
    let service = agency.services[0]
    #expect(service.steps.map(\.indonesian) == ["Ambil nomor.", "Tunggu dipanggil."])
    #expect(service.complaints.phone == "110")
    #expect(service.subjects == [Subject(role: "applicant", field: "nik")])
    #expect(service.serviceLevel == .workingDays(1))
    #expect(service.policy.validityMonths == 60)
    #expect(service.policy.fourEyes)
    #expect(service.fee.rule?.timesField == "jumlah")
    #expect(service.form[1].options.map(\.label.indonesian) == ["Mobil", "C"])
    #expect(service.form[2].condition == FormField.Condition(field: "golongan", values: ["A"]))
    #expect(service.form[3].maximum == "9")
    #expect(service.form[4].minimum == "today")
    #expect(service.rules.map(\.value) == ["17"])
  }

  /// A change of the sample, the field that the error names, and words of its text.
  struct Break: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var field: String
    var words: String
    /// How many lines below the change the error shows.
    var below: Int

    init(_ old: String, _ new: String, _ field: String, _ words: String, below: Int = 0) {
      (self.old, self.new, self.field, self.words, self.below) = (old, new, field, words, below)
    }

    var testDescription: String { "\(old) -> \(new)" }
  }

  private static let sim = "services[polres.sim-baru]"

  static let breaks: [Break] = [
    // The agency
    Break("kind: vertical", "kind: regional", "kind", "district, vertical"),
    Break("domain: general", "domain: police", "domain", "expected"),
    Break("counter: \"N\"", "counter: n1", "counter", "capital letters"),
    Break("name_en: Police", "name_eng: Police", "name_eng", "unknown key"),
    Break("08:00", "8 o'clock", "opening_hours.opens", "time"),
    Break("closes: \"14:00\"", "closes: \"07:00\"", "opening_hours", "end after it begins"),
    Break("phone: \"110\"", "phone: call us", "complaints.phone", "digits"),
    Break("email: pengaduan@polres.example", "email: nobody", "complaints.email", "e-mail"),
    Break("- Tunggu dipanggil.", "- \" \"", "steps[2]", "space"),
    Break("fact: is-of-age", "fact: is-rich", "queries[1].fact", "is-alive"),
    Break("application-check", "curiosity", "queries[1].purposes", "application-check"),
    Break("roles: [agency]", "roles: [king]", "queries[1].roles", "officer"),
    Break("[death-registered]", "[Death]", "subscribes[1]", "lower-case"),
    // The service
    Break("code: polres.sim-baru", "code: samsat.sim-baru", "services[samsat.sim-baru].code", "polres"),
    Break("code: polres.sim-baru", "code: SIM", "services[SIM].code", "service code"),
    Break("category: justice", "category: law", "\(sim).category", "justice"),
    Break("life_events: [working]", "life_events: [playing]", "\(sim).life_events[1]", "expected"),
    Break("description: Ujian SIM.", "description: ''", "\(sim).description", "empty"),
    Break("legal_basis: [PP 76/2020]", "legal_basis: []", "\(sim).legal_basis", "empty"),
    Break("keywords: [sim]", "keywords: [sim, sim]", "\(sim).keywords", "twice"),
    Break("keywords: [sim]", "keywords: sim", "\(sim).keywords", "list"),
    Break("kind: document", "kind: paper", "\(sim).requirements[ktp-el].kind", "presence"),
    Break("required: true", "required: maybe", "\(sim).requirements[ktp-el].required", "true or false"),
    Break("source: polres.skck", "source: polres", "\(sim).requirements[ktp-el].source", "service code"),
    Break("kind: document", "kind: data", "\(sim).requirements[ktp-el].source", "only a document", below: 2),
    Break("kind: tariff", "kind: gift", "\(sim).fee.kind", "free, fixed, tariff"),
    Break("kind: tariff", "kind: free", "\(sim).fee.amount_idr", "amount 0", below: 1),
    Break("amount_idr: 100000", "amount_idr: much", "\(sim).fee.amount_idr", "whole number"),
    Break("note: Menurut golongan", "note: ", "\(sim).fee.note", "note"),
    Break("field: golongan", "field: kode", "\(sim).fee.rule.field", "no enum"),
    Break("{value: A, amount_idr: 120000}", "{value: D, amount_idr: 1}", "\(sim).fee.rule.cases[D].value", "no value"),
    Break("times: jumlah", "times: kode", "\(sim).fee.rule.times", "integer"),
    Break("sla: {working_days: 1}", "sla: {working_days: 0}", "\(sim).sla.working_days", "from 1"),
    Break("sla: {working_days: 1}", "sla: {working_days: 1, working_minutes: 2}", "\(sim).sla", "exactly one"),
    Break("output: Jadwal ujian", "output: ", "\(sim).output", "missing"),
    Break("validity_months: 60", "validity_months: -1", "\(sim).validity_months", "from 1"),
    Break("channels: [counter, online]", "channels: [phone]", "\(sim).channels[1]", "outreach"),
    Break("subject: {applicant: nik}", "subject: {applicant: kode}", "\(sim).subject.applicant", "type nik"),
    Break("four_eyes: true", "four_eyes: twice", "\(sim).four_eyes", "true or false"),
    Break("four_eyes: true", "offline: true", "\(sim).offline", "outreach"),
    // The form
    Break("type: enum", "type: choice", "\(sim).form[golongan].type", "boolean"),
    Break(
      "- {value: A, id: Mobil, en: Car}", "- {value: a b, id: Mobil}", "\(sim).form[golongan].options[1]", "hyphens"),
    Break("- C", "- A", "\(sim).form[golongan].options", "twice"),
    Break("max_length: 5", "max_length: 0", "\(sim).form[kode].max_length", "from 1"),
    Break("pattern: \"[0-9]{5}\"", "pattern: \"[0-9\"", "\(sim).form[kode].pattern", "can't be read"),
    Break("example: \"12345\"", "example: abcde", "\(sim).form[kode].example", "not accept"),
    Break("when: {field: golongan", "when: {field: jumlah", "\(sim).form[kode].when.field", "earlier"),
    Break(
      "when: {field: golongan, values: [A]}", "when: {field: golongan, values: [B]}", "\(sim).form[kode].when.values",
      "no value"),
    Break("when: {field: golongan", "when: {field: nik", "\(sim).form[kode].when.field", "neither"),
    Break("min: 1, max: 9", "min: 10, max: 9", "\(sim).form[jumlah].min", "greater"),
    Break("min: 1, max: 9", "min: one, max: 9", "\(sim).form[jumlah].min", "whole number"),
    Break("min: today", "min: yesterday", "\(sim).form[tgl-ujian].min", "YYYY-MM-DD"),
    Break("min: today", "max_length: 3", "\(sim).form[tgl-ujian].max_length", "only belongs"),
    Break("- {id: jumlah", "- {id: kode", "\(sim).form", "twice"),
    // The rules
    Break("kind: minimum-age", "kind: beauty", "\(sim).rules[usia].kind", "minimum-age"),
    Break("value: 17", "value: old", "\(sim).rules[usia].value", "from 1"),
    Break("other_field: tgl-ujian", "other_field: kode", "\(sim).rules[usia].other_field", "type date"),
    Break("kind: minimum-age, field: nik", "kind: minimum-age, field: kode", "\(sim).rules[usia].field", "type nik"),
    Break("kind: minimum-age", "kind: active-document", "\(sim).rules[usia].value", "issues"),
    Break("message: Belum 17 tahun.", "message: ", "\(sim).rules[usia].message", "missing"),
  ]

  @Test(arguments: breaks)
  func namesFileLineAndField(_ entry: Break) throws {
    let (yaml, line) = try #require(CatalogueSample.broken(entry.old, entry.new))
    let errors = CatalogueFileTests.errors(yaml)
    let match = errors.first { $0.field == entry.field && $0.text.contains(entry.words) }
    let error = try #require(match, "found: \(errors)")
    #expect(error.file == CatalogueSample.file)
    // An error of a list as a whole is told where the list begins.
    let isOfTheWhole = entry.words == "twice" && entry.field.hasSuffix("form") || entry.field.hasSuffix("options")
    #expect(isOfTheWhole ? error.line < line : error.line == line + entry.below, "\(error)")
  }

  @Test func tellsAllErrorsAtOnceInTheOrderOfTheLines() throws {
    var yaml = CatalogueSample.yaml
    for (old, new) in [
      ("counter: \"N\"", "counter: nn"), ("amount_idr: 100000", "amount_idr: x"), ("type: enum", "type: choice"),
      ("value: 17", "value: x"), ("sla: {working_minutes: 60}", "sla: {}"), ("output: SKCK", "outcome: SKCK"),
    ] {
      let range = try #require(yaml.firstRange(of: old))
      yaml.replaceSubrange(range, with: new)
    }
    let errors = CatalogueFileTests.errors(yaml)
    #expect(errors.map(\.line) == errors.map(\.line).sorted())
    let fields = Set(errors.map(\.field))
    let sim = CatalogueFileTests.sim
    #expect(
      fields.isSuperset(of: [
        "counter", "\(sim).fee.amount_idr", "\(sim).form[golongan].type", "\(sim).rules[usia].value",
        "services[polres.skck].sla", "services[polres.skck].outcome", "services[polres.skck].output",
      ]), "\(errors)")
  }

  @Test func aDefaultThatIsWrongIsToldOnceWhereItStands() throws {
    let (yaml, line) = try #require(CatalogueSample.broken("phone: \"110\"", "phone: x"))
    let errors = CatalogueFileTests.errors(yaml)
    #expect(errors.map(\.field) == ["complaints.phone"])
    #expect(errors.map(\.line) == [line])
  }

  @Test(arguments: [
    ("", "empty"), ("a: [", "no YAML"), ("- 1", "mapping"), ("id: polres\nid: polres", "twice"), ("\u{0}", "no YAML"),
    (String(repeating: "[", count: 100), "deeper"), (String(repeating: "- ", count: 100), "deeper"),
    (String(repeating: "x", count: CatalogueLimits.fileBytes + 1), "larger"),
  ])
  func refusesWhatIsNoCatalogueFile(yaml: String, words: String) {
    let errors = CatalogueFileTests.errors(yaml)
    #expect(errors.contains { $0.text.contains(words) }, "\(errors)")
  }

  @Test func aFileIsNamedForItsAgency() {
    #expect(throws: CatalogueErrors.self) { try CatalogueFile.parse(CatalogueSample.yaml, file: "police.yaml") }
  }

  @Test func anAliasBombIsRefusedWithoutBeingBuilt() {
    var yaml = "a0: &a0 [x, x]\n"
    for level in 1...40 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let errors = CatalogueFileTests.errors(yaml)
    #expect(errors.contains { $0.field == "a40" && $0.text.contains("unknown key") })
  }

  private static func errors(_ yaml: String) -> [CatalogueError] {
    do {
      _ = try CatalogueFile.parse(yaml, file: CatalogueSample.file)
      return []
    } catch {
      return error.errors
    }
  }
}
