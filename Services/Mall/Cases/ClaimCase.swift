import ArgumentParser
import MallWire

struct ClaimCase: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Takes a case, so that nobody else works on it.")

  @OptionGroup var subject: CaseOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).claim()
    }
    output.show(CaseStepReport(answer: answer))
  }
}
