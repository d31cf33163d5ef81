import MallDomain

/// What a marriage costs, by place and time (PP 59/2018; PMA 30/2024; rule N3). Officers never receive cash.
struct MarriageFee {
  static let outside = Rupiah(600_000)

  /// The hours of a week of five days; breaks don't count.
  struct OfficeHours: Hashable, Sendable {
    var start: LocalTime
    var end: LocalTime
    var fridayEnd: LocalTime

    static let standard = OfficeHours(
      start: .midnight.after(minutes: 7 * 60 + 30), end: .midnight.after(minutes: 16 * 60),
      fridayEnd: .midnight.after(minutes: 16 * 60 + 30))
  }

  let calendar: WorkingCalendar
  var hours = OfficeHours.standard

  /// - Parameters:
  ///   - isPoor: the poor and disaster victims, with a certificate.
  func amount(atOffice: Bool, date: LocalDate, time: LocalTime, isPoor: Bool) -> Rupiah {
    isPoor || (atOffice && isOfficeHour(date, time)) ? .zero : Self.outside
  }

  func isOfficeHour(_ date: LocalDate, _ time: LocalTime) -> Bool {
    let end = date.weekday == .friday ? hours.fridayEnd : hours.end
    return calendar.isWorkingDay(date) && time >= hours.start && time < end
  }
}

extension LocalTime {
  /// The last minute of the day where that would be tomorrow.
  fileprivate func after(minutes: Int) -> LocalTime {
    LocalTime(minuteOfDay: min(minuteOfDay + minutes, 24 * 60 - 1)) ?? self
  }
}
