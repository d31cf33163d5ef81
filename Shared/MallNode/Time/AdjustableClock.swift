import MallDomain
import Synchronization

/// The mall's wall clock: the system's, moved by an offset that a demonstration or a test sets.
///
/// One clock a node; a gateway tells its time in welcome, and nodes that were started adjustable follow it.
package final class AdjustableClock: Sendable {
  private let offset: Mutex<Duration>
  private let system: MallClock

  package init(system: MallClock = .system, offset: Duration = .zero) {
    self.system = system
    self.offset = Mutex(offset)
  }

  package var clock: MallClock {
    MallClock { self.now }
  }

  package var now: MallInstant {
    let offset = offset.withLock { $0 }
    return system.now().adding(offset)
  }

  /// Moves the clock so that it shows `time` now.
  package func set(to time: MallInstant) {
    let offset = time.duration(since: system.now())
    self.offset.withLock { $0 = offset }
  }

  package var currentOffset: Duration { offset.withLock { $0 } }
}
