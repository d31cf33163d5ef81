import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// `/metrics` and `/health` of one process, over HTTP on a loopback port of its own.
package struct MonitoringServer: Service {
  private let port: Int
  private let metrics: PrometheusMetrics
  private let health: @Sendable () async -> NodeHealth
  private let logger: Logger
  private let onListening: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - onListening: told the port once the server answers.
  package init(
    port: Int, metrics: PrometheusMetrics, logger: Logger,
    health: @escaping @Sendable () async -> NodeHealth,
    onListening: @escaping @Sendable (Int) async -> Void
  ) {
    self.port = port
    self.metrics = metrics
    self.health = health
    self.logger = logger
    self.onListening = onListening
  }

  package func run() async throws {
    let router = Router()
    let metrics = metrics
    let health = health
    router.get("metrics") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4"],
        body: .init(byteBuffer: ByteBuffer(string: metrics.text)))
    }
    router.get("health") { _, _ in
      let answer = await health()
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return Response(
        status: answer.state == .serving ? .ok : .serviceUnavailable,
        headers: [.contentType: "application/json"],
        body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(answer))))
    }
    var quiet = logger
    quiet.logLevel = .warning
    let onListening = onListening
    let application = Application(
      router: router,
      configuration: .init(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
      logger: quiet)
    try await application.run()
  }
}

/// What a node says of itself.
package struct NodeHealth: Codable, Sendable {
  package enum State: String, Codable, Sendable {
    case serving, draining, failing
  }

  package struct Check: Codable, Sendable {
    package var name: String
    package var passed: Bool
    package var detail: String

    package init(name: String, passed: Bool, detail: String) {
      self.name = name
      self.passed = passed
      self.detail = detail
    }
  }

  package struct LinkState: Codable, Sendable {
    package var node: String
    package var agencies: [String]
    package var sinceMilliseconds: Int64

    package init(node: String, agencies: [String], sinceMilliseconds: Int64) {
      self.node = node
      self.agencies = agencies
      self.sinceMilliseconds = sinceMilliseconds
    }
  }

  package var node: String
  package var software: String
  package var version: String
  package var state: State
  package var startedAtMilliseconds: Int64
  package var mallTimeMilliseconds: Int64
  package var outboxBacklog: Int
  package var outboxSetAside: Int
  package var links: [LinkState]
  package var checks: [Check]

  package init(
    node: String, software: String, version: String, state: State, startedAtMilliseconds: Int64,
    mallTimeMilliseconds: Int64, outboxBacklog: Int, outboxSetAside: Int, links: [LinkState], checks: [Check]
  ) {
    self.node = node
    self.software = software
    self.version = version
    self.state = state
    self.startedAtMilliseconds = startedAtMilliseconds
    self.mallTimeMilliseconds = mallTimeMilliseconds
    self.outboxBacklog = outboxBacklog
    self.outboxSetAside = outboxSetAside
    self.links = links
    self.checks = checks
  }
}
