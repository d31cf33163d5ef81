/// The clock of a service's term (rule M6): it runs from the submission, and stands still while the applicant is waited
/// for, whether for a supplement or for a payment.
///
/// It keeps instants only. Dates are counted when asked for, so that an estimate becomes exact once a year's decree is
/// loaded.
package struct ServiceClock: Hashable, Sendable {
  /// A stretch of time in which the clock ran; it runs still when it has no end.
  package struct Run: Hashable, Sendable, Codable {
    package var start: MallInstant
    package var end: MallInstant?

    package init(start: MallInstant, end: MallInstant? = nil) {
      self.start = start
      self.end = end
    }
  }

  /// By when a case is due.
  package struct Due: Hashable, Sendable {
    /// The date in Jakarta.
    package var date: LocalDate
    /// The last moment that is in time.
    package var lastMoment: MallInstant
    /// Counted through a year whose holidays aren't decreed.
    package var isEstimate: Bool

    package func isLate(at instant: MallInstant) -> Bool {
      instant > lastMoment
    }
  }

  package let level: PublicService.ServiceLevel
  package let runs: [Run]
  /// A finished case is judged by the date that its last run had.
  package let isFinished: Bool

  package init(level: PublicService.ServiceLevel, runs: [Run], isFinished: Bool = false) {
    self.level = level
    self.runs = runs
    self.isFinished = isFinished
  }

  package var isRunning: Bool {
    runs.last.map { $0.end == nil } ?? false
  }

  /// When the case is due. While the clock stands still: when it would be, if it went on now.
  ///
  /// What was late when the clock stopped keeps the date that it missed.
  package func due(calendar: WorkingCalendar, hours: OpeningHours, now: MallInstant) -> Due {
    let runs = openRuns(now: now)
    return switch level {
    case .workingDays(let days): ServiceClock.due(days: days, runs: runs, calendar: calendar)
    case .workingMinutes(let minutes): ServiceClock.due(minutes: minutes, runs: runs, calendar: calendar, hours: hours)
    }
  }

  /// The runs, of which the last has no end.
  private func openRuns(now: MallInstant) -> [Run] {
    if isRunning { return runs }
    guard isFinished, let last = runs.last else { return runs + [Run(start: now)] }
    return runs.dropLast() + [Run(start: last.start)]
  }
}

// MARK: - Working days

extension ServiceClock {
  /// The day on which a run starts is day 0. What remains is the term minus the working days after day 0 up to the day
  /// before the pause; a pause within one day changes nothing.
  private static func due(days: Int, runs: [Run], calendar: WorkingCalendar) -> Due {
    var remaining = days
    var isEstimate = false
    for stretch in dateStretches(runs) {
      let counted = calendar.workingDay(remaining, from: stretch.start)
      guard let end = stretch.end, end <= counted.date else {
        return due(on: counted.date, isEstimate: isEstimate || counted.isEstimate)
      }
      let lastCounted = end.adding(days: -1)
      remaining -= calendar.workingDays(after: stretch.start, through: lastCounted)
      if stretch.start < lastCounted, !calendar.isDecreed(lastCounted) || !calendar.isDecreed(stretch.start) {
        isEstimate = true
      }
    }
    // Not reached: the last stretch has no end.
    return due(on: .latest, isEstimate: true)
  }

  private static func dateStretches(_ runs: [Run]) -> [(start: LocalDate, end: LocalDate?)] {
    var stretches: [(start: LocalDate, end: LocalDate?)] = []
    for run in runs {
      let start = LocalDate(jakarta: run.start)
      let end = run.end.map(LocalDate.init(jakarta:))
      if let last = stretches.indices.last, let pause = stretches[last].end, start <= pause {
        stretches[last].end = end
      } else {
        stretches.append((start, end))
      }
    }
    return stretches
  }

  private static func due(on date: LocalDate, isEstimate: Bool) -> Due {
    let nextMidnight = MallInstant(jakarta: date).adding(.seconds(86_400))
    return Due(date: date, lastMoment: nextMidnight.adding(.milliseconds(-1)), isEstimate: isEstimate)
  }
}

// MARK: - Working minutes

extension ServiceClock {
  private static func due(minutes: Int, runs: [Run], calendar: WorkingCalendar, hours: OpeningHours) -> Due {
    var remaining = Int64(minutes) * JakartaTime.millisecondsPerMinute
    var isEstimate = false
    for run in runs {
      let counted = calendar.instant(afterOpen: remaining, from: run.start, hours: hours)
      isEstimate = isEstimate || counted.isEstimate
      guard let end = run.end, end <= counted.instant else {
        return Due(
          date: LocalDate(jakarta: counted.instant), lastMoment: counted.instant, isEstimate: isEstimate)
      }
      remaining -= calendar.openMilliseconds(from: run.start, to: end, hours: hours)
    }
    // Not reached: the last run has no end.
    return due(on: .latest, isEstimate: true)
  }
}
