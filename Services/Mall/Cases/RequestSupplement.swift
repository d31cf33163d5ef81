import ArgumentParser
import MallWire

struct RequestSupplement: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "request-supplement", abstract: "Asks the applicant for more.")

  @OptionGroup var subject: CaseOptions

  @Option(help: "A requirement or field that is asked for; may be given several times.")
  var ask: [String]

  @Option(help: "What the applicant should know.")
  var note: String = ""

  @Option(help: "The version of the case that you saw; refused when it has changed since. Default: whichever it is.")
  var seen: UInt64 = 0

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).requestSupplement(asked: ask, note: note, version: seen)
    }
    output.show(CaseStepReport(answer: answer))
  }
}
