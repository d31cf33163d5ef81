extension OpeningHours {
  /// The stretches of a working day in which the counter is open, in milliseconds after midnight.
  func openStretches(on weekday: Weekday) -> [Range<Int64>] {
    let minutes =
      weekday == .friday
      ? [(opens, min(closes, fridayBreakStarts)), (max(opens, fridayBreakEnds), closes)] : [(opens, closes)]
    return minutes.filter { $0.0 < $0.1 }.map {
      Int64($0.0) * JakartaTime.millisecondsPerMinute..<Int64($0.1) * JakartaTime.millisecondsPerMinute
    }
  }
}

/// Counting the time in which a counter is open: what a term in working minutes runs in (rule M6).
extension WorkingCalendar {
  /// More days than any term spans; ends the search at a counter that never opens.
  private static let longestSearch = 3_660

  /// How long the counter was open between two instants; 0 where the second isn't later.
  func openMilliseconds(from start: MallInstant, to end: MallInstant, hours: OpeningHours) -> Int64 {
    var date = LocalDate(jakarta: start)
    let last = LocalDate(jakarta: end)
    var open: Int64 = 0
    while date <= last {
      for stretch in openStretches(on: date, hours: hours) {
        let overlap = stretch.clamped(to: start.milliseconds..<max(start.milliseconds, end.milliseconds))
        open += overlap.upperBound - overlap.lowerBound
      }
      date = date.adding(days: 1)
    }
    return open
  }

  /// The instant at which the counter has been open for some time since another.
  func instant(
    afterOpen duration: Int64, from start: MallInstant, hours: OpeningHours
  ) -> (instant: MallInstant, isEstimate: Bool) {
    var left = duration
    var isEstimate = false
    var date = LocalDate(jakarta: start)
    for _ in 0..<WorkingCalendar.longestSearch where left > 0 {
      isEstimate = isEstimate || !isDecreed(date)
      for stretch in openStretches(on: date, hours: hours) {
        let from = max(stretch.lowerBound, start.milliseconds)
        guard from < stretch.upperBound else { continue }
        if stretch.upperBound - from >= left {
          return (MallInstant(milliseconds: from + left), isEstimate)
        }
        left -= stretch.upperBound - from
      }
      date = date.adding(days: 1)
    }
    return (left > 0 ? MallInstant(jakarta: date) : start, isEstimate)
  }

  /// The open stretches of a date, in milliseconds since 1970.
  private func openStretches(on date: LocalDate, hours: OpeningHours) -> [Range<Int64>] {
    guard isWorkingDay(date) else { return [] }
    let midnight = MallInstant(jakarta: date).milliseconds
    return hours.openStretches(on: date.weekday).map { midnight + $0.lowerBound..<midnight + $0.upperBound }
  }
}
