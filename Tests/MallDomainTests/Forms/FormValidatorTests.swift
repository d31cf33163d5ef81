import Testing

@testable import MallDomain

@Suite struct FormValidatorTests {
  private func found(_ content: ApplicationContent) throws -> [String] {
    try FormWorld.verdict(content).violations.map { "\($0.field) \($0.message.key.rawValue)" }
  }

  @Test(arguments: [
    ("name", "  Siti \r\n", "Siti"), ("plate", "BE 1234", "BE 1234"), ("nik", "180207.170895.0003", "1802071708950003"),
    ("nkk", "1802 0415 0318 0007", "1802041503180007"), ("born", "2026-11-23", "2026-11-23"),
    ("starts", "09.05", "09:05"),
    ("starts", "15:00", "15:00"), ("copies", "+005", "5"), ("price", "Rp1.250.000", "1250000"), ("kind", "new", "new"),
    ("phone", "0812-3456-7890", "+6281234567890"), ("email", "Siti.A@Example.GO.ID", "Siti.A@example.go.id"),
    ("village", "1802072001", "18.02.07.2001"), ("agrees", "Ya", "true"), ("agrees", "false", "false"),
  ])
  func `Each type has its canonical text`(field: String, typed: String, canonical: String) throws {
    let verdict = try FormWorld.verdict(FormWorld.content([field: typed]))
    #expect(verdict.violations.isEmpty)
    #expect(verdict.content.values[field] == canonical)
    #expect(try FormWorld.verdict(verdict.content) == verdict)
  }

  @Test(arguments: [
    ("name", "Siti Aminah binti", MessageKey.formTooLong), ("name", "Si\u{0}ti", .formControlCharacters),
    ("name", "a\u{202E}b", .formControlCharacters), ("name", " \n ", .formRequired),
    ("plate", "be 1", .formPatternExample),
    ("nik", "180207170895000", .numberNikDigits), ("nik", "1802073208950003", .numberNikDate),
    ("nik", "1802071708950000", .numberNikSerial), ("nkk", "1802045503180007", .numberFamilyCardDate),
    ("born", "2026-02-29", .formNotADate), ("born", "23/11/2026", .formNotADate),
    ("born", "2026-11-24", .formDateTooLate),
    ("born", "1899-12-31", .formDateTooEarly), ("starts", "25:00", .formNotATime), ("starts", "07:59", .formTooSmall),
    ("starts", "15:01", .formTooLarge), ("copies", "1.5", .formNotAnInteger), ("copies", "0", .formTooSmall),
    ("copies", "6", .formTooLarge), ("copies", "-1", .formTooSmall),
    ("copies", "99999999999999999999", .formNotAnInteger),
    ("price", "12,5", .formNotMoney), ("price", "-5000", .formNotMoney), ("price", "999", .formTooSmall),
    ("price", "1000000000000000", .formNotMoney), ("kind", "old", .formNotAnOption), ("phone", "12345", .numberPhone),
    ("email", "siti@", .formNotAnEmail), ("email", "siti@example", .formNotAnEmail),
    ("email", "a..b@x.id", .formNotAnEmail),
    ("email", "a@x.id\r\nBcc: b@x.id", .formNotAnEmail), ("village", "18.02.07", .formNotAVillage),
    ("village", "18.02.07.9999", .formNotAVillage), ("agrees", "maybe", .formNotABoolean),
    ("photo", "x", .formFileExpected),
    ("station", "north", .formHiddenField), ("report", "police", .formHiddenField),
    ("colour", "red", .formUnknownField),
  ])
  func `Each mistake has its violation, and only that`(field: String, typed: String, key: MessageKey) throws {
    let violations = try FormWorld.verdict(FormWorld.content([field: typed])).violations
    #expect(violations.map(\.field) == [field])
    #expect(violations.map(\.message.key) == [key])
    for violation in violations {
      let texts = [violation.message.text(.indonesian), violation.message.text(.english)]
      #expect(texts.allSatisfy { !$0.contains("{") })
    }
  }

  @Test func `Text too long for any field`() throws {
    let content = try FormWorld.content(["name": String(repeating: "a", count: FormLimits.textBytes + 1)])
    #expect(try found(content) == ["name form.text-too-long"])
  }

