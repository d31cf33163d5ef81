import ArgumentParser
import Configuration
import MallLink
import MallNode

/// What bounds the load that strangers can put on a gateway.
struct LoadOptions: ParsableArguments {
  @Option(help: "Connections at once; one more is closed at the start (MALL_MAX_CONNECTIONS; default 12000).")
  var maxConnections: Int?

  @Option(help: "Connections at once from one address (MALL_MAX_CONNECTIONS_PER_ADDRESS; default 2048).")
  var maxConnectionsPerAddress: Int?

  @Option(
    help: """
      New connections a second from one address, beyond a burst of 2048 (MALL_MAX_CONNECTION_RATE; default 200).
      """)
  var maxConnectionRate: Int?

  @Option(
    help: """
      Connections a second from one address that never become a link, beyond a burst of 256
      (MALL_MAX_FAILED_HANDSHAKE_RATE; default 5).
      """)
  var maxFailedHandshakeRate: Int?

  @Option(
    help: """
      Milliseconds that people's requests may wait under any load; who would wait longer is refused at once and told
      when to come again (MALL_QUEUE_PATIENCE; default 100).
      """)
  var queuePatience: Int?

  var flags: [String: String?] {
    [
      "maxConnections": maxConnections.map(String.init),
      "maxConnectionsPerAddress": maxConnectionsPerAddress.map(String.init),
      "maxConnectionRate": maxConnectionRate.map(String.init),
      "maxFailedHandshakeRate": maxFailedHandshakeRate.map(String.init),
      "queuePatience": queuePatience.map(String.init),
    ]
  }

  static func connections(_ reader: ConfigReader) throws -> LinkServerOptions {
    var options = LinkServerOptions()
    func read(_ key: String, _ flag: String, _ value: inout Int) throws {
      value = try NodeConfiguration.parse(
        reader.string(forKey: ConfigKey("mall.\(key)")), flag, default: value, as: positive)
    }
    try read("maxConnections", "--max-connections", &options.maximumConnections)
    try read("maxConnectionsPerAddress", "--max-connections-per-address", &options.maximumConnectionsPerSource)
    try read("maxConnectionRate", "--max-connection-rate", &options.connectionRate.perSecond)
    try read("maxFailedHandshakeRate", "--max-failed-handshake-rate", &options.failureRate.perSecond)
    return options
  }

  static func admission(_ reader: ConfigReader) throws -> AdmissionControl.Limits {
    var limits = AdmissionControl.Limits()
    let patience = try NodeConfiguration.parse(
      reader.string(forKey: "mall.queuePatience"), "--queue-patience", default: nil
    ) { positive($0) }
    if let patience { limits.patience = .milliseconds(patience) }
    return limits
  }

  private static func positive(_ text: String) -> Int? {
    Int(text).flatMap { $0 > 0 ? $0 : nil }
  }
}
