import ArgumentParser
import MallDomain
import MallWire

struct AdvanceClock: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "advance", abstract: "Moves the mall's clock ahead, such as by 10d, 36h, 90m or 1d12h.")

  @Argument(help: "Days (d), hours (h), minutes (m), in this order.")
  var span: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard TimeSpan.duration(span) != nil else {
      throw ValidationError("\"\(span)\" is no time span, such as 10d, 36h, 90m or 1d12h.")
    }
  }

  func perform() async throws {
    let clock = try await connection.connected(as: .operator) { client in
      let desk = ClockDesk(client: client)
      let now = MallInstant(milliseconds: try await desk.read().mallTimeMs)
      return try await desk.set(to: now.adding(TimeSpan.duration(span) ?? .zero))
    }
    output.show(ClockReport(clock: clock))
  }
}

/// Spans of time as people write them.
enum TimeSpan {
  private static let units: [(letter: Character, seconds: Int64)] = [("d", 86_400), ("h", 3_600), ("m", 60)]
  /// A hundred years: no demonstration needs more, and no sum overflows.
  private static let longest: Int64 = 100 * 366 * 86_400

  /// Reads `10d`, `36h`, `90m`, `1d12h`; each unit at most once, larger ones first.
  static func duration(_ text: String) -> Duration? {
    var rest = text[...]
    var seconds: Int64 = 0
    guard !rest.isEmpty else { return nil }
    for unit in units {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard rest.dropFirst(digits.count).first == unit.letter else { continue }
      guard let count = Int64(digits), count <= longest / unit.seconds else { return nil }
      seconds += count * unit.seconds
      rest = rest.dropFirst(digits.count + 1)
    }
    return rest.isEmpty ? .seconds(seconds) : nil
  }
}
