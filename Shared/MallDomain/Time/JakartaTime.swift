/// Western Indonesian Time (WIB): UTC+7 all year.
enum JakartaTime {
  static let millisecondsPerMinute: Int64 = 60_000
  static let millisecondsPerDay: Int64 = 86_400_000
  static let offsetMilliseconds: Int64 = 7 * 3_600_000

  /// Milliseconds since midnight in Jakarta.
  static func millisecondOfDay(of instant: MallInstant) -> Int64 {
    let offsetInDay = floorModulo(instant.milliseconds, millisecondsPerDay) + offsetMilliseconds
    return offsetInDay % millisecondsPerDay
  }

  static func dayNumber(of instant: MallInstant) -> Int {
    let day = floorDivide(instant.milliseconds, millisecondsPerDay)
    let crossesMidnight =
      floorModulo(instant.milliseconds, millisecondsPerDay) + offsetMilliseconds >= millisecondsPerDay
    return Int(day) + (crossesMidnight ? 1 : 0)
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  private static func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let remainder = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}

extension MallInstant {
  /// The instant of a wall-clock time in Jakarta.
  package init(jakarta date: LocalDate, _ time: LocalTime = .midnight) {
    self.init(
      milliseconds: Int64(date.dayNumber) * JakartaTime.millisecondsPerDay
        + Int64(time.minuteOfDay) * JakartaTime.millisecondsPerMinute - JakartaTime.offsetMilliseconds)
  }
}
