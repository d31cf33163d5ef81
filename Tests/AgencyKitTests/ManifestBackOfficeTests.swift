import MallDomain
import MallStore
import MallWire
import Testing

@testable import AgencyKit

@Suite struct ManifestBackOfficeTests {
  private func findings(
    _ service: PublicService, _ values: [String: String],
    attachments: [String: ApplicationContent.Attachment] = [:], in world: AgencyWorld
  ) async throws -> [Finding] {
    let caseID = try await world.file(service, values: values, attachments: attachments)
    return try await world.show(caseID).findings.map { try Finding(wire: $0) }
  }

  @Test func `Numbers have no gaps: what a refused issue took, the next one gets`() async throws {
    let service = try Services.policeRecord(fee: Fee(kind: .free, amount: nil, note: ""))
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      #expect(try await world.issueFully(service, fee: 0).number == "SKCK/18.02/2026/000001")
      let office = try world.offices.office(of: AgencyID("polres"))
      let file = try caseFile(service, at: world.now)
      await #expect(throws: CancellationError.self) {
        try await world.parts.database.write { transaction in
          _ = try office.issue(file, in: transaction)
          throw CancellationError()
        }
      }
      #expect(try await world.issueFully(service, fee: 0).number == "SKCK/18.02/2026/000002")
    }
  }

  private func caseFile(_ service: PublicService, at now: MallInstant) throws -> CaseFile {
    return CaseFile(
      caseID: CaseID.make(at: now), agency: service.code.agency, service: service,
      content: ApplicationContent(
        service: service.code, channel: .counter, values: ["nik": People.adult, "nama": "Budi"]),
      filedAt: now, now: now)
  }

  @Test func `A service without document types issues under its own name, one with several hands out all`() async throws
  {
    let free = Fee(kind: .free, amount: nil, note: "")
    let plain = try Services.policeRecord(code: "polres.izin", fee: free, issues: [], validityMonths: nil)
    let several = try Services.policeRecord(code: "polres.paket", fee: free, issues: ["sim", "skck"])
    try await AgencyWorld.run(Services.agency("polres", services: [plain, several])) { world in
      let single = try await world.issueFully(plain, fee: 0)
      #expect(single.number == "IZIN/18.02/2026/000001")
      #expect(single.validThrough.isEmpty)
      let pair = try await world.issueFully(several, fee: 0)
      #expect(pair.number == "SIM/18.02/2026/000001")
      #expect(pair.fields.last == Wire.FieldValue(field: "skck", value: "SKCK/18.02/2026/000001"))
      let store = DocumentStore(sealer: world.parts.sealer)
      let held = try await world.parts.database.read {
        try store.documents(type: "skck", holder: People.adult, in: $0)
      }
      #expect(held.count == 1)
    }
  }

  @Test func `The register is asked whether the applicant lives where the manifest declares it; who died is told`()
    async throws
  {
    let service = try Services.policeRecord(fee: Fee(kind: .free, amount: nil, note: ""))
    let asks = QueryDeclaration(
      fact: Fact.isAlive.rawValue, direction: .asks, purposes: ["application-check"], roles: ["agency"])
    let agency = try Services.agency("polres", services: [service], queries: [asks])
    try await AgencyWorld.run(agency) { world in
      var file = try caseFile(service, at: world.now)
      let questions = RegisterQuestions(asking: agency).questions(about: file)
      #expect(questions.map(\.question.fact) == [Fact.isAlive.rawValue])
      #expect(
        RegisterQuestions(asking: try Services.agency("polres", services: [service])).questions(about: file) == [])
      let office = try world.offices.office(of: AgencyID("polres"))
      for (verdict, isTold) in [(ExchangeAnswer.Verdict.yes, false), (.no, true), (.unknown, false)] {
        file.answers = Dictionary(
          uniqueKeysWithValues: questions.map { ($0, ExchangeAnswer(verdict: verdict, at: file.now)) })
        let asked = file
        let findings = try await world.parts.database.read { try office.examine(asked, in: $0) }
        #expect(findings.contains { $0.rule == "life" && $0.severity == .warning } == isTold)
      }
    }
  }

  @Test(
    arguments: [
      // rule kind, other field, value, answers, severity (nil: the rule does not apply)
      (ServiceRule.Kind.minimumAge, nil, "17", ["nik": People.adult], Finding.Severity.passed),
      (.minimumAge, nil, "17", ["nik": People.child], .blocks),
      // The age counts on the date in the other field: 17 in March 2032.
      (.minimumAge, "mulai", "17", ["nik": People.child, "mulai": "2032-03-03"], .passed),
      (.minimumAge, "mulai", "17", ["nik": People.child, "mulai": "2032-03-02"], .blocks),
      (.notBefore, "mulai", nil, ["nik": People.adult, "mulai": "2026-12-01", "akhir": "2026-12-01"], .passed),
      (.notBefore, "mulai", nil, ["nik": People.adult, "mulai": "2026-12-01", "akhir": "2026-11-30"], .blocks),
      (.notBefore, "mulai", nil, ["nik": People.adult, "mulai": "2026-12-01"], nil),
      (.workingDaysAhead, nil, "3", ["nik": People.adult, "akhir": "2026-11-26"], .passed),
      (.workingDaysAhead, nil, "3", ["nik": People.adult, "akhir": "2026-11-25"], .blocks),
      (.atMost, nil, "10", ["nik": People.adult, "jumlah": "10"], .passed),
      (.atMost, nil, "10", ["nik": People.adult, "jumlah": "11"], .blocks),
      (.noActiveDocument, nil, "skck", ["nik": People.adult], .passed),
      (.activeDocument, nil, "skck", ["nik": People.adult], .blocks),
    ] as [(ServiceRule.Kind, String?, String?, [String: String], Finding.Severity?)])
  func `Each kind of rule judges by the form, the calendar and the register`(
    kind: ServiceRule.Kind, other: String?, value: String?, answers: [String: String], severity: Finding.Severity?
  ) async throws {
    let field =
      switch kind {
      case .minimumAge, .noActiveDocument, .activeDocument: "nik"
      case .notBefore, .workingDaysAhead: "akhir"
      case .atMost: "jumlah"
      }
    let service = try Services.policeRecord(rules: [Services.rule("r", kind, field, other: other, value: value)])
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let found = try await findings(service, answers.merging(["nama": "Budi"]) { $1 }, in: world)
      #expect(found.first { $0.rule == "r" }?.severity == severity)
      if severity == .blocks {
        #expect(found.first { $0.rule == "r" }?.text == Services.text("Aturan r."))
      }
    }
  }

  @Test func `The register decides who has a document already`() async throws {
    let free = Fee(kind: .free, amount: nil, note: "")
    let first = try Services.policeRecord(
      fee: free, rules: [Services.rule("belum-punya", .noActiveDocument, "nik", value: "skck")])
    let change = try Services.policeRecord(
      code: "polres.ubah", fee: free, rules: [Services.rule("sudah-punya", .activeDocument, "nik", value: "skck")],
      issues: [])
    try await AgencyWorld.run(Services.agency("polres", services: [first, change])) { world in
      try await world.issueFully(first, fee: 0)
      let answers = ["nik": People.adult, "nama": "Budi"]
      #expect(try await findings(first, answers, in: world).map(\.severity) == [.blocks])
      #expect(try await findings(change, answers, in: world).map(\.severity) == [.passed])
    }
  }

  @Test func `Documents are met by evidence, a file or the counter; the officer confirms the rest`() async throws {
    func requirement(_ id: String, _ kind: Requirement.Kind = .document, required: Bool = true) -> Requirement {
      Requirement(id: id, name: Services.text(id), kind: kind, isRequired: required)
    }
    let service = try Services.policeRecord(
      rules: [],
      requirements: [
        requirement("foto"), requirement("kk"), requirement("surat"), requirement("kis", required: false),
        requirement("hadir", .presence),
      ])
    let photo = BlobReference(
      sha256: [UInt8](repeating: 7, count: 32), size: 10, name: "foto.jpg", mediaType: "image/jpeg")
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let found = try await findings(
        service, ["nik": People.adult, "nama": "Budi"],
        attachments: ["foto": .file(photo), "kk": .shownAtCounter], in: world)
      #expect(found.map(\.field) == ["foto", "kk", "surat", "kis", "hadir"])
      #expect(found.map(\.severity) == [.passed, .passed, .blocks, .passed, .warning])
    }
  }

  @Test func `An example is made for people who fulfil what the service asks of them`() async throws {
    let change = try Services.policeRecord(
      fee: Fee(kind: .free, amount: nil, note: ""),
      rules: [Services.rule("sudah-punya", .activeDocument, "nik", value: "skck")], issues: [])
    try await AgencyWorld.run(Services.agency("polres", services: [change])) { world in
      let content = try await world.desks.examples.example(for: change.code)
      let found = try await findings(change, content.values, in: world)
      #expect(found.map(\.severity) == [.passed])
    }
  }
}
