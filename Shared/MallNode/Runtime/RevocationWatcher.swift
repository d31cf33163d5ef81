import Foundation
import Logging
import MallLink
import ServiceLifecycle

/// Reads the list of revoked certificates again when its file changes: links of who stands in it end, signatures count
/// no more.
package struct RevocationWatcher: Service {
  /// What a thief of a credential may still do once it is revoked: not more than this.
  private static let interval = Duration.seconds(2)

  private let file: URL?
  private let logger: Logger
  private let takers: [@Sendable (RevocationList) throws(CredentialError) -> Void]

  /// - Parameter takers: who must know, such as the server of links and the verifier of signatures.
  package init(
    runtime: NodeRuntime, takers: [@Sendable (RevocationList) throws(CredentialError) -> Void]
  ) {
    file = runtime.configuration.revocations
    logger = runtime.logger
    self.takers = takers
  }

  package func run() async throws {
    guard let file else {
      try await gracefulShutdown()
      return
    }
    var seen = Self.changed(file)
    while true {
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
      } catch {
        return
      }
      let changed = Self.changed(file)
      guard changed != seen else { continue }
      do {
        let list = try RevocationList(contentsOf: file.path)
        for take in takers { try take(list) }
        seen = changed
        logger.notice("Revocation list taken", metadata: ["number": "\(list.number)"])
      } catch {
        // The old list stays in force; a torn write is whole at the next look.
        logger.error("The revocation list can't be taken", metadata: ["reason": "\(error)"])
      }
    }
  }

  private static func changed(_ file: URL) -> Date? {
    try? FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
  }
}
