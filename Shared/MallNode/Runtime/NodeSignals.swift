import Synchronization

/// What one part of a node tells the others without waiting for them.
package final class NodeSignals: Sendable {
  private struct State {
    var wakers: [@Sendable () -> Void] = []
    var releasers: [@Sendable () -> Void] = []
    var failure: String?
  }

  private let state = Mutex(State())
  /// Ends with the first failure.
  package let failures: AsyncStream<String>
  private let failed: AsyncStream<String>.Continuation

  package init() {
    (failures, failed) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
  }

  /// Something was put in the outbox and committed.
  package func outboxGrew() {
    for wake in state.withLock({ $0.wakers }) {
      wake()
    }
  }

  package func onOutboxGrowth(_ wake: @escaping @Sendable () -> Void) {
    state.withLock { $0.wakers.append(wake) }
  }

  /// Deliveries that were held back may go again.
  package func outboxReleased() {
    for release in state.withLock({ $0.releasers }) {
      release()
    }
  }

  package func onOutboxRelease(_ release: @escaping @Sendable () -> Void) {
    state.withLock { $0.releasers.append(release) }
  }

  /// The node can't be trusted any more, as after a failed fsync. The first reason stays.
  package func fail(because reason: String) {
    state.withLock { $0.failure = $0.failure ?? reason }
    failed.yield(reason)
    failed.finish()
  }

  package var failure: String? { state.withLock { $0.failure } }
}
