import Logging
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import ServiceLifecycle

/// Makes the agencies' document keys and their lists of documents out of force known at the gateway: soon after a change,
/// and every few hours, so that verifiers see a fresh date.
struct DocumentListPublisher: Service {
  /// How long a revocation may stay unknown at the gateway.
  private static let interval = Duration.seconds(2)
  private static let refresh = Duration.seconds(6 * 3600)
  private static let patience = Duration.seconds(30)
  /// Entries of a list: what fits in a frame. An agency that retires more needs lists in parts.
  static let maximumEntries = 20_000

  private struct Published: Equatable {
    var changes: Int64
    var key: [UInt8]
    var link: ObjectIdentifier
    var at: MallInstant
  }

  let mall: String
  let database: Database
  let store: SignedDocumentStore
  let agencies: [AgencyID]
  let keys: DocumentKeys
  let line: GatewayLine
  let logger: Logger

  func run() async throws {
    var published: [AgencyID: Published] = [:]
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      keys.reload()
      for agency in agencies {
        do {
          published[agency] = try await publish(agency, known: published[agency])
        } catch {
          logger.warning(
            "A list of documents could not be published; it is tried again",
            metadata: ["agency": "\(agency)", "reason": "\(error)"])
        }
      }
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
      } catch {
        return
      }
    }
  }

  private func publish(_ agency: AgencyID, known: Published?) async throws -> Published? {
    let now = MallClock.system.now()
    guard let link = line.link, let key = keys.signing(for: agency, at: now) else { return known }
    let changes = try await database.read { try SignedDocumentStore.changes(of: agency, in: $0) }
    if let known, known.changes == changes, known.key == key.certificate.keyID, known.link == ObjectIdentifier(link),
      now.duration(since: known.at) < Self.refresh
    {
      return known
    }
    let retired = try await database.read {
      try store.retired(by: agency, limit: Self.maximumEntries + 1, in: $0)
    }
    guard retired.count <= Self.maximumEntries else {
      throw Refusal(.resourceExhausted, detail: "at most \(Self.maximumEntries) documents out of force in a list")
    }
    let list = Wire.DocumentStatusList(
      agency: agency.text, mall: mall, atMs: now.milliseconds,
      entries: retired.map {
        Wire.DocumentStatus(markHash: $0.markHash, state: $0.state.rawValue, since: $0.since.description)
      })
    let request = Wire.PublishDocumentListRequest(
      agency: agency.text, keys: keys.certificates(of: agency), list: try key.sign(list))
    _ = try await link.request(
      OutgoingRequest(method: Method.documentPublish.rawValue, body: request.encoded(), timeout: Self.patience))
    return Published(changes: changes, key: key.certificate.keyID, link: ObjectIdentifier(link), at: now)
  }
}
