/// The days on which offices work: Monday to Friday without national holidays and collective leave (rule M6).
///
/// Holidays are decreed a year at a time by three ministers jointly. In a year without a decree only weekends and the
/// holidays of a fixed date are known, so that a date counted there is an estimate; a window of law isn't counted
/// there.
package struct WorkingCalendar: Sendable {
  package struct Holiday: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
      case national = "libur"
      case collectiveLeave = "cuti-bersama"
    }

    package var date: LocalDate
    package var kind: Kind
    package var name: String
  }

  /// New Year, Labour Day, Pancasila Day, Independence Day, Christmas.
  private static let fixedDates: Set<[Int]> = [[1, 1], [5, 1], [6, 1], [8, 17], [12, 25]]

  private let holidays: [LocalDate: Holiday]
  /// The years with a decree.
  package let years: Set<Int>

  package init(holidays: [Holiday]) {
    self.holidays = Dictionary(holidays.map { ($0.date, $0) }) { first, _ in first }
    years = Set(holidays.map(\.date.year))
  }

  /// Reads `date,kind,name`, where the kind is `libur` or `cuti-bersama`.
  package init(csv: String) throws(Refusal) {
    do {
      self.init(holidays: try WorkingCalendar.read(csv))
    } catch {
      throw error.refusal
    }
  }

  private static func read(_ csv: String) throws(CommaSeparatedTable.Fault) -> [Holiday] {
    var holidays: [Holiday] = []
    for row in try CommaSeparatedTable(csv, header: ["date", "kind", "name"]).rows {
      guard let date = LocalDate(row.cells[0]), let kind = Holiday.Kind(rawValue: row.cells[1]) else {
        throw CommaSeparatedTable.Fault(line: row.line, reason: "no date or kind")
      }
      holidays.append(Holiday(date: date, kind: kind, name: row.cells[2]))
    }
    return holidays
  }

  package func holiday(on date: LocalDate) -> Holiday? {
    holidays[date]
  }

  package func isDecreed(_ date: LocalDate) -> Bool {
    years.contains(date.year)
  }

  package func isWorkingDay(_ date: LocalDate) -> Bool {
    guard !date.weekday.isWeekend else { return false }
    return isDecreed(date)
      ? holidays[date] == nil : !WorkingCalendar.fixedDates.contains([date.month, date.day])
  }

  /// The year whose decree should be loaded by now and isn't: from 1 October that is the next one.
  package func missingYear(today: LocalDate) -> Int? {
    if !years.contains(today.year) { return today.year }
    return today.month >= 10 && !years.contains(today.year + 1) ? today.year + 1 : nil
  }
}

// MARK: - Counting

extension WorkingCalendar {
  /// A date, and whether it was counted without a decree.
  package struct CountedDate: Hashable, Sendable {
    package var date: LocalDate
    /// `perkiraan`: recomputed when the decree of its year is loaded.
    package var isEstimate: Bool
  }

  /// The n-th working day after a date, which itself is day 0; before it when n is negative.
  package func workingDay(_ count: Int, from date: LocalDate) -> CountedDate {
    var result = CountedDate(date: date, isEstimate: false)
    let step = count < 0 ? -1 : 1
    var left = count.magnitude
    while left > 0, result.date > .earliest, result.date < .latest {
      result.date = result.date.adding(days: step)
      if !isDecreed(result.date) { result.isEstimate = true }
      if isWorkingDay(result.date) { left -= 1 }
    }
    return result
  }

  /// Working days after one date, up to and including another; 0 where that isn't later.
  package func workingDays(after start: LocalDate, through end: LocalDate) -> Int {
    var count = 0
    var date = start
    while date < end {
      date = date.adding(days: 1)
      if isWorkingDay(date) { count += 1 }
    }
    return count
  }

  /// The last day of a window of law of some working days, such as those for complaints (rule M5).
  ///
  /// Refuses with `failed_precondition` where the window touches a year without a decree.
  package func legalDeadline(workingDays count: Int, after date: LocalDate) throws(Refusal) -> LocalDate {
    try decreed(workingDay(count, from: date), from: date)
  }

  /// The last day on which a marriage may be registered without a dispensation: the tenth working day before the
  /// contract, whose own day isn't counted (rule N2; PMA 30/2024 art. 3).
  package func lastDayToRegister(contract: LocalDate, workingDays count: Int = 10) throws(Refusal) -> LocalDate {
    try decreed(workingDay(-count, from: contract), from: contract)
  }

  /// Whether a contract is registered in time.
  package struct Notice: Hashable, Sendable {
    package var isInTime: Bool
    /// Nil where a year without a decree leaves it open.
    package var lastDay: LocalDate?
  }

  /// Judges the day of registration by ``lastDayToRegister(contract:workingDays:)``, also where a year has no decree yet but
  /// the other days say it already, as they do of a contract in January that is registered in November.
  package func notice(
    registered: LocalDate, contract: LocalDate, workingDays count: Int = 10
  ) throws(Refusal) -> Notice {
    let latest = workingDay(-count, from: contract)
    let earliest = latest.isEstimate ? decreedWorkingDay(count, before: contract) : latest.date
    let isDecided = registered <= earliest || registered > latest.date
    let lastDay = isDecided && latest.isEstimate ? nil : try lastDayToRegister(contract: contract, workingDays: count)
    return Notice(isInTime: registered <= earliest, lastDay: lastDay)
  }

  /// As if nobody worked where no decree says so.
  private func decreedWorkingDay(_ count: Int, before date: LocalDate) -> LocalDate {
    var (day, left) = (date, count)
    while left > 0, let first = years.min(), day.year >= first {
      day = day.adding(days: -1)
      if isDecreed(day), isWorkingDay(day) { left -= 1 }
    }
    return left == 0 ? day : .earliest
  }

  private func decreed(_ counted: CountedDate, from date: LocalDate) throws(Refusal) -> LocalDate {
    guard counted.isEstimate else { return counted.date }
    let missing = [date.year, counted.date.year].first { !years.contains($0) } ?? counted.date.year
    throw Refusal(.failedPrecondition, Message(.calendarYearNotDecreed, String(missing)))
  }
}
