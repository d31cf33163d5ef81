import ArgumentParser
import MallDomain
import MallWire

struct SetClock: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Moves the mall's clock to a date, a time of day or both.",
    discussion: """
      2026-12-01         that date, at the time of day that it is now
      14:30              today in the mall, at that time
      2026-12-01T14:30   both
      now                the machine's own time
      """)

  @Argument(help: "DATE, TIME, DATEThh:mm (Jakarta time) or now.")
  var time: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard ClockSetting(time) != nil else {
      throw ValidationError("\"\(time)\" is no date (YYYY-MM-DD), time (HH:MM), YYYY-MM-DDTHH:MM or now.")
    }
  }

  func perform() async throws {
    let clock = try await connection.connected(as: .operator) { client in
      let desk = ClockDesk(client: client)
      let now = MallInstant(milliseconds: try await desk.read().mallTimeMs)
      let target = ClockSetting(time)?.instant(mallTime: now, systemTime: MallClock.system.now()) ?? now
      return try await desk.set(to: target)
    }
    output.show(ClockReport(clock: clock))
  }
}

/// What a person wrote to set the clock.
enum ClockSetting: Hashable, Sendable {
  case date(LocalDate)
  case time(LocalTime)
  case both(LocalDate, LocalTime)
  case systemTime

  init?(_ text: String) {
    if text == "now" {
      self = .systemTime
    } else if let date = LocalDate(text) {
      self = .date(date)
    } else if let time = LocalTime(text) {
      self = .time(time)
    } else {
      let parts = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }.map(String.init)
      guard parts.count == 2, let date = LocalDate(parts[0]), let time = LocalTime(parts[1]) else { return nil }
      self = .both(date, time)
    }
  }

  func instant(mallTime: MallInstant, systemTime: MallInstant) -> MallInstant {
    switch self {
    case .date(let date): MallInstant(jakarta: date, LocalTime(jakarta: mallTime))
    case .time(let time): MallInstant(jakarta: LocalDate(jakarta: mallTime), time)
    case .both(let date, let time): MallInstant(jakarta: date, time)
    case .systemTime: systemTime
    }
  }
}
