import ArgumentParser
import MallDomain
import MallWire

struct Track: MallSubcommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells how an application stands, by its tracking code alone: state, due date, what comes next.")

  @Argument(help: "The tracking code; case, spaces and dashes don't matter.")
  var code: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .citizen) { client in
      try await client.call(
        .applicationTrack, Wire.TrackRequest(trackingCode: code), answering: Wire.TrackResponse.self)
    }
    output.show(TrackSheet(track: answer))
  }
}
