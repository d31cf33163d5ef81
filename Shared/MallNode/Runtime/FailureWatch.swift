import Logging
import MallDomain
import ServiceLifecycle

/// Ends a node that can't trust its own database any more, as after a failed fsync: started again, it reads from disk
/// what is really there.
package struct FailureWatch: Service {
  private let signals: NodeSignals
  private let logger: Logger

  package init(runtime: NodeRuntime) {
    signals = runtime.signals
    logger = runtime.logger
  }

  package func run() async throws {
    for await reason in signals.failures.cancelOnGracefulShutdown() {
      logger.critical("The node stops, since its database can't be trusted", metadata: ["reason": "\(reason)"])
      throw Refusal(.dataLoss)
    }
    try? await gracefulShutdown()
  }
}
