import Logging
import MallDomain
import MallStore
import ServiceLifecycle

/// Clears away what a node need not keep: settled deliveries, old answers, files of nobody. Runs once an hour, and soon
/// again where something could not be done.
package struct Housekeeping: Service {
  /// One thing to clear away. Answers how many there were.
  package struct Chore: Sendable {
    package var name: String
    package var work: @Sendable (_ now: MallInstant) async throws -> Int

    package init(_ name: String, _ work: @escaping @Sendable (_ now: MallInstant) async throws -> Int) {
      self.name = name
      self.work = work
    }
  }

  private static let interval = Duration.seconds(3600)
  private static let retryInterval = Duration.seconds(10)

  private let runtime: NodeRuntime
  private let chores: [Chore]

  /// - Parameter chores: those of the node's own work; the usual ones come before them.
  package init(runtime: NodeRuntime, chores: [Chore]) {
    self.runtime = runtime
    let idempotency = IdempotencyStore(sealer: runtime.sealer)
    let database = runtime.database
    self.chores =
      [
        Chore("settled deliveries") { now in
          let limit = now.adding(.zero - Outbox.retention)
          return try await database.write { try Outbox.prune(settledBefore: limit, in: $0) }
        },
        Chore("answers to repeated requests") { now in
          let limit = now.adding(.zero - IdempotencyStore.retention)
          return try await database.write { try idempotency.prune(before: limit, in: $0) }
        },
      ] + chores
  }

  package func run() async throws {
    var hasFailed = false
    repeat {
      hasFailed = false
      for chore in chores {
        do {
          let removed = try await chore.work(MallClock.system.now())
          if removed > 0 {
            runtime.logger.info("Cleared away", metadata: ["what": "\(chore.name)", "count": "\(removed)"])
          }
        } catch {
          hasFailed = true
          // Somebody who is away just now is no fault of this node.
          let isPassing = (error as? Refusal)?.isPassing ?? false
          runtime.logger.log(
            level: isPassing ? .debug : .warning, "Clearing away failed; it is tried again soon",
            metadata: ["what": "\(chore.name)", "reason": "\(error)"])
        }
      }
    } while await Self.pause(hasFailed ? Self.retryInterval : Self.interval)
  }

  /// False when the node is stopping.
  private static func pause(_ interval: Duration) async -> Bool {
    do {
      try await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
      return true
    } catch {
      return false
    }
  }
}
