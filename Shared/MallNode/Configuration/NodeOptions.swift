import ArgumentParser
import Configuration
import Foundation
import Logging
import MallStore
import SystemPackage

/// The flags that every node's executable takes. Each may also come from the environment or from a file:
/// flag, then `MALL_…` variable, then `--config` file, then default.
package struct NodeOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: "Folder of the node's database, blobs and keys (MALL_DATA; default ./mall-data/NODE).")
  package var dataFolder: String?

  @Option(help: "The node's credential, made by `mall pki` (MALL_CREDENTIAL).")
  package var credential: String?

  @Option(help: "Folder with the mall's catalogue and data files (MALL_DEPLOY; default: beside the program).")
  package var deploy: String?

  @Option(help: "Loopback port for /metrics and /health, 0 takes a free one (MALL_HTTP_PORT; default 0).")
  package var httpPort: Int?

  @Option(help: "json or text (MALL_LOG_FORMAT; default text).")
  package var logFormat: String?

  @Option(help: "trace, debug, info, notice, warning, error (MALL_LOG_LEVEL; default info).")
  package var logLevel: String?

  @Option(
    help: "system, or adjustable for demonstrations: the mall's clock can be moved (MALL_CLOCK; default system).")
  package var clock: String?

  @Flag(
    help: """
      Make example applications, whose invented people are entered in the registers (MALL_EXAMPLES; default: only with \
      an adjustable clock).
      """)
  package var examples = false

  @Option(help: "The authority's signed list of revoked certificates; read again when it changes (MALL_REVOCATIONS).")
  package var revocations: String?

  @Option(help: "Folder for backups that operators ask for (MALL_BACKUPS; default: backups in the data folder).")
  package var backups: String?

  @Option(
    help: """
      Refusals within an hour after which a delivery is set aside for an operator (MALL_DELIVERY_TRIES; default 8).
      """)
  package var deliveryTries: Int?

  @Option(help: "A JSON file with any of these settings, under the key \"mall\" (MALL_CONFIG).")
  package var config: String?

  @Option(help: "Where the node writes its ports once it serves (MALL_RUN_FILE).")
  package var runFile: String?

  package init() {}

  /// The reader that answers a setting by its precedence.
  package func reader(flags: [String: String?] = [:]) async throws -> ConfigReader {
    var values: [AbsoluteConfigKey: ConfigValue] = [:]
    let own: [String: String?] = [
      "data": dataFolder, "credential": credential, "deploy": deploy, "httpPort": httpPort.map(String.init),
      "logFormat": logFormat, "logLevel": logLevel, "clock": clock, "examples": examples ? "true" : nil,
      "revocations": revocations, "runFile": runFile, "deliveryTries": deliveryTries.map(String.init),
      "backups": backups,
    ]
    for (key, value) in own.merging(flags, uniquingKeysWith: { $1 }) {
      guard let value else { continue }
      values[AbsoluteConfigKey(["mall", key])] = ConfigValue(.string(value), isSecret: false)
    }
    let environment = EnvironmentVariablesProvider()
    var providers: [any ConfigProvider] = [InMemoryProvider(name: "flags", values: values), environment]
    let file = config ?? ProcessInfo.processInfo.environment["MALL_CONFIG"]
    if let file {
      providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
    }
    return ConfigReader(providers: providers)
  }
}

/// The settings that every node has, resolved.
package struct NodeConfiguration: Sendable {
  package enum ClockMode: String, Sendable {
    case system, adjustable
  }

  package var dataFolder: URL
  package var credentialFile: URL
  package var deployFolder: DeployFolder
  package var httpPort: Int
  package var logFormat: NodeLogHandler.Format
  package var logLevel: Logger.Level
  package var clock: ClockMode
  /// Whether invented people may be entered in the registers, so that example applications can be made of them.
  package var examples: Bool
  package var revocations: URL?
  package var runFile: URL?
  /// Where the node's backups are made.
  package var backups: URL
  /// Refusals after which a delivery is set aside.
  package var deliveryTries: Int

  package init(reader: ConfigReader, nodeName: String) throws {
    func text(_ key: String) -> String? {
      reader.string(forKey: ConfigKey(["mall", key]))
    }
    dataFolder = URL(filePath: text("data") ?? "mall-data/\(nodeName)")
    guard let credential = text("credential") else {
      throw ValidationError("No credential. Give --credential FILE; `mall pki issue` makes one.")
    }
    credentialFile = URL(filePath: credential)
    deployFolder = try DeployFolder(path: text("deploy"))
    httpPort = try Self.parse(text("httpPort"), "--http-port", default: 0) { Int($0) }
    logFormat = try Self.parse(text("logFormat"), "--log-format", default: .text) { .init(rawValue: $0) }
    logLevel = try Self.parse(text("logLevel"), "--log-level", default: .info) { .init(rawValue: $0) }
    clock = try Self.parse(text("clock"), "--clock", default: .system) { .init(rawValue: $0) }
    examples = try Self.parse(text("examples"), "--examples", default: clock == .adjustable) { Bool($0) }
    revocations = text("revocations").map { URL(filePath: $0) }
    runFile = text("runFile").map { URL(filePath: $0) }
    backups = text("backups").map { URL(filePath: $0) } ?? dataFolder.appending(path: "backups")
    deliveryTries = try Self.parse(
      text("deliveryTries"), "--delivery-tries", default: OutboxLimits().refusals
    ) { text in
      Int(text).flatMap { 1...100 ~= $0 ? $0 : nil }
    }
  }

  package static func parse<Value>(
    _ text: String?, _ flag: String, default: Value, as convert: (String) -> Value?
  ) throws -> Value {
    guard let text else { return `default` }
    guard let value = convert(text) else {
      throw ValidationError("\(flag): \"\(text)\" is not a value it takes. See --help.")
    }
    return value
  }
}
