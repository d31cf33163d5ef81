import ArgumentParser
import MallLink
import MallNode

/// The gateway of a mall: one catalogue, one place to apply, one place to track.
@main
struct GatewayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mall-gateway",
    abstract: "Joins the agencies of a mall: one catalogue, one place to apply, one place to track.",
    version: NodeVersion.version)

  @OptionGroup var options: NodeOptions

  @Option(help: "HOST:PORT for links, port 0 takes a free one (MALL_LISTEN; default 127.0.0.1:0).")
  var listen: String?

  @Option(
    help: "Hours for which an issuer may stay away before the citizen is asked (MALL_EVIDENCE_HOURS; default 24).")
  var evidenceHours: Int?

  @Option(help: "Connections at once; one more is ended at the start (MALL_MAX_CONNECTIONS; default 12000).")
  var maxConnections: Int?

  @Option(
    help: "Connections at once from one address (MALL_MAX_CONNECTIONS_PER_ADDRESS; default 2048).")
  var maxConnectionsPerAddress: Int?

  func run() async throws {
    let reader = try await options.reader(
      flags: [
        "listen": listen, "evidenceHours": evidenceHours.map(String.init),
        "maxConnections": maxConnections.map(String.init),
        "maxConnectionsPerAddress": maxConnectionsPerAddress.map(String.init),
      ])
    let configuration = try NodeConfiguration(reader: reader, nodeName: "gateway")
    let address = try NodeConfiguration.parse(
      reader.string(forKey: "mall.listen"), "--listen", default: NodeAddress(host: "127.0.0.1", port: 0),
      as: NodeAddress.init)
    let hours = try NodeConfiguration.parse(
      reader.string(forKey: "mall.evidenceHours"), "--evidence-hours", default: 24
    ) { Int($0) }
    var connections = LinkServerOptions()
    connections.maximumConnections = try NodeConfiguration.parse(
      reader.string(forKey: "mall.maxConnections"), "--max-connections", default: connections.maximumConnections,
      as: Self.count)
    connections.maximumConnectionsPerSource = try NodeConfiguration.parse(
      reader.string(forKey: "mall.maxConnectionsPerAddress"), "--max-connections-per-address",
      default: connections.maximumConnectionsPerSource, as: Self.count)
    try await NodeExit.guarded { [connections] in
      let gateway = try await GatewayNode.open(
        configuration: configuration, listen: address, connections: connections,
        evidencePatience: .seconds(hours * 3600))
      try await gateway.run()
    }
  }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { $0 > 0 ? $0 : nil }
  }
}