  @Test func `Conditions show and hide`() throws {
    #expect(try found(FormWorld.content(["kind": "lost"])) == ["report form.required"])
    #expect(try found(FormWorld.content(["kind": "lost", "report": "police", "station": "north"])).isEmpty)
    #expect(
      try found(FormWorld.content(["kind": "lost", "report": "other", "station": "x"])) == ["station form.hidden-field"]
    )
    // Hidden by the field that it depends on being hidden itself.
    let hidden = try FormWorld.content(["kind": "new", "report": "police", "station": "north"])
    #expect(try found(hidden) == ["report form.hidden-field", "station form.hidden-field"])
  }

  @Test func `Fields that depend on each other in a circle are hidden`() {
    let one = FormWorld.field("one", .text) { $0.condition = .init(field: "two", values: ["x"]) }
    let two = FormWorld.field("two", .text) { $0.condition = .init(field: "one", values: ["x"]) }
    let conditions = FieldConditions(form: [one, two], values: ["one": "x", "two": "x"])
    #expect(!conditions.isShown(one) && !conditions.isShown(two))
  }

  @Test func `All mistakes are found at once, in the order of the form`() throws {
    let content = ApplicationContent(
      service: try ServiceCode("polres.other"), channel: "fax",
      values: ["nik": "1", "born": "x", "kind": "lost", "zoo": "1", "ape": "1"], files: ["name": FormWorld.blob],
      attachments: ["letter": .shownAtCounter, "ticket": .shownAtCounter], consents: ["extra": "p"])
    #expect(
      try found(content) == [
        "service form.service-mismatch", "channel form.channel-not-offered", "name form.text-expected",
        "nik number.nik-digits", "born form.not-a-date", "report form.required", "ape form.unknown-field",
        "zoo form.unknown-field", "kk form.requirement-missing-consent", "letter form.not-at-counter",
        "extra form.consent-without-source", "ticket form.unknown-requirement",
      ])
    let refusal = #expect(throws: Refusal.self) {
      try FormValidator.canonical(
        content, against: FormWorld.service(), areas: TestData.areas(), today: FormWorld.today)
    }
    #expect(refusal?.code == .invalidArgument)
    #expect(refusal?.violations.count == 12)
  }

  @Test func `A document is met by consent, by a file or at the counter`() throws {
    var content = try FormWorld.content()
    #expect(try found(content).isEmpty)
    content.consents = [:]
    #expect(try found(content) == ["kk form.requirement-missing-consent"])
    content.attachments = ["kk": .file(FormWorld.blob)]
    #expect(try found(content) == ["letter form.requirement-missing"])
    content.attachments = ["kk": .shownAtCounter, "letter": .shownAtCounter]
    #expect(try found(content) == ["kk form.not-at-counter", "letter form.not-at-counter"])
    content.channel = PublicService.Channel.counter.rawValue
    #expect(try found(content).isEmpty)
    content.channel = PublicService.Channel.outreach.rawValue
    #expect(try found(content) == ["channel form.channel-not-offered"])
    content = try FormWorld.content()
    content.consents["kk"] = " "
    #expect(try found(content) == ["kk form.consent-purpose"])
  }

  @Test func `Files are checked by what is said of them`() throws {
    let faults: [(MessageKey, (inout BlobReference) -> Void)] = [
      (.formFileExpected, { $0.sha256 = [1, 2, 3] }), (.formFileEmpty, { $0.size = 0 }),
      (.formFileTooLarge, { $0.size = FormLimits.fileBytes + 1 }), (.formFileName, { $0.name = "../x" }),
      (.formFileName, { $0.name = "" }), (.formFileName, { $0.name = "a\u{202E}fdp.exe" }),
      (.formFileName, { $0.name = ".." }),
      (.formFileName, { $0.name = String(repeating: "é", count: 128) }),
      (.formFileType, { $0.mediaType = "text/html" }),
    ]
    for (key, change) in faults {
      var blob = FormWorld.blob
      change(&blob)
      var content = try FormWorld.content()
      content.files["photo"] = blob
      content.attachments["letter"] = .file(blob)
      #expect(try found(content) == ["photo \(key.rawValue)", "letter \(key.rawValue)"])
    }
  }

  @Test func `Limits of the whole`() throws {
    var content = try FormWorld.content()
    for index in 0...FormLimits.entries { content.values["field-\(index)"] = "x" }
    #expect(try found(content) == ["content form.too-many-values"])
    content = try FormWorld.content(["zoo": String(repeating: "x", count: FormLimits.totalTextBytes)])
    #expect(try found(content) == ["content form.too-much-text"])
    content = try FormWorld.content()
    var blob = FormWorld.blob
    blob.size = .max
    content.files["photo"] = blob
    content.attachments["extra"] = .file(blob)
    #expect(try found(content).contains("content form.too-much-data"))
    content = try FormWorld.content([String(repeating: "k", count: 1_000): "x"])
    #expect(try FormWorld.verdict(content).violations.first?.field.count == FormLimits.echoedCharacters)
  }

  @Test func `A supplement replaces what was there`() throws {
    let content = try FormWorld.content(["kind": "new"])
    let later = content.supplemented(values: ["kind": "lost"], attachments: ["extra": .shownAtCounter])
    #expect(later.values["kind"] == "lost" && later.values["name"] == "Siti")
    #expect(later.attachments.count == 2)
    #expect(later.blobs == [FormWorld.blob])
  }

  @Test func `Whatever is written, checking ends, and canonical text stays as it is`() throws {
    var random = SeededGenerator(seed: 6)
    let pieces = [
      "1802071708950003", "2026-11-23", "09:05", "12", "-", ".", " ", "\n", "\u{0}", "\u{301}", "e", "@", "x.id", "+62",
      "08",
      "Rp", "1.000", "ya", "lost", "new", "18.02.07.2001", "🏳️‍🌈", "\u{202E}", "A", "BE 1", "\r", "\r\n", "police",
    ]
    let ids = FormWorld.form.map(\.id) + ["zoo", "", "kk", "letter"]
    let service = try FormWorld.service()
    let areas = try TestData.areas()
    for _ in 0..<5_000 {
      var content = ApplicationContent(
        service: service.code, channel: ["online", "counter", ""].randomElement(using: &random) ?? "")
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let id = ids.randomElement(using: &random) ?? ""
        content.values[id] = (0..<Int.random(in: 0...3, using: &random)).map { _ in
          pieces.randomElement(using: &random) ?? ""
        }
        .joined()
        if Bool.random(using: &random) { content.consents[id] = content.values[id] }
        if Int.random(in: 0..<6, using: &random) == 0 { content.attachments[id] = .shownAtCounter }
      }
      let first = FormValidator.validate(content, against: service, areas: areas, today: FormWorld.today)
      let second = FormValidator.validate(first.content, against: service, areas: areas, today: FormWorld.today)
      #expect(first == second)
    }
  }
}
