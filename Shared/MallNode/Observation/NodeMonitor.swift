import MallDomain
import MallStore
import MallWire

/// How a node is doing: its health over HTTP and as a method, from one place.
package struct NodeMonitor: Sendable {
  private let runtime: NodeRuntime
  private let links: @Sendable () -> [NodeHealth.LinkState]

  package init(runtime: NodeRuntime, links: @escaping @Sendable () -> [NodeHealth.LinkState]) {
    self.runtime = runtime
    self.links = links
  }

  package func register(in handlers: inout MethodHandlers) {
    handlers.on(.nodeHealth) { (_: Wire.HealthRequest, _) in Wire.HealthResponse(await health()) }
  }

  package func server(onListening: @escaping @Sendable (Int) async -> Void) -> MonitoringServer {
    MonitoringServer(
      port: runtime.configuration.httpPort, metrics: runtime.metrics, logger: runtime.logger,
      health: { await health() }, onListening: onListening)
  }

  package func health() async -> NodeHealth {
    var backlog = 0
    var setAside = 0
    var checks = [
      NodeHealth.Check(
        name: "database", passed: runtime.database.isServing, detail: runtime.signals.failure ?? "serving")
    ]
    do {
      let backlogs = try await runtime.database.read { try Outbox.backlogs(in: $0) }
      backlog = backlogs.values.map(\.pending).reduce(0, +)
      setAside = backlogs.values.map(\.setAside).reduce(0, +)
    } catch {
      checks.append(NodeHealth.Check(name: "outbox", passed: false, detail: "\(error)"))
    }
    checks.append(
      NodeHealth.Check(
        name: "set aside", passed: setAside == 0,
        detail: setAside == 0 ? "nothing" : "\(setAside) deliveries wait for an operator"))
    return NodeHealth(
      node: runtime.node.text, software: "mall", version: NodeVersion.version,
      state: runtime.database.isServing ? .serving : .failing,
      startedAtMilliseconds: runtime.startedAt.milliseconds,
      mallTimeMilliseconds: runtime.clock.now.milliseconds, outboxBacklog: backlog, outboxSetAside: setAside,
      links: links(), checks: checks)
  }
}

extension Wire.HealthResponse {
  fileprivate init(_ health: NodeHealth) {
    self.init(
      node: health.node, software: health.software, version: health.version, state: health.state.rawValue,
      startedAtMs: health.startedAtMilliseconds, mallTimeMs: health.mallTimeMilliseconds,
      outboxBacklog: UInt64(health.outboxBacklog), outboxSetAside: UInt64(health.outboxSetAside),
      links: health.links.map {
        Wire.LinkSummary(node: $0.node, agencies: $0.agencies, sinceMs: $0.sinceMilliseconds)
      },
      checks: health.checks.map { Wire.HealthCheck(name: $0.name, passed: $0.passed, detail: $0.detail) })
  }
}
