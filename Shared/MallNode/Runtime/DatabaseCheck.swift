import Logging
import MallDomain
import MallStore
import ServiceLifecycle

/// Finishes the check of a large database while the node serves, and ends the node when the file is damaged.
///
/// A crash alone damages no file whose disk keeps what was flushed, so that serving meanwhile loses nothing; what a bad
/// disk did is found here rather than by the first citizen whose page it hit.
struct DatabaseCheck: Service {
  let runtime: NodeRuntime

  func run() async throws {
    if !runtime.isDatabaseChecked { await check() }
    try? await gracefulShutdown()
  }

  private func check() async {
    runtime.logger.notice("The database is large; its check goes on while the node serves")
    do {
      // A stop doesn't wait for it: the read is interrupted.
      _ = try await cancelWhenGracefulShutdown { try await runtime.database.isFoundSound(within: .seconds(3600)) }
      runtime.logger.info("The database's check came to its end")
    } catch let error as StoreError where error.endsService {
      runtime.signals.fail(because: "\(error)")
    } catch {
      runtime.logger.info("The database's check was ended", metadata: ["reason": "\(error)"])
    }
  }
}
