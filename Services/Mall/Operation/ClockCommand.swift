import ArgumentParser
import MallDomain
import MallNode
import MallWire

struct ClockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "The mall's clock: shows it, and moves it where the mall was started with --adjustable-clock.",
    subcommands: [ShowClock.self, SetClock.self, AdvanceClock.self],
    defaultSubcommand: ShowClock.self)
}

struct ShowClock: MallSubcommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows the mall's time.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let clock = try await connection.connected(as: .operator) { client in
      try await ClockDesk(client: client).read()
    }
    output.show(ClockReport(clock: clock))
  }
}

/// The mall's clock, for an operator.
struct ClockDesk: Sendable {
  var client: MallClient

  func read() async throws -> Wire.ClockResponse {
    try await client.call(.nodeClock, Wire.GetClockRequest(), answering: Wire.ClockResponse.self)
  }

  @discardableResult
  func set(to time: MallInstant) async throws -> Wire.ClockResponse {
    try await client.call(
      .nodeSetClock, Wire.SetClockRequest(mallTimeMs: time.milliseconds), answering: Wire.ClockResponse.self)
  }
}

struct ClockReport: Report {
  var clock: Wire.ClockResponse

  var json: JSONValue {
    .object(["mall_time": WireTime.json(clock.mallTimeMs), "adjustable": .boolean(clock.adjustable)])
  }

  func text(in language: Language) -> String {
    let kind =
      clock.adjustable
      ? language("dapat digeser", "can be moved") : language("jam sistem", "the system's clock")
    return language("Waktu mal: ", "Mall time: ") + "\(WireTime.text(clock.mallTimeMs)) WIB (\(kind))"
  }
}
