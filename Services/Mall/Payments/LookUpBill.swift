import ArgumentParser
import MallDomain
import MallNode
import MallWire

struct LookUpBill: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "bill",
    abstract: "Looks up a bill by its code, or an agency's bill for an object and a year.",
    discussion: "For property tax: mall bill --agency bapenda --object NOP --period 2026")

  @Argument(help: "The billing code, 15 digits.")
  var code: String?

  @Option(help: "The agency that wrote the bill, such as bapenda.")
  var agency: String?

  @Option(help: "The object, such as a NOP of 18 digits.")
  var object: String?

  @Option(help: "The year.")
  var period: UInt32?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let byObject = agency != nil && object != nil && period != nil
    let anyOfObject = agency != nil || object != nil || period != nil
    guard code != nil ? !anyOfObject : byObject else {
      throw ValidationError("Give either a billing code, or --agency, --object and --period.")
    }
  }

  func perform() async throws {
    let bill = try await connection.connected(as: .citizen) { client in
      let desk = PaymentDesk(client: client)
      guard let agency, let object, let period else { return try await desk.bill(code: code ?? "") }
      return try await desk.bill(agency: agency, object: object, period: period)
    }
    output.show(BillSheet(bill: bill))
  }
}

/// Bills and payments.
struct PaymentDesk: Sendable {
  var client: MallClient

  func bill(code: String) async throws -> Wire.Bill {
    try bill(
      in: try await client.call(
        .paymentBill, Wire.BillRequest(billingCode: code), answering: Wire.BillResponse.self))
  }

  func bill(agency: String, object: String, period: UInt32) async throws -> Wire.Bill {
    try bill(
      in: try await client.call(
        .paymentBill, Wire.BillRequest(agency: agency, object: object, period: period), target: agency,
        answering: Wire.BillResponse.self))
  }

  /// Reports a payment as the bank does.
  ///
  /// - Parameter reference: the bank's; the same again is the same payment.
  func pay(code: String, amount: Rupiah, reference: String) async throws -> Wire.Bill {
    let clock = try await client.call(.nodeClock, Wire.GetClockRequest(), answering: Wire.ClockResponse.self)
    let answer = try await client.call(
      .paymentNotify,
      Wire.NotifyPaymentRequest(
        billingCode: code, amountRupiah: amount.amount, bankReference: reference, paidAtMs: clock.mallTimeMs),
      answering: Wire.NotifyPaymentResponse.self)
    guard let bill = answer.bill else { throw Refusal(.internal) }
    return bill
  }

  private func bill(in answer: Wire.BillResponse) throws -> Wire.Bill {
    guard let bill = answer.bill else {
      throw CommandFailure(.notFound, "Tagihan tidak ditemukan.", "There is no such bill.")
    }
    return bill
  }
}
