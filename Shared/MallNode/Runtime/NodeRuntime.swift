import CoreMetrics
import Foundation
import Logging
import MallDomain
import MallLink
import MallStore
import MallWire
import ServiceLifecycle

/// What every node of a mall is made of: its credential, its database and keys, its clock, its logs and metrics.
///
/// Opened once at the start; the parts that do the node's work take from it what they need.
package struct NodeRuntime: Sendable {
  package let configuration: NodeConfiguration
  package let credential: Credential
  package let signer: Signer
  package let database: Database
  package let sealer: Sealer
  package let clock: AdjustableClock
  package let calendar: WorkingCalendar
  package let areas: AreaTable
  package let logger: Logger
  package let metrics: PrometheusMetrics
  package let signals: NodeSignals
  package let inboxMarks: InboxMarks
  package let startedAt: MallInstant
  /// False of a database that is too large to be checked before the node serves: the check goes on meanwhile.
  let isDatabaseChecked: Bool

  package var node: NodeID { credential.identity.node }
  package var mall: String { credential.identity.mall }

  /// Opens everything, or says what is missing and what to do.
  ///
  /// - Parameter migrations: the tables of the node's own work; those of every node come before them.
  package static func open(configuration: NodeConfiguration, migrations: [MigrationList]) async throws -> NodeRuntime {
    var credential = try Credential(contentsOf: configuration.credentialFile.path)
    if let list = configuration.revocations, FileManager.default.fileExists(atPath: list.path) {
      try credential.trust.update(RevocationList(contentsOf: list.path))
    }
    let node = credential.identity.node
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    LoggingSystem.bootstrap { label in
      NodeLogHandler(label: label, level: configuration.logLevel, format: configuration.logFormat)
    }
    var logger = Logger(label: "mall")
    logger[metadataKey: "node"] = "\(node)"
    try FileManager.default.createDirectory(
      at: configuration.dataFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let signals = NodeSignals()
    var options = DatabaseOptions()
    options.onFatal = { error in signals.fail(because: "\(error)") }
    let database = try Database.open(
      "sqlite:" + configuration.dataFolder.appending(path: "mall.sqlite").path,
      migrations: StoreSchema.node + migrations, clock: .system, options: options, logger: logger)
    let isDatabaseChecked = try await database.isFoundSound(within: checkAtStart)
    try await database.write { transaction in
      try NodeSettings.claim(node, in: transaction)
    }
    let clock = AdjustableClock()
    if configuration.clock == .adjustable {
      let offset = try await database.read { try ClockSetting.offset(in: $0) }
      clock.set(to: MallClock.system.now().adding(offset))
    }
    return NodeRuntime(
      configuration: configuration, credential: credential, signer: try Signer(credential), database: database,
      sealer: try Sealer.load(keyFile: configuration.dataFolder.appending(path: "seal.key").path),
      clock: clock,
      calendar: try WorkingCalendar(csv: configuration.deployFolder.text("holidays.csv")),
      areas: try AreaTable(csv: configuration.deployFolder.text("areas.csv")),
      logger: logger, metrics: metrics, signals: signals,
      inboxMarks: try await InboxMarks.load(from: database), startedAt: MallClock.system.now(),
      isDatabaseChecked: isDatabaseChecked)
  }

  /// Some hundred megabytes are checked in this time; a citizen waits no longer for a node that starts again.
  private static let checkAtStart = Duration.seconds(2)

  /// Moves the mall's clock for this node and remembers it over a restart.
  ///
  /// - Throws: `failedPrecondition` unless the node was started with an adjustable clock.
  package func setClock(to time: MallInstant) async throws {
    guard configuration.clock == .adjustable else {
      throw Refusal(.failedPrecondition, detail: "this node's clock is the system's; start it with --clock adjustable")
    }
    clock.set(to: time)
    let offset = clock.currentOffset
    try await database.write { try ClockSetting.set(offset, in: $0) }
  }

  /// Less than the 10 s after which a supervisor kills; more than a link's drain.
  private static let longestShutdown = Duration.seconds(8)

  /// Runs the node's services until SIGTERM or SIGINT, then stops them in reverse order.
  package func run(_ services: [any Service]) async throws {
    // Below info the library describes each service with all that it holds: keys, tables, whatever.
    var lifecycleLogger = logger
    lifecycleLogger.logLevel = max(logger.logLevel, .info)
    let all: [any Service] = [FailureWatch(runtime: self), DatabaseCheck(runtime: self)] + services
    var configuration = ServiceGroupConfiguration(
      services: all.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: lifecycleLogger)
    configuration.maximumGracefulShutdownDuration = Self.longestShutdown
    let group = ServiceGroup(configuration: configuration)
    do {
      try await group.run()
    } catch {
      database.close()
      throw error
    }
    database.close()
    logger.info("Stopped")
  }
}

/// Keeps the mall clock's offset in the node's configuration.
enum ClockSetting {
  private static let name = NodeSettings.clockOffsetName

  static func offset(in transaction: Transaction) throws -> Duration {
    guard let text = try NodeSettings.text(name, in: transaction), let offset = Int64(text) else {
      return .zero
    }
    return .milliseconds(offset)
  }

  static func set(_ offset: Duration, in transaction: Transaction) throws {
    let milliseconds = offset.components.seconds * 1000 + offset.components.attoseconds / 1_000_000_000_000_000
    try NodeSettings.set(name, to: String(milliseconds), in: transaction)
  }
}
