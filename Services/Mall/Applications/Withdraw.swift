import ArgumentParser
import MallDomain
import MallWire

struct Withdraw: MallSubcommand {
  static let configuration = CommandConfiguration(abstract: "Takes an application back before it is decided.")

  @Argument(help: "The tracking code.")
  var code: String

  @Option(help: "Why; the officer reads it.")
  var reason: String = ""

  @OptionGroup var fact: FactOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let fact = try fact.read()
    let answer = try await connection.connected(as: .citizen) { client in
      try await client.call(
        .applicationWithdraw, Wire.WithdrawRequest(trackingCode: code, fact: fact, reason: reason),
        answering: Wire.WithdrawResponse.self)
    }
    output.show(StateReport(state: answer.state))
  }
}
