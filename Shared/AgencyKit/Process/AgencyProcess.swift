import Foundation
import Logging
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import ServiceLifecycle

/// An agency's node, assembled: it dials its gateway, publishes its manifests, takes deliveries and answers at its desks.
package struct AgencyProcess: Sendable {
  private let runtime: NodeRuntime
  private let services: [any Service]

  /// Opens the node's database and everything that stands on it.
  static func open(_ program: AgencyProgram, configuration: AgencyConfiguration) async throws -> AgencyProcess {
    let runtime = try await program.open(configuration.node)
    let folder = ManifestFolder(configuration.node.deployFolder)
    let agencies = try folder.agencies(configuration.agencies, domain: program.domain)
    let allowed = runtime.credential.identity.agencies
    if let stranger = agencies.first(where: { !allowed.contains($0.id) }) {
      throw Refusal(.permissionDenied, detail: "the credential of \(runtime.node) is not for agency \(stranger.id)")
    }
    return try AgencyProcess(
      program, runtime: runtime, folder: folder, agencies: agencies, documentKeys: configuration.documentKeys,
      to: configuration.gateway)
  }

  private init(
    _ program: AgencyProgram, runtime: NodeRuntime, folder: ManifestFolder, agencies: [Agency], documentKeys: URL,
    to gateway: NodeAddress
  ) throws {
    self.runtime = runtime
    let keys = DocumentKeys(
      folder: documentKeys, agencies: Set(agencies.map(\.id)), trust: runtime.credential.trust, logger: runtime.logger)
    let parts = try AgencyParts(runtime, documentKeys: keys)
    let offices = try parts.open(program, agencies)
    let line = GatewayLine()
    let desks = AgencyDesks(parts, offices: offices, line: line)
    let verifier = SignatureVerifier(
      trust: runtime.credential.trust, receivers: Set(agencies.map(\.id.text) + [runtime.node.text]))
    let inbox = InboxDesk(
      runtime: runtime, verifier: verifier, signedKinds: DeliveryKind.signed, effects: desks.effects)
    let courier = OutboxCourier(runtime: runtime)
    let membership = MallMembership(runtime: runtime, manifests: offices.manifests)
    let monitor = NodeMonitor(runtime: runtime) { line.health }

    var handlers = MethodHandlers()
    desks.register(in: &handlers)
    membership.register(in: &handlers)
    monitor.register(in: &handlers)
    SetAsideDesk(runtime: runtime, courier: courier).register(in: &handlers)
    InspectionDesk(runtime: runtime).register(in: &handlers)
    let backups = BackupDesk(runtime: runtime)
    backups.register(in: &handlers)
    handlers.on(.deliveryDeliver) { (delivery: Wire.Delivery, call) in
      try await inbox.receive(delivery, call: call)
    }
    let dispatcher = NodeDispatcher(
      handlers: handlers, verifier: verifier, logger: runtime.logger,
      opened: { link in
        line.opened(link)
        membership.linkOpened(link)
        courier.linkUp(SignedDeliveries.destination, link)
      },
      closed: { link, _ in
        line.closed(link)
        courier.linkDown(SignedDeliveries.destination, link)
      })
    let dialler = try LinkDialler(
      configuration: runtime.linkConfiguration(observer: LinkMetrics()), host: gateway.host, port: gateway.port,
      handler: dispatcher)
    let runFile = RunFileService(url: runtime.configuration.runFile, node: runtime.node.text, needsLinkPort: false)
    services = [
      runFile,
      monitor.server { port in try? runFile.httpListening(on: port) },
      RevocationWatcher(
        runtime: runtime, takers: [dialler.update, verifier.update, parts.eventVerifier.update, keys.update]),
      Housekeeping(
        runtime: runtime,
        chores: [
          .init("cases without an answer of their applicant") { _ in
            guard let gateway = line.link?.peer.node else { throw Refusal(.unavailable, detail: "the gateway is away") }
            return try await desks.expiry.expire(at: runtime.clock.now, gateway: gateway)
          }
        ]),
      backups, courier, membership, desks.holds,
      DocumentListPublisher(
        mall: runtime.mall, database: runtime.database, store: SignedDocumentStore(sealer: runtime.sealer),
        agencies: agencies.map(\.id), keys: keys, line: line, logger: runtime.logger),
      ManifestWatcher(
        folder: folder, manifests: offices.manifests, logger: runtime.logger, changed: membership.manifestChanged),
      dialler,
    ]
  }

  package func run() async throws {
    try await runtime.run(services)
  }
}
