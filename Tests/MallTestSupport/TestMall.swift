import Foundation
import MallDomain
import MallLink
import MallNode
import MallWire
import Subprocess
import Synchronization
import Testing

/// A whole mall of real processes in a temporary folder, laid out as `mall up` lays out its own.
package final class TestMall: Sendable {
  private struct State {
    var processes: [String: RunningProcess] = [:]
    var gatewayPort = 0
  }

  package let plan: Plan
  package let folder: URL
  package let badges: Badges
  private let state = Mutex(State())

  package static let gateway = "gateway"
  /// How long a node may take to stop by itself.
  private static let stopPatience = Duration.seconds(20)

  private init(plan: Plan) throws {
    self.plan = plan
    folder = FileManager.default.temporaryDirectory.appending(path: "mall-processes-\(UUID().uuidString)")
    for name in ["pki", "run", "logs"] {
      try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    badges = try Badges(folder: folder, plan: plan)
  }

  /// A mall that is there while `body` runs, with all its agencies connected.
  package static func with<Result>(_ plan: Plan, _ body: (TestMall) async throws -> Result) async throws -> Result {
    let failuresBefore = TestFailures.count
    let mall = try TestMall(plan: plan)
    do {
      try await mall.start()
      let result = try await body(mall)
      try await mall.stop()
      mall.clearAway(afterFailure: TestFailures.count > failuresBefore)
      return result
    } catch {
      mall.killEverything()
      mall.clearAway(afterFailure: true)
      throw error
    }
  }

  /// Starts every node, and waits until the agencies are connected.
  package func start() async throws {
    try await start(Self.gateway)
    for node in plan.nodes {
      try await start(node.name)
    }
    try await waitForAgencies()
  }

  // MARK: - Nodes

  /// Where the tests reach the gateway.
  package var address: NodeAddress {
    NodeAddress(host: "127.0.0.1", port: state.withLock { $0.gatewayPort })
  }

  /// The gateway's process.
  package func gatewayProcess() throws -> RunningProcess { try process(Self.gateway) }

  package func process(_ name: String) throws -> RunningProcess {
    try #require(state.withLock { $0.processes[name] }, "\(name) was never started")
  }

  package var nodeNames: [String] { [Self.gateway] + plan.nodes.map(\.name) }

  package func runFile(_ name: String) throws -> RunFile {
    try RunFile.read(from: runFileURL(name))
  }

  private func runFileURL(_ name: String) -> URL { folder.appending(path: "run/\(name).json") }

  /// Where a node keeps its database, its keys and its files.
  package func dataFolder(of name: String) -> URL { folder.appending(path: name) }

  /// Starts a node, for the first time or on the data that it left, and waits until it serves.
  package func start(_ name: String) async throws {
    try await serving(name, try await launch(name))
  }

  /// Starts a node's process.
  @discardableResult
  package func launch(_ name: String) async throws -> RunningProcess {
    try? FileManager.default.removeItem(at: runFileURL(name))
    let command = plan.launcher(name) + [BuiltPrograms.path(try program(of: name))] + (try await arguments(of: name))
    let process = try await RunningProcess.start(
      name, program: command[0], arguments: Array(command.dropFirst()), environment: plan.environment(name),
      log: folder.appending(path: "logs/\(name).log"))
    state.withLock { $0.processes[name] = process }
    return process
  }

  /// Waits until a node that was launched serves.
  private func serving(_ name: String, _ process: RunningProcess) async throws {
    let run = try await Patience.wait(for: "\(name) to serve") {
      guard process.isRunning else {
        throw OutOfPatience(description: "\(name) ended at once: \(process.logText.suffix(2_000))")
      }
      return try? RunFile.read(from: runFileURL(name))
    }
    // Started again, the gateway must be where the agencies look for it.
    if let port = run.linkPort { state.withLock { $0.gatewayPort = port } }
  }

  private func program(of name: String) throws -> String {
    guard name != Self.gateway else { return BuiltPrograms.gateway }
    return try #require(plan.nodes.first { $0.name == name }?.program)
  }

  private func arguments(of name: String) async throws -> [String] {
    let common = [
      "--data", dataFolder(of: name).path, "--credential", badges.file(name).path,
      "--deploy", (plan.deploy ?? BuiltPrograms.deployFolder).path, "--run-file", runFileURL(name).path,
      "--http-port", "0", "--log-level", "debug", "--clock", "adjustable", "--examples",
    ]
    guard let node = plan.nodes.first(where: { $0.name == name }) else {
      return common + ["--listen", "\(NodeAddress(host: plan.host, port: address.port))"]
    }
    let road = try await plan.road(name, address)
    return common + ["--gateway", "\(road)"] + node.agencies.flatMap { ["--agency", $0.text] }
  }

  /// Asks a node to stop, and waits until it has.
  package func stop(_ name: String) async throws {
    let process = try process(name)
    process.signal(SIGTERM)
    try await Patience.wait(until: "\(name) to stop", within: Self.stopPatience) { !process.isRunning }
    let status = try await process.ended()
    #expect(status.isSuccess, "\(name) stopped with \(status)")
  }

  /// Ends a node as a power cut would.
  package func kill(_ name: String) async throws {
    let process = try process(name)
    process.signal(SIGKILL)
    _ = try await process.ended()
  }

  package func pause(_ name: String) throws { try process(name).signal(SIGSTOP) }

  package func goOn(_ name: String) throws { try process(name).signal(SIGCONT) }

  /// Stops every node that runs, the gateway last.
  package func stop() async throws {
    for name in plan.nodes.map(\.name) + [Self.gateway] where try process(name).isRunning {
      try await stop(name)
    }
  }

  private func killEverything() {
    for process in state.withLock({ Array($0.processes.values) }) where process.isRunning {
      process.signal(SIGKILL)
    }
  }

  /// After a failure the folder stays, for who wants to know more than the last lines of the logs.
  private func clearAway(afterFailure: Bool) {
    guard afterFailure else {
      try? FileManager.default.removeItem(at: folder)
      return
    }
    print("──── the mall of this failure is left in \(folder.path)")
    LogReport(folder: folder.appending(path: "logs")).show()
  }

  // MARK: - Agencies

  /// All agencies that the gateway knows.
  package func agencies() async throws -> [Wire.AgencySummary] {
    try await acting(as: .operator) { client in
      try await client.call(
        .catalogueAgencies, Wire.ListAgenciesRequest(pageSize: 200), answering: Wire.ListAgenciesResponse.self
      ).agencies
    }
  }

  /// Waits until every agency of the plan is connected.
  package func waitForAgencies() async throws {
    let expected = Set(plan.nodes.flatMap(\.agencies).map(\.text))
    try await Patience.wait(until: "all agencies to be connected") {
      // A gateway that is just coming back refuses the first links.
      let connected = Set(((try? await agencies()) ?? []).filter(\.connected).map(\.id))
      return expected.isSubset(of: connected)
    }
  }

  /// Runs `body` over a link of somebody's own.
  package func acting<Result: Sendable>(
    as person: Badges.Person, _ body: @escaping @Sendable (MallClient) async throws -> Result
  ) async throws -> Result {
    try await MallClient.connected(to: address, credential: try badges.credential(person), body)
  }

  /// Runs `body` with an officer and a bank, who bring its cases to their end.
  package func withCounter<Result: Sendable>(
    _ body: @escaping @Sendable (Counter) async throws -> Result
  ) async throws -> Result {
    try await acting(as: .officer) { officer in
      try await self.acting(as: .bank) { bank in try await body(Counter(officer: officer, bank: bank)) }
    }
  }
}
