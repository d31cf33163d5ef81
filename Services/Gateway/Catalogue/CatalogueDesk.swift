import Crypto
import Foundation
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import ServiceLifecycle
import Synchronization

/// The mall's one catalogue: what agencies publish, merged, kept, listed and searched.
///
/// Changes pass one at a time through `run()`, which writes each down before it shows; readers see the last one shown.
final class CatalogueDesk: Service {
  private struct Shown: Sendable {
    var directory: CatalogueDirectory
    var index: CatalogueIndex
    var sightings: [AgencyID: CatalogueLog.Sighting]
  }

  private struct Change: Sendable {
    /// Written in the commit of the change, if it changes anything.
    var audit: AuditEntry
    var apply: @Sendable (inout CatalogueDirectory) throws(Refusal) -> [CatalogueAction]
    var done: CheckedContinuation<Void, any Error>
  }

  private enum Work: Sendable {
    case change(Change)
    case sighting(AgencyID, NodeID)
  }

  let runtime: NodeRuntime
  let links: AgencyLinks
  private let log = CatalogueLog()
  private let shown: Mutex<Shown>
  private let work: AsyncStream<Work>
  private let post: AsyncStream<Work>.Continuation

  private init(
    runtime: NodeRuntime, links: AgencyLinks, directory: CatalogueDirectory,
    sightings: [AgencyID: CatalogueLog.Sighting]
  ) {
    self.runtime = runtime
    self.links = links
    shown = Mutex(
      Shown(directory: directory, index: CatalogueIndex(directory.published), sightings: sightings))
    (work, post) = AsyncStream.makeStream()
  }

  /// Reads the catalogue as it was when the gateway stopped.
  static func load(runtime: NodeRuntime, links: AgencyLinks) async throws -> CatalogueDesk {
    let log = CatalogueLog()
    let (entries, sightings) = try await runtime.database.read { transaction in
      (try log.entries(in: transaction), try log.sightings(in: transaction))
    }
    let directory = CatalogueDirectory(hash: versionName, restoring: try entries.map(CatalogueAction.init(entry:)))
    return CatalogueDesk(runtime: runtime, links: links, directory: directory, sightings: sightings)
  }

  /// 128 bits of SHA-256 in hexadecimal: enough that no two versions share a name, short enough to read.
  static let versionName: @Sendable (String) -> String = { text in
    SHA256.hash(data: Data(text.utf8)).prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  func run() async throws {
    await withGracefulShutdownHandler {
      for await item in work {
        switch item {
        case .change(let change): await carryOut(change)
        case .sighting(let agency, let node): await keep(agency, node)
        }
      }
    } onGracefulShutdown: {
      self.post.finish()
    }
  }

  private func carryOut(_ change: Change) async {
    var directory = shown.withLock { $0.directory }
    do {
      let actions = try change.apply(&directory)
      if !actions.isEmpty {
        let now = runtime.clock.now
        let entries = actions.map { CatalogueLog.Entry(action: $0, at: now) }
        let audit = AuditLog(sealer: runtime.sealer)
        try await runtime.database.write { [log] transaction in
          try log.append(entries, in: transaction)
          _ = try audit.append(change.audit, in: transaction)
        }
        let index = CatalogueIndex(directory.published)
        shown.withLock { [directory] shown in
          shown.directory = directory
          shown.index = index
        }
      }
      change.done.resume()
    } catch {
      change.done.resume(throwing: error)
    }
  }

  private func change(
    _ subject: CatalogueChange.Subject, by call: Call,
    _ apply: @escaping @Sendable (inout CatalogueDirectory) throws(Refusal) -> [CatalogueAction]
  ) async throws {
    let audit = AuditEntry(
      at: runtime.clock.now, principal: call.principal, method: call.method.rawValue, purpose: "catalogue",
      caseID: nil, subject: nil, detail: subject.text, outcome: .ok)
    try await withCheckedThrowingContinuation { continuation in
      let result = post.yield(.change(Change(audit: audit, apply: apply, done: continuation)))
      if case .terminated = result {
        continuation.resume(throwing: Refusal(.unavailable, detail: "the gateway is stopping"))
      }
    }
  }

  // MARK: - What is published

  var directory: CatalogueDirectory { shown.withLock { $0.directory } }

  func sighting(of agency: AgencyID) -> CatalogueLog.Sighting? { shown.withLock { $0.sightings[agency] } }

  func search(_ text: String) -> [CatalogueIndex.Hit] { shown.withLock { $0.index }.search(text) }

  /// The version of a service that is in force now.
  func published(_ code: ServiceCode) throws(Refusal) -> PublishedService {
    let directory = directory
    let summary = try directory.service(code, connected: [])
    return PublishedService(
      service: summary.service, version: summary.version, agency: code.agency, agencyName: summary.agencyName,
      openingHours: directory.agency(code.agency)?.openingHours ?? .standard)
  }

  /// The version under which a case was filed.
  func published(_ code: ServiceCode, version: String) throws(Refusal) -> PublishedService {
    let directory = directory
    guard let service = directory.service(code, version: version), let agency = directory.agency(code.agency) else {
      throw Refusal(.dataLoss, detail: "version \(version) of \(code)")
    }
    return PublishedService(
      service: service, version: version, agency: code.agency, agencyName: agency.name,
      openingHours: agency.openingHours)
  }

  // MARK: - Changes

  func publish(_ agency: Agency, by call: Call) async throws -> [CatalogueChange.Subject] {
    let now = runtime.clock.now
    let served = call.peer.agencies
    try await change(.agency(agency.id), by: call) { directory throws(Refusal) in
      try directory.publish(agency, servedByNode: served, at: now)
    }
    saw(agency.id, through: call.peer.node)
    return directory.pending(of: agency.id)
  }

  func approve(_ subject: CatalogueChange.Subject, version: String, by call: Call) async throws {
    try await change(subject, by: call) { directory throws(Refusal) in try directory.approve(subject, version: version)
    }
  }

  /// An agency is connected through a node, or was until now.
  func saw(_ agency: AgencyID, through node: NodeID) {
    post.yield(.sighting(agency, node))
  }

  private func keep(_ agency: AgencyID, _ node: NodeID) async {
    let sighting = CatalogueLog.Sighting(at: MallClock.system.now(), node: node)
    shown.withLock { $0.sightings[agency] = sighting }
    do {
      try await runtime.database.write { [log] in try log.saw(agency, through: node, at: sighting.at, in: $0) }
    } catch {
      runtime.logger.warning("When an agency was last seen could not be kept", metadata: ["agency": "\(agency)"])
    }
  }
}

/// One version of a service, with what the mall needs to know of its agency.
struct PublishedService: Sendable {
  var service: PublicService
  var version: String
  var agency: AgencyID
  var agencyName: LocalizedText
  var openingHours: OpeningHours
}
