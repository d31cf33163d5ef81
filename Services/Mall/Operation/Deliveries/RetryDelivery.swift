import ArgumentParser
import MallDomain
import MallNode
import MallWire

struct RetryDelivery: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Has a delivery tried again, once the reason for its refusals is mended.")

  @Argument(help: "The delivery's number, as mall deliveries list shows it.")
  var sequence: UInt64

  @OptionGroup var place: NodeOption
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let node = try await connection.connected(as: .operator) { client in
      let node = place.node ?? client.gateway.text
      let _: Wire.RetryDeliveryResponse = try await client.call(
        .deliveryRetry, Wire.RetryDeliveryRequest(sequence: sequence), target: node)
      return node
    }
    output.show(SettledDelivery(node: node, sequence: sequence, state: "pending"))
  }
}

struct DiscardDelivery: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "discard",
    abstract: "Gives a delivery up, so that what waits behind it goes on; the audit keeps who did so and why.")

  @Argument(help: "The delivery's number, as mall deliveries list shows it.")
  var sequence: UInt64

  @Option(help: "Why; without names or other personal data.")
  var reason: String

  @OptionGroup var place: NodeOption
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let node = try await connection.connected(as: .operator) { client in
      let node = place.node ?? client.gateway.text
      let _: Wire.DiscardDeliveryResponse = try await client.call(
        .deliveryDiscard, Wire.DiscardDeliveryRequest(sequence: sequence, reason: reason), target: node)
      return node
    }
    output.show(SettledDelivery(node: node, sequence: sequence, state: "discarded"))
  }
}

private struct SettledDelivery: Report {
  var node: String
  var sequence: UInt64
  var state: String

  var json: JSONValue {
    .object(["node": .string(node), "sequence": .integer(sequence), "state": .string(state)])
  }

  func text(in language: Language) -> String {
    state == "pending"
      ? language("Kiriman \(sequence) dari \(node) dicoba lagi.", "Delivery \(sequence) of \(node) is tried again.")
      : language("Kiriman \(sequence) dari \(node) dibatalkan.", "Delivery \(sequence) of \(node) is given up.")
  }
}
