import ArgumentParser
import MallDomain
import MallWire

struct Pay: MallSubcommand {
  static let configuration = CommandConfiguration(
    abstract: "Reports a payment as the bank would: for demonstrations and tests.",
    discussion: "The same --reference again is the same payment and changes nothing.")

  @Argument(help: "The billing code, 15 digits.")
  var code: String

  @Option(help: "Rupiah; default: what the bill asks for.")
  var amount: Int64?

  @Option(help: "The bank's reference; default: a random one.")
  var reference: String?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let reference = reference ?? RandomName.make()
    let bill = try await connection.connected(as: .bank) { client in
      let desk = PaymentDesk(client: client)
      let asked = if let amount { amount } else { try await desk.bill(code: code).amountRupiah }
      return try await desk.pay(code: code, amount: Rupiah(asked), reference: reference)
    }
    output.show(BillSheet(bill: bill, reference: reference))
  }
}
