/// A point on a clock that only goes forward, in nanoseconds since an origin of that clock's own.
///
/// The transport takes it from the event loop, tests and simulations from a number.
package struct LinkInstant: Hashable, Comparable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  package static func < (left: LinkInstant, right: LinkInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  package static func + (instant: LinkInstant, duration: Duration) -> LinkInstant {
    LinkInstant(nanoseconds: instant.nanoseconds &+ duration.wholeNanoseconds)
  }

  package static func - (later: LinkInstant, earlier: LinkInstant) -> Duration {
    .nanoseconds(later.nanoseconds &- earlier.nanoseconds)
  }
}

extension Duration {
  /// Saturates at 292 years.
  var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds > 0 ? .max / 2 : .min / 2 }
    return scaled &+ attoseconds / 1_000_000_000
  }

  /// For the wire: at least 0, at most what 32 bits hold.
  var wholeMilliseconds: UInt32 {
    UInt32(clamping: wholeNanoseconds / 1_000_000)
  }
}
