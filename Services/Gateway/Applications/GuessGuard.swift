import MallDomain
import MallNode
import Synchronization

/// Slows down who guesses tracking codes or facts: so many failures an hour for each caller, and no more.
final class GuessGuard: Sendable {
  static let failuresAnHour = 30
  private static let callersKept = 10_000
  private static let window = Duration.seconds(3600)

  private struct Failures {
    var count: Int
    var since: MallInstant
  }

  private let failures = Mutex<[String: Failures]>([:])

  func permit(_ call: Call, at now: MallInstant) throws(Refusal) {
    let blockedFor = failures.withLock { failures -> Duration? in
      guard let entry = failures[call.callerName], entry.count >= Self.failuresAnHour else { return nil }
      let end = entry.since.adding(Self.window)
      guard end > now else {
        failures[call.callerName] = nil
        return nil
      }
      return end.duration(since: now)
    }
    if let blockedFor {
      throw Refusal(
        .resourceExhausted, Message(.requestResourceExhausted), retryAfter: blockedFor)
    }
  }

  func failed(_ call: Call, at now: MallInstant) {
    failures.withLock { failures in
      if failures.count >= Self.callersKept {
        failures = failures.filter { $0.value.since.adding(Self.window) > now }
      }
      var entry = failures[call.callerName] ?? Failures(count: 0, since: now)
      if entry.since.adding(Self.window) <= now {
        entry = Failures(count: 0, since: now)
      }
      entry.count += 1
      failures[call.callerName] = entry
    }
  }
}
