import MallDomain

/// How much of one destination's outbox is handled at once, and how patiently.
package struct OutboxLimits: Hashable, Sendable {
  /// Deliveries on their way at the same time. The peer's own window may be smaller and holds back further.
  package var window = 64
  /// Deliveries in memory: what a destination that is away costs at most. The rest stays in the store.
  package var lookAhead = 4096
  /// Deliveries of one ordering key in memory, so that a key that is held back doesn't fill the look-ahead.
  package var entriesPerKey = 8
  /// Deliveries loaded at once.
  package var page = 256
  /// Refusals after which a delivery is set aside (protocol: at most 8 tries within an hour).
  package var refusals = 8
  package var refusalPeriod = Duration.seconds(3600)
  /// Pauses while the peer is unavailable: twice as long each time.
  package var shortestPause = Duration.milliseconds(100)
  package var longestPause = Duration.seconds(30)
  /// The pause after the first refusal; three times as long each time, so that 8 tries take some 18 minutes.
  package var pauseAfterFirstRefusal = Duration.seconds(1)

  package init() {}

  func pauseWhenUnavailable(_ attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    OutboxLimits.jittered(grown(shortestPause, by: 2, attempt - 1, atMost: longestPause), using: &generator)
  }

  func pauseAfterRefusal(_ refusal: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    OutboxLimits.jittered(
      grown(pauseAfterFirstRefusal, by: 3, refusal - 1, atMost: refusalPeriod), using: &generator)
  }

  /// Whether a planned instant has come. One that lies further ahead than any pause was planned before the clock was
  /// set back.
  func hasCome(_ instant: MallInstant, at now: MallInstant) -> Bool {
    instant <= now || instant > now.adding(refusalPeriod)
  }

  private func grown(_ pause: Duration, by factor: Int, _ times: Int, atMost limit: Duration) -> Duration {
    var pause = pause
    for _ in 0..<max(0, times) {
      guard pause < limit else { break }
      pause *= factor
    }
    return min(pause, limit)
  }

  /// Between half and all of a pause, so that many nodes don't come back at the same moment.
  private static func jittered(_ pause: Duration, using generator: inout some RandomNumberGenerator) -> Duration {
    pause / 2 + .milliseconds(Int64.random(in: 0...max(0, Int64(pause / .milliseconds(2))), using: &generator))
  }
}
