import Foundation
import Logging
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import Testing

@testable import AgencyKit

/// An agency's node without sockets: a real database and real keys in a folder of its own, and a clock that stands still.
struct AgencyWorld {
  static let start = "2026-11-23"

  let folder: URL
  let parts: AgencyParts
  let offices: AgencyOffices
  let desks: AgencyDesks
  let trust: MallTrust
  let gateway: Act
  let officer: Act

  /// - Parameters:
  ///   - register: answers for the population register, which this node then serves as well.
  ///   - office: opens the agency's own office; the one of its manifest when nil.
  static func open(
    _ agency: Agency, register: (any BackOffice)? = nil, office: (@Sendable (AgencyTools) -> any BackOffice)? = nil,
    today: String = start, makesExamples: Bool = true
  ) async throws -> AgencyWorld {
    let folder = FileManager.default.temporaryDirectory.appending(path: "agency-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var agencies = [agency]
    if register != nil {
      agencies.append(
        try Services.agency("disdukcapil", services: [], queries: [Services.answersAge, Services.reserves]))
    }
    let program = AgencyProgram(name: "general", domain: .general) { tools in
      if let register, tools.agency.text == "disdukcapil" { return register }
      return office?(tools) ?? ManifestBackOffice(tools)
    }
    let machineNow = MallClock.system.now()
    let authority = try CertificateAuthority.create(
      in: folder.appending(path: "ca").path, mall: "contoh", at: machineNow)
    let credential = try authority.issue(
      CredentialRequest(
        node: NodeID("general"), roles: [.agency], agencies: Set(agencies.map(\.id)), validFrom: machineNow))
    let noon = MallInstant(jakarta: try #require(LocalDate(today)), try #require(LocalTime("12:00")))
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let parts = AgencyParts(
      node: try NodeID("general"),
      database: try Database.open(
        "sqlite:" + folder.appending(path: "mall.sqlite").path,
        migrations: StoreSchema.node + program.allMigrations, clock: .system, logger: logger),
      sealer: try Sealer.load(keyFile: folder.appending(path: "seal.key").path),
      clock: AdjustableClock(system: .fixed(at: noon)), calendar: try deployed("holidays.csv", WorkingCalendar.init),
      areas: try deployed("areas.csv", AreaTable.init), signer: try Signer(credential), signals: NodeSignals(),
      makesExamples: makesExamples, documentKeys: try documentKeys(authority, agency.id, in: folder, logger),
      logger: logger, trust: authority.trust)
    let offices = try parts.open(program, agencies)
    let gatewayNode = try NodeID("gateway")
    return AgencyWorld(
      folder: folder, parts: parts, offices: offices,
      desks: AgencyDesks(parts, offices: offices, line: GatewayLine()), trust: authority.trust,
      gateway: Act(
        principal: Principal(role: .gateway, subject: "gateway", voucher: gatewayNode), method: "delivery.deliver",
        gateway: gatewayNode),
      officer: Act(
        principal: Principal(role: .officer, subject: "siti", voucher: gatewayNode, agencies: [agency.id]),
        method: "case.test", gateway: gatewayNode))
  }

  private static func deployed<Table>(_ name: String, _ read: (String) throws -> Table) throws -> Table {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try read(String(contentsOf: root.appending(path: "deploy/data/\(name)"), encoding: .utf8))
  }

  /// A key for the agency whose cases the tests bring to their end.
  private static func documentKeys(
    _ authority: CertificateAuthority, _ agency: AgencyID, in folder: URL, _ logger: Logger
  ) throws -> DocumentKeys {
    let keys = folder.appending(path: "document-keys")
    try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: true)
    let start = MallClock.system.now().adding(.seconds(-400 * 86_400))
    try authority.issueDocumentKey(for: agency, from: start, validFor: .seconds(800 * 86_400)).write(
      to: keys.appending(path: "\(agency).pem").path)
    return DocumentKeys(folder: keys, agencies: [agency], trust: authority.trust, logger: logger)
  }

  func close() {
    parts.database.close()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Closes the world whatever the body does.
  static func run(
    _ agency: Agency, register: (any BackOffice)? = nil, office: (@Sendable (AgencyTools) -> any BackOffice)? = nil,
    today: String = start, makesExamples: Bool = true, _ body: (AgencyWorld) async throws -> Void
  ) async throws {
    let world = try await open(
      agency, register: register, office: office, today: today, makesExamples: makesExamples)
    defer { world.close() }
    try await body(world)
  }

  var now: MallInstant { parts.clock.now }
}

// MARK: - What the mall does

extension AgencyWorld {
  func deliver(_ kind: String, _ message: some WireMessage, as act: Act? = nil) async throws {
    let delivery = Wire.Delivery(kind: kind, content: message.encoded())
    let (cases, act) = (desks.cases, act ?? gateway)
    try await parts.database.write { try cases.receive(delivery, act: act, in: $0) }
  }

  /// Delivers an application and returns its case.
  @discardableResult
  func file(
    _ service: PublicService, values: [String: String] = ["nik": People.adult, "nama": "Budi Santoso"],
    attachments: [String: ApplicationContent.Attachment] = [:], caseID: CaseID? = nil
  ) async throws -> CaseID {
    let caseID = caseID ?? CaseID.make(at: now)
    let content = ApplicationContent(
      service: service.code, channel: .counter, values: values, attachments: attachments)
    try await deliver(
      DeliveryKind.applicationFiled,
      Wire.ApplicationFiled(
        caseID: caseID.text, agency: service.code.agency.text, serviceVersion: "1",
        acceptedAtMs: now.milliseconds, content: Wire.ApplicationContent(content),
        service: Wire.PublicService(service)))
    return caseID
  }

  func pay(_ caseID: CaseID, _ amount: Int64, agency: String = "polres") async throws {
    let bill = Bill(
      code: try #require(BillingCode(kind: .mallServiceFee, year: 2026, serial: 1)), amount: Rupiah(amount),
      state: .paid, purpose: Services.text("SKCK"), expiresOn: LocalDate(jakarta: now), agency: try AgencyID(agency),
      caseID: caseID, receiptNumber: "NTPD-1", paidAt: now)
    try await deliver(
      DeliveryKind.paymentRecorded,
      Wire.PaymentRecorded(caseID: caseID.text, agency: agency, bill: Wire.Bill(bill), bankReference: "B-1"))
  }
}

// MARK: - What an officer does

extension AgencyWorld {
  func claim(_ caseID: CaseID, as act: Act? = nil) async throws -> Wire.CaseStepResponse {
    try await desks.officers.claim(
      Wire.ClaimRequest(agency: "polres", caseID: caseID.text), act: act ?? officer)
  }

  func decide(
    _ caseID: CaseID, _ decision: String, reason: String = "", version: UInt64 = 0
  ) async throws -> Wire.CaseStepResponse {
    try await desks.officers.decide(
      Wire.DecideRequest(
        agency: "polres", caseID: caseID.text, decision: decision, reason: reason, version: version),
      act: officer)
  }

  func issue(_ caseID: CaseID) async throws -> Wire.CaseStepResponse {
    try await desks.officers.issue(Wire.IssueRequest(agency: "polres", caseID: caseID.text), act: officer)
  }

  func show(_ caseID: CaseID) async throws -> Wire.ShowCaseResponse {
    try await desks.officers.show(Wire.ShowCaseRequest(agency: "polres", caseID: caseID.text), act: officer)
  }

  /// Everything up to the document.
  @discardableResult
  func issueFully(_ service: PublicService, fee: Int64) async throws -> Wire.Document {
    let caseID = try await file(service)
    _ = try await claim(caseID)
    _ = try await decide(caseID, "approve")
    if fee > 0 { try await pay(caseID, fee) }
    return try #require(try await issue(caseID).output)
  }
}

// MARK: - What was written

extension AgencyWorld {
  /// Events that wait for the gateway, in order; their signatures are checked.
  func toldEvents() async throws -> [Wire.CaseEvent] {
    let waiting = try await parts.database.read {
      try Outbox.pending(SignedDeliveries.destination, after: 0, limit: 100, in: $0)
    }
    let verifier = SignatureVerifier(trust: trust, receivers: ["gateway"])
    return try waiting.filter { $0.kind == DeliveryKind.caseEvent }.map { delivery in
      let signature = try Wire.Signature(decoding: try #require(delivery.signature))
      let author = try verifier.verify(signature, method: delivery.kind, body: delivery.content(openedBy: parts.sealer))
      #expect(author.node == parts.node)
      return try Wire.CaseEvent(decoding: delivery.content(openedBy: parts.sealer))
    }
  }

  /// How many rows everything has that a step may write.
  func footprint() async throws -> [Int64?] {
    try await parts.database.read { transaction in
      try ["outbox", "case_events", "audit", "issued_documents", "cases"].map { table in
        try transaction.integer("SELECT COUNT(*) FROM \(table)")
      } + [try transaction.integer("SELECT SUM(version) FROM cases")]
    }
  }
}

/// A register that gives the same answer to everybody, and writes one bill.
struct FixedRegister: BackOffice {
  let verdict: ExchangeAnswer.Verdict

  func questions(about file: CaseFile) -> [AgencyQuestion] { [] }
  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] { [] }
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge { .nothing }
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument { throw Refusal(.unimplemented) }
  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {}
  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill {
    guard let code = BillingCode(kind: .ruralAndUrbanProperty, year: period, serial: 7) else {
      throw Refusal(.notFound)
    }
    return Bill(
      code: code, amount: Rupiah(180_000), state: .active, purpose: Services.text("PBB"),
      expiresOn: LocalDate.latest, agency: try AgencyID("disdukcapil"), object: object, period: period)
  }

  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    throw Refusal(.unimplemented)
  }

  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    ExchangeAnswer(verdict: verdict, values: ["birth-date": "1995-08-17"], at: MallInstant(milliseconds: 0))
  }
}
