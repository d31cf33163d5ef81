import Testing

@testable import MallDomain

@Suite struct WorkingCalendarTests {
  @Test func `Vectors of rule M6`() throws {
    let calendar = try TestData.calendar()
    for row in try TestData.vectors("sla", columns: ["complete_on", "working_days", "due"]) {
      let due = calendar.workingDay(try #require(Int(row[1])), from: try TestData.date(row[0]))
      #expect(due.date.description == row[2], "\(row)")
      #expect(!due.isEstimate)
    }
  }

  @Test func `Vectors of rule N2`() throws {
    let calendar = try TestData.calendar()
    for row in try TestData.vectors("kua_notice", columns: ["contract", "last_registration"]) {
      #expect(try calendar.lastDayToRegister(contract: TestData.date(row[0])).description == row[1], "\(row)")
    }
  }

  @Test func `Complaint deadlines of rule M5`() throws {
    let calendar = try TestData.calendar()
    let received = try TestData.date("2026-11-20")
    let verified = try calendar.legalDeadline(workingDays: 3, after: received)
    #expect(verified.description == "2026-11-25")
    #expect(try calendar.legalDeadline(workingDays: 5, after: verified).description == "2026-12-02")
    #expect(try calendar.legalDeadline(workingDays: 14, after: verified).description == "2026-12-15")
  }

  @Test func `Counting forwards and back are inverse on working days`() throws {
    let calendar = try TestData.calendar()
    var random = SeededGenerator(seed: 11)
    let first = try TestData.date("2025-03-01").dayNumber
    for _ in 0..<1_000 {
      let start = LocalDate(dayNumber: first + Int.random(in: 0..<500, using: &random))
      let count = Int.random(in: 1...40, using: &random)
      let end = calendar.workingDay(count, from: start).date
      #expect(calendar.isWorkingDay(end))
      #expect(calendar.workingDays(after: start, through: end) == count)
      #expect(calendar.workingDays(after: start, through: end.adding(days: -1)) == count - 1)
      if calendar.isWorkingDay(start) { #expect(calendar.workingDay(-count, from: end).date == start) }
    }
  }

  @Test func `A year without a decree gives an estimate, and no window of law`() throws {
    let calendar = try TestData.calendar()
    let start = try TestData.date("2026-12-30")
    let due = calendar.workingDay(3, from: start)
    // 31 December; 1 January is a fixed date; 2 and 3 January a weekend.
    #expect(due == .init(date: try TestData.date("2027-01-05"), isEstimate: true))
    #expect(!calendar.workingDay(1, from: start).isEstimate)
    let refusal = #expect(throws: Refusal.self) { try calendar.legalDeadline(workingDays: 3, after: start) }
    #expect(refusal?.message == Message(.calendarYearNotDecreed, "2027"))
    #expect(throws: Refusal.self) { try calendar.lastDayToRegister(contract: TestData.date("2027-01-08")) }
    #expect(throws: Never.self) { try calendar.lastDayToRegister(contract: TestData.date("2027-01-01")) }
  }

  @Test("A year without a decree leaves open only what its days decide")
  func noticeAcrossYears() throws {
    let calendar = try TestData.calendar()
    func notice(_ registered: String, _ contract: String) throws -> Bool {
      try calendar.notice(registered: TestData.date(registered), contract: TestData.date(contract)).isInTime
    }
    #expect(try notice("2026-11-27", "2027-01-08"))
    #expect(try notice("2026-11-27", "2027-06-01"))
    #expect(try !notice("2027-01-06", "2027-01-08"))
    #expect(throws: Refusal.self) { try notice("2026-12-22", "2027-01-08") }
    // What is only a bound is not told as the last day.
    let early = try calendar.notice(
      registered: try TestData.date("2026-11-27"), contract: try TestData.date("2027-06-01"))
    #expect(early == .init(isInTime: true, lastDay: nil))
    // Where every year is decreed it is the last day that counts.
    for offset in 0...40 {
      let contract = try TestData.date("2026-08-03").adding(days: offset)
      let last = try calendar.lastDayToRegister(contract: contract)
      #expect(try calendar.notice(registered: last, contract: contract) == .init(isInTime: true, lastDay: last))
      #expect(try !calendar.notice(registered: last.adding(days: 1), contract: contract).isInTime)
    }
  }

  @Test func `The next year's decree is missed from October`() throws {
    let calendar = try TestData.calendar()
    #expect(calendar.missingYear(today: try TestData.date("2026-09-30")) == nil)
    #expect(calendar.missingYear(today: try TestData.date("2026-10-01")) == 2027)
    #expect(calendar.missingYear(today: try TestData.date("2025-12-31")) == nil)
    #expect(calendar.missingYear(today: try TestData.date("2027-01-01")) == 2027)
  }

  @Test(arguments: [
    ("", "1"), ("day,kind,name\n", "1"), ("date,kind,name\n2026-02-30,libur,x", "2"),
    ("date,kind,name\n2026-01-01,libur,x\n\n2026-01-02,holiday,x", "4"), ("date,kind,name\n2026-01-01,libur", "2"),
    ("date,kind,name\n2026-01-01,libur,\"x", "2"),
  ])
  func `A table that can't be read is refused with its line`(csv: String, line: String) {
    let refusal = #expect(throws: Refusal.self) { try WorkingCalendar(csv: csv) }
    #expect(refusal?.message.arguments.first == line)
  }

  @Test func `Cells may be quoted`() throws {
    let calendar = try WorkingCalendar(csv: "date,kind,name\r\n2026-01-01,libur,\"a, \"\"b\"\"\"\r\n")
    #expect(calendar.holiday(on: try TestData.date("2026-01-01"))?.name == "a, \"b\"")
  }
}
