import MallDomain
import Testing

@testable import MallWire

@Suite("Domain values over the wire")
struct MappingTests {
  @Test("an agency with everything in it comes back the same")
  func agency() throws {
    let bytes = Wire.Agency(Samples.agency).encoded()
    #expect(try Agency(wire: Wire.Agency(decoding: bytes)) == Samples.agency)
  }

  @Test("what is absent stays absent")
  func sparseService() throws {
    var service = Samples.service
    service.fee = Fee(kind: .free, amount: nil, note: "")
    service.serviceLevel = .workingMinutes(15)
    service.policy = ServicePolicy()
    service.requirements = []
    service.form = []
    service.name = LocalizedText(indonesian: "PBB")
    #expect(try PublicService(wire: Wire.PublicService(service)) == service)
  }

  @Test("an application's content comes back the same, and equal contents give equal bytes")
  func content() throws {
    let wire = Wire.ApplicationContent(Samples.content)
    #expect(try ApplicationContent(wire: wire) == Samples.content)
    var reordered = ApplicationContent(service: Samples.content.service, channel: Samples.content.channel)
    for key in Samples.content.values.keys.sorted(by: >) { reordered.values[key] = Samples.content.values[key] }
    for key in Samples.content.attachments.keys.sorted(by: >) {
      reordered.attachments[key] = Samples.content.attachments[key]
    }
    reordered.files = Samples.content.files
    reordered.consents = Samples.content.consents
    #expect(Wire.ApplicationContent(reordered).encoded() == wire.encoded())
  }

  @Test("a principal comes back the same")
  func principal() throws {
    let principal = Principal(
      role: .officer, subject: "siti", voucher: Samples.identifier("tax"),
      agencies: [Samples.identifier("bapenda"), Samples.identifier("samsat")])
    #expect(try Principal(wire: Wire.Principal(principal)) == principal)
  }

  @Test("a service that can't be read is refused, and the field is named")
  func hostileService() {
    let changes: [(String, (inout Wire.PublicService) -> Void)] = [
      ("service.code", { $0.code = "../../etc" }),
      ("service.code", { $0.code = "" }),
      ("service.name", { $0.name = nil }),
      ("service.category", { $0.category = "x" }),
      ("service.life_events", { $0.lifeEvents = ["birth", "x"] }),
      ("service.description", { $0.description = nil }),
      ("service.requirements.kind", { $0.requirements[0].kind = "" }),
      ("service.requirements.source", { $0.requirements[0].source = "x" }),
      ("service.fee", { $0.fee = nil }),
      ("service.fee.kind", { $0.fee?.kind = "gratis" }),
      ("service.fee.amount", { $0.fee?.amount?.rupiah = -1 }),
      ("service.fee.rule.cases", { $0.fee?.rule?.cases[0].rupiah = .min }),
      ("service.fee.rule.otherwise_rupiah", { $0.fee?.rule?.otherwiseRupiah = -5 }),
      ("service.sla", { $0.sla = nil }),
      ("service.sla", { $0.sla = Wire.Sla() }),
      ("service.sla", { $0.sla = Wire.Sla(workingDays: 1, workingMinutes: 1) }),
      ("service.output", { $0.output = nil }),
      ("service.channels", { $0.channels = ["counter", "fax"] }),
      ("service.form.id", { $0.form[0].id = "" }),
      ("service.form.type", { $0.form[0].type = "blob" }),
      ("service.form.options.label", { $0.form[0].options[0].label = nil }),
      ("service.complaints", { $0.complaints = nil }),
      ("service.rules.kind", { $0.rules[0].kind = "always" }),
    ]
    for (field, change) in changes {
      var wire = Wire.PublicService(Samples.service)
      change(&wire)
      expectRefusal(naming: field) { _ = try PublicService(wire: wire) }
    }
  }

  @Test("content that can't be read is refused, and the field is named")
  func hostileContent() {
    let changes: [(String, (inout Wire.ApplicationContent) -> Void)] = [
      ("content.service", { $0.service = "bapenda" }),
      ("values", { $0.values.append($0.values[0]) }),
      ("values", { $0.values.append(Wire.FieldValue(field: "kelas", blob: Wire.BlobReference(Samples.blob))) }),
      ("values", { $0.values[0].blob = Wire.BlobReference(Samples.blob) }),
      ("blob.sha256", { $0.values[2].blob?.sha256 = [1, 2] }),
      ("attachments.blob", { $0.attachments[0].shownAtCounter = true }),
      ("attachments.blob", { $0.attachments[0].blob = nil }),
      ("attachments", { $0.attachments.append($0.attachments[1]) }),
      ("content.consents", { $0.consents.append($0.consents[0]) }),
    ]
    for (field, change) in changes {
      var wire = Wire.ApplicationContent(Samples.content)
      change(&wire)
      expectRefusal(naming: field) { _ = try ApplicationContent(wire: wire) }
    }
  }

  @Test("opening hours outside the day are refused")
  func hostileOpeningHours() {
    for hours in [
      Wire.OpeningHours(opens: 480, closes: 470), Wire.OpeningHours(opens: 0, closes: .max),
      Wire.OpeningHours(fridayBreakStarts: 10, fridayBreakEnds: 9),
    ] {
      expectRefusal(naming: "agency.opening_hours") { _ = try OpeningHours(wire: hours) }
    }
  }

  @Test("no random message makes a mapping crash")
  func randomMessages() {
    var source = RandomSource(seed: 3)
    for _ in 0..<200 {
      acceptsOrRefuses { _ = try Agency(wire: Wire.Agency(random: &source)) }
      acceptsOrRefuses { _ = try PublicService(wire: Wire.PublicService(random: &source)) }
      acceptsOrRefuses { _ = try FormField(wire: Wire.FormField(random: &source)) }
      acceptsOrRefuses { _ = try ApplicationContent(wire: Wire.ApplicationContent(random: &source)) }
      acceptsOrRefuses { _ = try Principal(wire: Wire.Principal(random: &source)) }
      acceptsOrRefuses { _ = try Bill(wire: Wire.Bill(random: &source)) }
      acceptsOrRefuses { _ = try IssuedDocument(wire: Wire.Document(random: &source)) }
      acceptsOrRefuses { _ = try CaseEvent(wire: Wire.CaseEvent(random: &source)) }
      acceptsOrRefuses { _ = try ExchangeQuestion(wire: Wire.ExchangeQuery(random: &source)) }
      acceptsOrRefuses { _ = try ExchangeAnswer(wire: Wire.ExchangeAnswer(random: &source)) }
      _ = Wire.Status(random: &source).refusal
    }
  }

  private func expectRefusal(naming field: String, _ read: () throws -> Void) {
    do {
      try read()
      Issue.record("\(field) was accepted")
    } catch {
      #expect((error as? Refusal)?.code == .invalidArgument)
      #expect("\(error)".contains(field), "\(error)")
    }
  }

  private func acceptsOrRefuses(_ read: () throws -> Void) {
    do {
      try read()
    } catch {
      #expect((error as? Refusal)?.code == .invalidArgument, "\(error)")
    }
  }
}
