import ArgumentParser
import MallWire

struct RejectCase: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Rejects a claimed case.")

  @OptionGroup var subject: CaseOptions

  @Option(help: "Why; the applicant reads it.")
  var reason: String

  @Option(help: "The version of the case that you saw; refused when it has changed since. Default: whichever it is.")
  var seen: UInt64 = 0

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).reject(reason: reason, version: seen)
    }
    output.show(CaseStepReport(answer: answer))
  }
}
