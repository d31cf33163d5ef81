import ArgumentParser
import MallWire

struct ReassignCase: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "reassign", abstract: "Gives a case to a colleague.")

  @OptionGroup var subject: CaseOptions

  @Option(help: "The colleague, as their credential names them.")
  var officer: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).reassign(to: officer)
    }
    output.show(CaseStepReport(answer: answer))
  }
}
