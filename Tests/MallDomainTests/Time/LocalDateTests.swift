import Testing

@testable import MallDomain

@Suite struct LocalDateTests {
  @Test func `Every day has its number, its text and its successor`() throws {
    var expected = LocalDate.earliest
    for number in LocalDate.earliest.dayNumber...LocalDate.earliest.dayNumber + 300_000 {
      let date = LocalDate(dayNumber: number)
      if date != expected || date.dayNumber != number {
        Issue.record("\(date) for \(expected)")
        return
      }
      let (year, month, day) = (date.year, date.month, date.day)
      expected = try #require(
        LocalDate(year: year, month: month, day: day + 1) ?? LocalDate(year: year, month: month + 1, day: 1)
          ?? LocalDate(year: year + 1, month: 1, day: 1))
    }
    #expect(LocalDate(dayNumber: 0).description == "1970-01-01")
    #expect(LocalDate(dayNumber: .max) == .latest)
    #expect(LocalDate(dayNumber: .min) == .earliest)
  }

  @Test func `Texts read back and nothing else is read`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let date = LocalDate(
        dayNumber: Int.random(in: LocalDate.earliest.dayNumber...LocalDate.latest.dayNumber, using: &random))
      #expect(LocalDate(date.description) == date)
    }
    for text in ["", "2026-1-01", "2026-02-29", "2026-13-01", "0000-01-01", "2026/01/01", "2026-01-01 ", "+026-01-01"] {
      #expect(LocalDate(text) == nil, "\(text)")
    }
  }

  @Test func `The date in Jakarta begins seven hours before the one in Greenwich`() throws {
    let midnight = Int64(try TestData.date("2026-11-23").dayNumber) * 86_400_000
    #expect(LocalDate(jakarta: MallInstant(milliseconds: midnight - 7 * 3_600_000)).description == "2026-11-23")
    #expect(LocalDate(jakarta: MallInstant(milliseconds: midnight - 7 * 3_600_000 - 1)).description == "2026-11-22")
    #expect(LocalTime(jakarta: MallInstant(milliseconds: midnight)).description == "07:00")
    #expect(LocalDate(jakarta: MallInstant(milliseconds: -8 * 3_600_000)).description == "1969-12-31")
    #expect(try TestData.instant("2026-11-23 07:00").milliseconds == midnight)
    for extreme in [Int64.min, .max] {
      let date = LocalDate(jakarta: MallInstant(milliseconds: extreme))
      #expect(date == (extreme < 0 ? .earliest : .latest))
    }
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-01-31", 2, "2026-03-31"),
    ("2026-03-31", -1, "2026-02-28"), ("2025-12-15", 1, "2026-01-15"), ("2026-01-15", -1, "2025-12-15"),
    ("2026-11-23", 0, "2026-11-23"),
  ])
  func `Months are added up to the month's end`(start: String, months: Int, end: String) throws {
    #expect(try TestData.date(start).adding(months: months).description == end)
  }

  @Test(arguments: [
    ("2009-11-23", "2026-11-23", 17), ("2009-11-24", "2026-11-23", 16), ("2008-02-29", "2025-02-28", 16),
    ("2008-02-29", "2025-03-01", 17), ("2008-02-29", "2024-02-29", 16), ("2026-11-23", "2026-11-23", 0),
    ("2026-11-24", "2026-11-23", -1),
  ])
  func `Ages are completed years`(born: String, today: String, age: Int) throws {
    #expect(try TestData.date(born).completedYears(on: TestData.date(today)) == age)
  }

  @Test func `Anniversaries of 29 February fall on 1 March`() throws {
    #expect(try TestData.date("2024-02-29").anniversary(years: 5).description == "2029-03-01")
    #expect(try TestData.date("2024-02-29").anniversary(years: 4).description == "2028-02-29")
    #expect(try TestData.date("2026-01-01").days(until: TestData.date("2026-03-02")) == 60)
  }

  @Test func `Dates as people read them`() throws {
    let date = try TestData.date("2023-02-27")
    #expect(date.text(.indonesian) == "27 Februari 2023")
    #expect(date.text(.english) == "27 February 2023")
    #expect(date.text(.indonesian, .withWeekday) == "Senin, 27 Februari 2023")
    #expect(date.text(.english, .withWeekday) == "Monday, 27 February 2023")
    #expect(date.text(.indonesian, .short) == "27/02/2023")
    #expect(LocalTime("09:05")?.text(.indonesian) == "09.05 WIB")
    #expect(LocalTime("09:05")?.text(.english) == "09:05 WIB")
    #expect(LocalTime("24:00") == nil && LocalTime("9:05") == nil && LocalTime("09:60") == nil)
  }

  @Test func `Durations are added to instants and taken from them`() {
    let instant = MallInstant(milliseconds: 1_000)
    #expect(instant.adding(.seconds(2)).milliseconds == 3_000)
    #expect(instant.adding(.milliseconds(-1_500)).milliseconds == -500)
    #expect(instant.adding(.seconds(2)).duration(since: instant) == .seconds(2))
    #expect(instant.adding(.seconds(Int64.max)).milliseconds == .max)
    #expect(MallClock.fixed(at: instant).now() == instant)
  }
}
