import ArgumentParser
import MallWire

struct NoteCase: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Writes a note into the case for colleagues.")

  @OptionGroup var subject: CaseOptions

  @Option(help: "The note.")
  var text: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).note(text)
    }
    output.show(CaseStepReport(answer: answer))
  }
}
