import ArgumentParser
import MallWire

struct ReleaseCase: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Gives a claimed case back.")

  @OptionGroup var subject: CaseOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).release()
    }
    output.show(CaseStepReport(answer: answer))
  }
}
