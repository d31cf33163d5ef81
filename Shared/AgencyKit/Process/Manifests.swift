import MallDomain
import Synchronization

/// The manifests of the agencies that a node serves, as they are at this moment.
package final class Manifests: Sendable {
  private let manifests: Mutex<[AgencyID: Agency]>

  package init(_ agencies: [Agency]) {
    manifests = Mutex(Dictionary(agencies.map { ($0.id, $0) }) { _, last in last })
  }

  package var agencies: [Agency] {
    manifests.withLock { $0.values.sorted { $0.id < $1.id } }
  }

  package subscript(agency: AgencyID) -> Agency? {
    manifests.withLock { $0[agency] }
  }

  /// - Throws: `not_found` for an agency that this node doesn't serve.
  package func manifest(of agency: AgencyID) throws(Refusal) -> Agency {
    guard let manifest = self[agency] else { throw Refusal(.notFound, detail: "agency \(agency) at this node") }
    return manifest
  }

  func replace(_ agency: Agency) {
    manifests.withLock { $0[agency.id] = agency }
  }
}
