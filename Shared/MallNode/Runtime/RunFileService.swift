import Foundation
import ServiceLifecycle
import Synchronization

/// Writes the run file once the node's ports are known, and removes it when the node stops.
package final class RunFileService: Service {
  private let url: URL?
  private let node: String
  private let needsLinkPort: Bool
  private let ports = Mutex((link: Int?.none, http: Int?.none))

  package init(url: URL?, node: String, needsLinkPort: Bool) {
    self.url = url
    self.node = node
    self.needsLinkPort = needsLinkPort
  }

  package func httpListening(on port: Int) throws {
    try learned { $0.http = port }
  }

  package func linkListening(on port: Int) throws {
    try learned { $0.link = port }
  }

  private func learned(_ change: (inout (link: Int?, http: Int?)) -> Void) throws {
    try ports.withLock { ports in
      change(&ports)
      guard let url, let http = ports.http, ports.link != nil || !needsLinkPort else { return }
      try RunFile(
        node: node, processID: ProcessInfo.processInfo.processIdentifier, linkPort: ports.link, httpPort: http
      ).write(to: url)
    }
  }

  package func run() async throws {
    try await gracefulShutdown()
    if let url {
      try? FileManager.default.removeItem(at: url)
    }
  }
}
