/// A calendar date of the Gregorian calendar as it is on the wall in Lampung (Asia/Jakarta), years 1 to 9999.
///
/// It has no time of day. Jakarta is seven hours ahead of UTC all year, without summer time (general convention of the
/// rules).
package struct LocalDate: Hashable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// The first and the last date that can be written as `YYYY-MM-DD`.
  package static let earliest = LocalDate(uncheckedYear: 1, month: 1, day: 1)
  package static let latest = LocalDate(uncheckedYear: 9999, month: 12, day: 31)

  private init(uncheckedYear year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Nil where the calendar has no such date.
  package init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= LocalDate.daysInMonth(year: year, month: month) else {
      return nil
    }
    self.init(uncheckedYear: year, month: month, day: day)
  }

  /// The date in Jakarta at an instant.
  package init(jakarta instant: MallInstant) {
    self.init(dayNumber: JakartaTime.dayNumber(of: instant))
  }

  /// The date of a day number; clamped to the years 1 to 9999.
  package init(dayNumber: Int) {
    let clamped = min(max(dayNumber, LocalDate.earliest.dayNumber), LocalDate.latest.dayNumber)
    // Days since 0000-03-01, so that the leap day ends a year (Howard Hinnant, "chrono-compatible date algorithms").
    let shifted = clamped + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      uncheckedYear: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Days since 1970-01-01; negative before.
  package var dayNumber: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  package var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    Weekday.allCases[((dayNumber + 3) % 7 + 7) % 7]
  }

  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  package static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

// MARK: - Counting

extension LocalDate {
  package func adding(days: Int) -> LocalDate {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    return overflow ? (days > 0 ? .latest : .earliest) : LocalDate(dayNumber: sum)
  }

  /// `add_months` of the rules: the same day of a later month, or that month's last day.
  package func adding(months: Int) -> LocalDate {
    let (count, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow, count >= 12, count < 120_000 else { return months > 0 ? .latest : .earliest }
    let (year, month) = (count / 12, count % 12 + 1)
    return LocalDate(
      uncheckedYear: year, month: month, day: min(day, LocalDate.daysInMonth(year: year, month: month)))
  }

  /// The same date some years later. Who was born on 29 February has the birthday of a common year on 1 March (rule
  /// I4).
  package func anniversary(years: Int) -> LocalDate {
    let (target, overflow) = year.addingReportingOverflow(years)
    guard !overflow, 1...9999 ~= target else { return years > 0 ? .latest : .earliest }
    return LocalDate(year: target, month: month, day: day) ?? LocalDate(uncheckedYear: target, month: 3, day: 1)
  }

  /// Calendar days from this date to another; negative when the other is before.
  package func days(until other: LocalDate) -> Int {
    other.dayNumber - dayNumber
  }

  /// The age on a date of who was born on this one, in completed years; negative before the birth.
  package func completedYears(on date: LocalDate) -> Int {
    let years = date.year - year
    return anniversary(years: years) <= date ? years : years - 1
  }
}

extension LocalDate: Comparable {
  package static func < (left: LocalDate, right: LocalDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension LocalDate: LosslessStringConvertible {
  /// `YYYY-MM-DD` (ISO 8601), and nothing else.
  package init?(_ iso: String) {
    let bytes = Array(iso.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Digits.value(of: bytes[0..<4]), let month = Digits.value(of: bytes[5..<7]),
      let day = Digits.value(of: bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  package var description: String {
    "\(Digits.text(year, width: 4))-\(Digits.text(month, width: 2))-\(Digits.text(day, width: 2))"
  }
}

extension LocalDate: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let date = LocalDate(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a date is written YYYY-MM-DD")
    }
    self = date
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
