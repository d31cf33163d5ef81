import MallDomain
import Testing

@testable import Mall

@Suite("Arguments of the clock")
struct ClockArgumentTests {
  @Test(
    "Spans of time",
    arguments: [
      ("10d", 864_000), ("36h", 129_600), ("90m", 5_400), ("1d12h", 129_600), ("2d3h4m", 183_840), ("0d", 0),
    ] as [(String, Int64)])
  func spans(text: String, seconds: Int64) {
    #expect(TimeSpan.duration(text) == .seconds(seconds))
  }

  @Test("What is no span", arguments: ["", "d", "10", "10x", "12h1d", "1d1d", "-1d", "1.5d", "9999999999999999999d"])
  func noSpans(text: String) {
    #expect(TimeSpan.duration(text) == nil)
  }

  @Test("Dates and times set what they name and keep the rest")
  func settings() throws {
    let morning = try #require(LocalTime("09:15"))
    let now = MallInstant(jakarta: try #require(LocalDate("2026-11-24")), morning)
    func text(_ setting: String) throws -> String {
      try #require(ClockSetting(setting)).instant(mallTime: now, systemTime: MallInstant(milliseconds: 0)).isoText
    }
    #expect(try text("2026-12-01") == "2026-12-01T09:15:00+07:00")
    #expect(try text("14:30") == "2026-11-24T14:30:00+07:00")
    #expect(try text("2026-12-01T14:30") == "2026-12-01T14:30:00+07:00")
    #expect(try text("now") == "1970-01-01T07:00:00+07:00")
  }

  @Test("What is no date or time", arguments: ["", "2026-13-01", "25:00", "2026-12-01T", "besok", "2026-12-01T14:30T"])
  func noSettings(text: String) {
    #expect(ClockSetting(text) == nil)
  }
}
