import Foundation
import Logging
import MallDomain
import MallLink
import Synchronization

/// The document keys of a node's agencies: files of one folder, read again when one comes or goes.
///
/// The newest key that is in its time signs. Older ones stay in the folder, so that what they signed can be verified.
package final class DocumentKeys: Sendable {
  private struct State {
    var trust: MallTrust
    var keys: [AgencyID: [DocumentKey]] = [:]
    var changedAt: Date?
  }

  private let folder: URL?
  private let agencies: Set<AgencyID>
  private let logger: Logger
  private let state: Mutex<State>

  /// - Parameter folder: nil: the agencies issue documents without signatures, as in tests of other things.
  package init(folder: URL?, agencies: Set<AgencyID>, trust: MallTrust, logger: Logger) {
    self.folder = folder
    self.agencies = agencies
    self.logger = logger
    state = Mutex(State(trust: trust))
    reload()
  }

  /// The key with which an agency signs at an instant of the machine's clock.
  package func signing(for agency: AgencyID, at now: MallInstant) -> DocumentKey? {
    keys(of: agency).filter { $0.certificate.isInTime(at: now) }.max {
      $0.certificate.notBefore < $1.certificate.notBefore
    }
  }

  package func certificates(of agency: AgencyID) -> [[UInt8]] {
    keys(of: agency).map(\.certificate.der)
  }

  private func keys(of agency: AgencyID) -> [DocumentKey] {
    state.withLock { $0.keys[agency] ?? [] }
  }

  /// Takes a newer list of revoked certificates: keys that stand in it sign no more.
  package func update(_ revocations: RevocationList) throws(CredentialError) {
    var trust = state.withLock { $0.trust }
    try trust.update(revocations)
    state.withLock { [trust] state in
      state.trust = trust
      state.changedAt = nil
    }
    reload()
  }

  /// Reads the folder when it has changed since.
  package func reload() {
    guard let folder else { return }
    let changedAt = try? FileManager.default.attributesOfItem(atPath: folder.path)[.modificationDate] as? Date
    let (known, trust) = state.withLock { ($0.changedAt, $0.trust) }
    guard let changedAt, changedAt != known else { return }
    var keys: [AgencyID: [DocumentKey]] = [:]
    for name in ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    where name.hasSuffix(".pem") {
      do {
        let key = try DocumentKey(contentsOf: folder.appending(path: name).path, trust: trust)
        guard agencies.contains(key.certificate.agency) else { continue }
        keys[key.certificate.agency, default: []].append(key)
      } catch {
        logger.warning("A document key can't be used", metadata: ["file": "\(name)", "reason": "\(error)"])
      }
    }
    state.withLock { [keys] state in
      state.keys = keys
      state.changedAt = changedAt
    }
  }
}
