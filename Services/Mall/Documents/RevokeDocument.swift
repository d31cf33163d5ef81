import ArgumentParser
import MallDomain
import MallWire

struct RevokeDocument: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke-document",
    abstract: "Takes an issued document out of force; verifiers learn it from the agency's next list, within seconds.")

  @Argument(help: "The document's number.")
  var number: String

  @Option(help: "Its type, such as skck.")
  var type: String

  @Option(help: "The agency that issued it.")
  var agency: String

  @Option(help: "Why; kept with the act.")
  var reason: String

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .officer) { client in
      try await client.call(
        .documentRevoke,
        Wire.RevokeDocumentRequest(agency: agency, type: type, number: number, reason: reason),
        target: agency, answering: Wire.RevokeDocumentResponse.self)
    }
    output.show(StateReport(state: answer.state))
  }
}
