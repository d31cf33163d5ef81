import Logging
import MallDomain
import MallLink
import MallNode
import MallStore

/// What the desks of a node's agencies work with.
package struct AgencyParts: Sendable {
  package var node: NodeID
  package var database: Database
  package var sealer: Sealer
  package var clock: AdjustableClock
  package var calendar: WorkingCalendar
  package var areas: AreaTable
  package var signer: Signer
  package var signals: NodeSignals
  /// Whether invented people may be entered in the registers, for examples.
  package var makesExamples: Bool
  /// The keys with which the agencies sign their documents.
  package var documentKeys: DocumentKeys
  package var logger: Logger
  /// Checks life events, which their authors sign for everybody.
  package var eventVerifier: SignatureVerifier

  package init(
    node: NodeID, database: Database, sealer: Sealer, clock: AdjustableClock, calendar: WorkingCalendar,
    areas: AreaTable, signer: Signer, signals: NodeSignals, makesExamples: Bool, documentKeys: DocumentKeys,
    logger: Logger, trust: MallTrust
  ) {
    self.node = node
    self.database = database
    self.sealer = sealer
    self.clock = clock
    self.calendar = calendar
    self.areas = areas
    self.signer = signer
    self.signals = signals
    self.makesExamples = makesExamples
    self.documentKeys = documentKeys
    self.logger = logger
    eventVerifier = SignatureVerifier(trust: trust, receivers: [SignedDeliveries.everybody])
  }

  init(_ runtime: NodeRuntime, documentKeys: DocumentKeys) throws {
    self.init(
      node: runtime.node, database: runtime.database, sealer: runtime.sealer, clock: runtime.clock,
      calendar: runtime.calendar, areas: runtime.areas, signer: try Signer(runtime.credential),
      signals: runtime.signals, makesExamples: runtime.configuration.examples,
      documentKeys: documentKeys, logger: runtime.logger, trust: runtime.credential.trust)
  }

  /// Opens the offices of agencies by their manifests.
  package func open(_ program: AgencyProgram, _ agencies: [Agency]) throws -> AgencyOffices {
    let manifests = Manifests(agencies)
    var offices: [AgencyID: any BackOffice] = [:]
    for agency in agencies {
      offices[agency.id] = try program.openOffice(
        AgencyTools(
          agency: agency.id, sealer: sealer, calendar: calendar, areas: areas, clock: clock.clock,
          manifests: manifests))
    }
    return AgencyOffices(manifests: manifests, offices: offices)
  }
}

/// The desks of a node's agencies, at one of which each request ends.
package struct AgencyDesks: Sendable {
  package let cases: CaseDesk
  package let officers: OfficerDesk
  package let exchange: ExchangeDesk
  package let bills: BillDesk
  package let examples: ExampleDesk
  package let expiry: CaseExpiry
  package let holds: PersonHolds
  package let papers: DocumentDesk
  package let registers: RegisterDesk
  package let events: LifeEventDesk
  package let tasks: TaskDesk

  /// - Parameter line: the link over which other agencies are asked.
  package init(_ parts: AgencyParts, offices: AgencyOffices, line: GatewayLine) {
    let audit = AuditLog(sealer: parts.sealer)
    let register = DocumentStore(sealer: parts.sealer)
    let documents = IssuedDocuments(register)
    let outgoing = SignedDeliveries(signer: parts.signer, sealer: parts.sealer)
    let book = CaseBook(
      cases: CaseStore(sealer: parts.sealer), audit: audit, offices: offices, calendar: parts.calendar,
      outgoing: outgoing, signals: parts.signals, holds: PersonHoldTable(sealer: parts.sealer))
    exchange = ExchangeDesk(
      node: parts.node, database: parts.database, offices: offices, documents: documents, audit: audit,
      clock: parts.clock, makesExamples: parts.makesExamples)
    let inquiries = Inquiries(QuestionRoute(line: line, signer: parts.signer, desk: exchange).ask)
    holds = PersonHolds(parts, inquiries: inquiries)
    expiry = CaseExpiry(database: parts.database, book: book, signals: parts.signals, node: parts.node)
    cases = CaseDesk(book: book, documents: documents, clock: parts.clock, logger: parts.logger)
    officers = OfficerDesk(
      database: parts.database, book: book, documents: documents,
      signing: DocumentSigning(store: register, keys: parts.documentKeys), inquiries: inquiries, holds: holds,
      clock: parts.clock, signals: parts.signals)
    papers = DocumentDesk(
      database: parts.database, offices: offices, store: register, audit: audit, clock: parts.clock)
    registers = RegisterDesk(database: parts.database, offices: offices, audit: audit, clock: parts.clock)
    let officerTasks = TaskStore(sealer: parts.sealer)
    events = LifeEventDesk(
      offices: offices, tasks: officerTasks, audit: audit, clock: parts.clock, verifier: parts.eventVerifier,
      logger: parts.logger)
    tasks = TaskDesk(
      database: parts.database, offices: offices, tasks: officerTasks, audit: audit, clock: parts.clock)
    bills = BillDesk(
      database: parts.database, offices: offices, outgoing: outgoing, audit: audit, clock: parts.clock,
      signals: parts.signals)
    examples = ExampleDesk(
      database: parts.database, offices: offices, inquiries: inquiries, areas: parts.areas,
      calendar: parts.calendar, clock: parts.clock, makesExamples: parts.makesExamples)
  }

  /// What deliveries do, by kind.
  var effects: [String: InboxDesk.Effect] {
    cases.effects.merging(events.effects) { own, _ in own }
  }

  func register(in handlers: inout MethodHandlers) {
    officers.register(in: &handlers)
    papers.register(in: &handlers)
    registers.register(in: &handlers)
    tasks.register(in: &handlers)
    exchange.register(in: &handlers)
    bills.register(in: &handlers)
    examples.register(in: &handlers)
  }
}
