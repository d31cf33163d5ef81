import ArgumentParser
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

  @OptionGroup(title: "Load") var load: LoadOptions

  func run() async throws {
    let reader = try await options.reader(
      flags: ["listen": listen, "evidenceHours": evidenceHours.map(String.init)].merging(load.flags) { own, _ in own })
    let configuration = try NodeConfiguration(reader: reader, nodeName: "gateway")
    let address = try NodeConfiguration.parse(
      reader.string(forKey: "mall.listen"), "--listen", default: NodeAddress(host: "127.0.0.1", port: 0),
      as: NodeAddress.init)
    let hours = try NodeConfiguration.parse(
      reader.string(forKey: "mall.evidenceHours"), "--evidence-hours", default: 24
    ) { Int($0) }
    let connections = try LoadOptions.connections(reader)
    let admission = try LoadOptions.admission(reader)
    try await NodeExit.guarded {
      let gateway = try await GatewayNode.open(
        configuration: configuration, listen: address, connections: connections, admission: admission,
        evidencePatience: .seconds(hours * 3600))
      try await gateway.run()
    }
  }
}
