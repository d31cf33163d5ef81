import Logging
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import ServiceLifecycle

/// The gateway, assembled: each desk answers its methods, the courier carries the outbox, the server holds the links.
struct GatewayNode: Sendable {
  private let runtime: NodeRuntime
  private let services: [any Service]

  /// Opens the node's database and everything that stands on it.
  ///
  /// - Parameter evidencePatience: how long an issuer may stay away before the citizen is asked instead.
  static func open(
    configuration: NodeConfiguration, listen: NodeAddress, connections: LinkServerOptions,
    admission: AdmissionControl.Limits, evidencePatience: Duration
  ) async throws -> GatewayNode {
    let runtime = try await NodeRuntime.open(
      configuration: configuration, migrations: StoreSchema.gateway)
    return try await GatewayNode(
      runtime: runtime, listen: listen, connections: connections, admission: admission,
      evidencePatience: evidencePatience)
  }

  private init(
    runtime: NodeRuntime, listen: NodeAddress, connections: LinkServerOptions, admission: AdmissionControl.Limits,
    evidencePatience: Duration
  ) async throws {
    self.runtime = runtime
    let links = AgencyLinks()
    let applications = ApplicationStore(sealer: runtime.sealer)
    let blobs = try BlobStore(
      folder: runtime.configuration.dataFolder.appending(path: "blobs").path, database: runtime.database,
      sealer: runtime.sealer, clock: .system)
    let catalogue = try await CatalogueDesk.load(runtime: runtime, links: links)
    let guesses = GuessGuard()
    let payments = PaymentDesk(runtime: runtime, applications: applications, guesses: guesses)
    let evidence = EvidenceGatherer(
      runtime: runtime, links: links, applications: applications, patience: evidencePatience)
    let submission = Submission(
      runtime: runtime, catalogue: catalogue, applications: applications, blobs: blobs, evidence: evidence)
    let bundles = BundleDesk(
      bundles: try BundleCatalogue(folder: runtime.configuration.deployFolder, catalogue: catalogue),
      submission: submission)
    let tracking = Tracking(
      runtime: runtime, catalogue: catalogue, links: links, applications: applications, payments: PaymentStore(),
      guesses: guesses,
      bundles: BundleTracking(
        runtime: runtime, bundles: bundles.bundles, applications: applications, store: bundles.store))
    let verifier = SignatureVerifier(
      trust: runtime.credential.trust, receivers: [runtime.node.text], clock: .system)
    // Checks what is signed for everybody: receipts and life events.
    let publicVerifier = SignatureVerifier(trust: runtime.credential.trust, receivers: [""], clock: .system)
    let caseEvents = CaseEventDesk(
      runtime: runtime, catalogue: catalogue, applications: applications, payments: payments,
      bundles: bundles)
    let lifeEvents = LifeEventForwarding(runtime: runtime, catalogue: catalogue, verifier: publicVerifier)
    let inbox = InboxDesk(
      runtime: runtime, verifier: verifier, signedKinds: DeliveryKind.signed,
      effects: caseEvents.effects.merging(lifeEvents.effects) { own, _ in own })
    let courier = OutboxCourier(runtime: runtime)
    let monitor = NodeMonitor(runtime: runtime) {
      links.nodes.map {
        NodeHealth.LinkState(
          node: $0.node.text, agencies: $0.agencies.map(\.text), sinceMilliseconds: $0.since.milliseconds)
      }
    }

    var handlers = MethodHandlers()
    catalogue.register(in: &handlers)
    bundles.bundles.register(in: &handlers)
    bundles.register(in: &handlers)
    Readmission(runtime: runtime, submission: submission, verifier: publicVerifier, guesses: guesses, bundles: bundles)
      .register(in: &handlers)
    tracking.register(in: &handlers)
    ApplicantSteps(
      runtime: runtime, catalogue: catalogue, applications: applications, blobs: blobs, tracking: tracking,
      bundles: bundles
    ).register(in: &handlers)
    BlobDesk(runtime: runtime, blobs: blobs, applications: applications).register(in: &handlers)
    payments.register(in: &handlers)
    VerificationDesk(runtime: runtime).register(in: &handlers)
    ClockDesk(runtime: runtime, links: links).register(in: &handlers)
    monitor.register(in: &handlers)
    SetAsideDesk(runtime: runtime, courier: courier).register(in: &handlers)
    InspectionDesk(runtime: runtime).register(in: &handlers)
    let backups = BackupDesk(runtime: runtime)
    backups.register(in: &handlers)
    handlers.on(.deliveryDeliver) { (delivery: Wire.Delivery, call) in
      try await inbox.receive(delivery, call: call)
    }

    let exchanges = ExchangeRecorder(runtime: runtime)
    let forwarding = RequestForwarding(links: links, node: runtime.node, exchanges: exchanges)
    let dispatcher = NodeDispatcher(
      handlers: handlers, verifier: verifier, logger: runtime.logger,
      forward: forwarding.forward, admission: Admission(limits: admission),
      opened: { link in
        for agency in links.opened(link, at: MallClock.system.now()) {
          courier.linkUp(agency.text, link)
        }
        evidence.wake()
      },
      closed: { link, _ in
        for agency in links.closed(link) {
          courier.linkDown(agency.text, link)
          catalogue.saw(agency, through: link.peer.node)
        }
      })
    let housekeeping = Housekeeping(
      runtime: runtime,
      chores: [
        .init("files of nobody") { _ in try await blobs.collectOrphans() },
        .init("bills past their last day") { _ in
          let today = LocalDate(jakarta: runtime.clock.now)
          let limit = today.adding(days: -PaymentDesk.reportingDelay)
          return try await runtime.database.write { try PaymentStore().expire(before: limit, in: $0) }
        },
      ])
    let server = try LinkServer(
      configuration: runtime.linkConfiguration(observer: LinkMetrics()),
      host: listen.host, port: listen.port, options: connections, handler: dispatcher)
    let revocations = RevocationWatcher(
      runtime: runtime, takers: [server.update, verifier.update, publicVerifier.update])
    let runFile = RunFileService(url: runtime.configuration.runFile, node: runtime.node.text, needsLinkPort: true)
    try await server.start()
    try runFile.linkListening(on: server.port ?? 0)
    runtime.logger.info("Listening for links", metadata: ["port": "\(server.port ?? 0)"])
    services = [
      runFile,
      monitor.server { port in try? runFile.httpListening(on: port) },
      revocations, housekeeping, catalogue, evidence, exchanges, backups, courier, server,
    ]
  }

  func run() async throws {
    try await runtime.run(services)
  }
}
