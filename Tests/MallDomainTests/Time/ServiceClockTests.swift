import Testing

@testable import MallDomain

@Suite struct ServiceClockTests {
  /// Runs as `start end, start end, start`; Jakarta time.
  private func due(
    _ level: PublicService.ServiceLevel, _ instants: [String], now: String = "2026-11-23 09:00",
    isFinished: Bool = false
  ) throws -> ServiceClock.Due {
    let times = try instants.map(TestData.instant)
    let runs = stride(from: 0, to: times.count, by: 2).map { index in
      ServiceClock.Run(start: times[index], end: index + 1 < times.count ? times[index + 1] : nil)
    }
    return ServiceClock(level: level, runs: runs, isFinished: isFinished).due(
      calendar: try TestData.calendar(), hours: .standard, now: try TestData.instant(now))
  }

  @Test(arguments: [
    // Friday; Monday is the first working day.
    (3, ["2026-11-20 10:00"], "2026-11-25"),
    (0, ["2026-11-20 10:00"], "2026-11-20"),
    // Paused on day 2, one day used; two remain from the day of the supplement.
    (3, ["2026-11-20 10:00", "2026-11-24 09:00", "2026-11-30 09:00"], "2026-12-02"),
    // Paused on day 0: nothing used.
    (3, ["2026-11-20 10:00", "2026-11-20 11:00", "2026-11-23 09:00"], "2026-11-26"),
    // A pause within one day changes nothing.
    (3, ["2026-11-20 10:00", "2026-11-24 09:00", "2026-11-24 15:00"], "2026-11-25"),
    // Paused on the due day: one day remains.
    (1, ["2026-11-20 10:00", "2026-11-23 09:00", "2026-11-26 09:00"], "2026-11-27"),
    // Late before the pause: it stays late.
    (1, ["2026-11-20 10:00", "2026-11-24 09:00", "2026-11-30 09:00"], "2026-11-23"),
    // Twice.
    (
      4,
      ["2026-11-20 10:00", "2026-11-24 09:00", "2026-11-30 09:00", "2026-12-02 09:00", "2026-12-07 09:00"],
      "2026-12-09"
    ),
  ])
  func `Working days stop while the applicant is waited for`(days: Int, instants: [String], date: String) throws {
    let due = try due(.workingDays(days), instants)
    #expect(due.date.description == date)
    #expect(due.lastMoment.adding(.milliseconds(1)) == MallInstant(jakarta: due.date.adding(days: 1)))
  }

  @Test(arguments: [
    // Mondays 08:00-15:00, Fridays with the break 11:30-13:00.
    (30, ["2026-11-23 09:00"], "2026-11-23 09:30"),
    (30, ["2026-11-23 07:00"], "2026-11-23 08:30"),
    (30, ["2026-11-23 14:45"], "2026-11-24 08:15"),
    (30, ["2026-11-20 11:15"], "2026-11-20 13:15"),
    (30, ["2026-11-20 14:50"], "2026-11-23 08:20"),
    (30, ["2026-12-23 14:50"], "2026-12-28 08:20"),
    (60, ["2026-11-23 09:00", "2026-11-23 09:20", "2026-11-23 11:00"], "2026-11-23 11:40"),
    // Late before the pause.
    (10, ["2026-11-23 09:00", "2026-11-23 09:20", "2026-11-23 11:00"], "2026-11-23 09:10"),
    (1_000, ["2026-11-23 08:00"], "2026-11-25 10:40"),
  ])
  func `Working minutes run while the counter is open`(minutes: Int, instants: [String], moment: String) throws {
    #expect(try due(.workingMinutes(minutes), instants).lastMoment == TestData.instant(moment))
  }

  @Test func `While the clock stands, the date is the one if it went on now`() throws {
    let instants = ["2026-11-20 10:00", "2026-11-24 09:00"]
    #expect(try due(.workingDays(3), instants, now: "2026-11-30 09:00").date.description == "2026-12-02")
    #expect(try due(.workingDays(3), instants, now: "2026-12-07 09:00").date.description == "2026-12-09")
    #expect(try due(.workingDays(3), instants, isFinished: true).date.description == "2026-11-25")
  }

  @Test func `A date in a year without a decree is an estimate until the decree comes`() throws {
    #expect(try due(.workingDays(3), ["2026-12-30 10:00"]).isEstimate)
    #expect(try due(.workingMinutes(600), ["2026-12-31 14:00"]).isEstimate)
    #expect(try !due(.workingDays(1), ["2026-12-30 10:00"]).isEstimate)
  }

  @Test func `Late is what comes after the last moment`() throws {
    let due = try due(.workingDays(1), ["2026-11-20 10:00"])
    #expect(!due.isLate(at: try TestData.instant("2026-11-23 23:59")))
    #expect(due.isLate(at: try TestData.instant("2026-11-24 00:00")))
  }

  @Test func `A counter that never opens ends the search`() throws {
    let closed = OpeningHours(opens: 600, closes: 600, fridayBreakStarts: 0, fridayBreakEnds: 0)
    let clock = ServiceClock(level: .workingMinutes(5), runs: [.init(start: try TestData.instant("2026-11-23 09:00"))])
    let due = clock.due(calendar: try TestData.calendar(), hours: closed, now: try TestData.instant("2026-11-23 09:00"))
    #expect(due.isEstimate && due.date > LocalDate("2030-01-01") ?? .latest)
  }
}
