import ArgumentParser
import MallWire

struct ApproveCase: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approves a claimed case; where there is a fee, the applicant gets a bill.")

  @OptionGroup var subject: CaseOptions

  @Option(help: "What the applicant should know.")
  var reason: String = ""

  @Option(help: "The version of the case that you saw; refused when it has changed since. Default: whichever it is.")
  var seen: UInt64 = 0

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await CaseDesk(client: client, options: subject).approve(reason: reason, version: seen)
    }
    output.show(CaseStepReport(answer: answer))
  }
}
