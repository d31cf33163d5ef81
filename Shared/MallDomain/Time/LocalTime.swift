/// A time of day on the wall in Jakarta, to the minute.
package struct LocalTime: Hashable, Sendable {
  package let hour: Int
  package let minute: Int

  package static let midnight = LocalTime(uncheckedMinuteOfDay: 0)

  private init(uncheckedMinuteOfDay minute: Int) {
    hour = minute / 60
    self.minute = minute % 60
  }

  package init?(hour: Int, minute: Int) {
    guard 0...23 ~= hour, 0...59 ~= minute else { return nil }
    self.init(uncheckedMinuteOfDay: hour * 60 + minute)
  }

  package init?(minuteOfDay: Int) {
    guard 0..<1440 ~= minuteOfDay else { return nil }
    self.init(uncheckedMinuteOfDay: minuteOfDay)
  }

  /// The time in Jakarta at an instant.
  package init(jakarta instant: MallInstant) {
    self.init(
      uncheckedMinuteOfDay: Int(JakartaTime.millisecondOfDay(of: instant) / JakartaTime.millisecondsPerMinute))
  }

  /// Minutes after midnight.
  package var minuteOfDay: Int {
    hour * 60 + minute
  }
}

extension LocalTime: Comparable {
  package static func < (left: LocalTime, right: LocalTime) -> Bool {
    left.minuteOfDay < right.minuteOfDay
  }
}

extension LocalTime: LosslessStringConvertible {
  /// `HH:MM`, and nothing else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = Digits.value(of: bytes[0..<2]),
      let minute = Digits.value(of: bytes[3..<5])
    else { return nil }
    self.init(hour: hour, minute: minute)
  }

  package var description: String {
    "\(Digits.text(hour, width: 2)):\(Digits.text(minute, width: 2))"
  }
}

extension LocalTime: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = LocalTime(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a time is written HH:MM")
    }
    self = time
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
