import Foundation
import MallDomain
import Synchronization

/// Keeps child processes running: each that ends is started again, later each time it fails quickly, and people are
/// told. Ends all of them when its task is cancelled.
final class Supervisor: Sendable {
  private let progress: Progress
  private let parentGuard: ParentGuard
  private let mallIsUp = Mutex(false)
  private let children: AsyncStream<ChildProcess>
  private let continuation: AsyncStream<ChildProcess>.Continuation

  init(progress: Progress, parentGuard: ParentGuard) {
    self.progress = progress
    self.parentGuard = parentGuard
    (children, continuation) = AsyncStream.makeStream()
  }

  /// Starts a child as soon as the supervisor runs.
  func start(_ child: ChildProcess) {
    continuation.yield(child)
  }

  /// From now on a child that fails is started again without end.
  func noteMallIsUp() {
    mallIsUp.withLock { $0 = true }
  }

  /// - Throws: `unavailable` with the child's last words, when one fails again and again before the mall is up.
  func run() async throws {
    // Not cancelled with this task: it watches until the last child is gone.
    let watching = Task { await parentGuard.run() }
    defer { watching.cancel() }
    try await withThrowingDiscardingTaskGroup { group in
      for await child in children {
        group.addTask {
          // The group ends its other children when one throws; the loop over new ones must end with them.
          defer { self.continuation.finish() }
          try await self.keepRunning(child)
        }
      }
    }
  }

  private func keepRunning(_ child: ChildProcess) async throws {
    var policy = RestartPolicy()
    while !Task.isCancelled {
      let start = ContinuousClock.now
      let processID = Mutex(Int32?.none)
      let status = try await child.run { id in
        processID.withLock { $0 = id }
        self.parentGuard.watch(id)
      }
      if let id = processID.withLock({ $0 }) { parentGuard.forget(id) }
      guard !Task.isCancelled else { return }
      let decision = policy.decide(
        afterRunning: start.duration(to: .now), mallIsUp: mallIsUp.withLock { $0 })
      switch decision {
      case .giveUp:
        throw CommandFailure(
          .unavailable,
          "\(child.name) berhenti terus (\(status.text)). Kata terakhirnya, dari \(child.log.path):\n\(child.lastWords())",
          "\(child.name) keeps failing (\(status.text)). Its last words, from \(child.log.path):\n\(child.lastWords())")
      case .restart(let delay):
        let seconds = Progress.seconds(delay)
        progress.note(
          "! \(child.name) berhenti (\(status.text)); dijalankan lagi dalam \(seconds) s. Log: \(child.log.path)",
          "! \(child.name) stopped (\(status.text)); started again in \(seconds) s. Log: \(child.log.path)")
        try await Task.sleep(for: delay)
      }
    }
  }
}
