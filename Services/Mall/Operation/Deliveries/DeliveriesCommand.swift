import ArgumentParser

struct DeliveriesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries",
    abstract: "Deliveries that were refused too often and set aside: lists them, has one tried again, gives one up.",
    subcommands: [ListDeliveries.self, RetryDelivery.self, DiscardDelivery.self])
}

/// Which node's outbox is meant.
struct NodeOption: ParsableArguments {
  @Option(
    name: [.customLong("node"), .customLong("agency")],
    help: "The node, by its name or by an agency that it serves; default: the gateway.")
  var node: String?
}
