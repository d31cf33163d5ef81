import ArgumentParser
import MallWire

struct IssueOutput: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Issues the output of an approved and paid case.")

  @OptionGroup var subject: CaseOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).issue()
    }
    output.show(CaseStepReport(answer: answer))
  }
}
