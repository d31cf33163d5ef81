/// How long a dialler waits before it tries again: doubling from 0.1 s to 30 s, each time a random half of it less, so
/// that a thousand agencies don't come back in step.
package struct Backoff: Hashable, Sendable {
  package static let first = Duration.milliseconds(100)
  package static let longest = Duration.seconds(30)
  /// Where somebody has to change something first.
  package static let attention = Duration.seconds(60)
  /// A link that held so long was a good one: the count starts anew.
  package static let settled = Duration.seconds(10)

  private var failures = 0

  package init() {}

  package mutating func next(needsAttention: Bool, using generator: inout some RandomNumberGenerator) -> Duration {
    let doublings = min(failures, 16)
    failures += 1
    let full = needsAttention ? Self.attention : min(Self.first * (1 << doublings), Self.longest)
    return full * Double.random(in: 0.5...1, using: &generator)
  }

  package mutating func reset() {
    failures = 0
  }
}
