/// A point in time, in whole milliseconds since 1970-01-01 00:00 UTC.
package struct MallInstant: Hashable, Comparable, Sendable, Codable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  package init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }

  package static func < (left: MallInstant, right: MallInstant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The instant later by a duration, whose part below a millisecond is dropped; saturates at the ends of time.
  package func adding(_ duration: Duration) -> MallInstant {
    let (seconds, attoseconds) = duration.components
    let (scaled, tooLong) = seconds.multipliedReportingOverflow(by: 1000)
    let (sum, tooLate) = milliseconds.addingReportingOverflow(scaled &+ attoseconds / 1_000_000_000_000_000)
    guard !tooLong, !tooLate else {
      return MallInstant(milliseconds: seconds > 0 ? .max : .min)
    }
    return MallInstant(milliseconds: sum)
  }

  /// How long after `earlier` this instant is; negative when it is before.
  package func duration(since earlier: MallInstant) -> Duration {
    .milliseconds(milliseconds) - .milliseconds(earlier.milliseconds)
  }
}
