import Foundation
import MallDomain
import MallLink
import MallNode
import Synchronization

/// A whole mall on this machine: everything from an empty folder to all agencies connected.
struct LocalMall: Sendable {
  let data: DataFolder
  let layout: MallLayout
  let supervisor: Supervisor
  private let deploy: DeployFolder
  private let listenPort: Int
  private let logFormat: String
  private let clock: String
  private let population: RegisterSeeding.Population
  private let progress: Progress

  /// How long nodes may take to be ready: registers of many residents open slowly on a small machine.
  private static let patience = Duration.seconds(300)
  private static let pollInterval = Duration.milliseconds(200)

  init(data: DataFolder, options: UpCommand, progress: Progress) throws {
    self.data = data
    self.progress = progress
    deploy = try DeployFolder(path: options.deploy)
    let agencies = try ShippedCatalogue.agencies(in: deploy)
    layout = MallLayout(
      agencies: agencies.map { ($0.id, $0.domain) }, generalProcesses: options.agencyProcesses)
    supervisor = Supervisor(progress: progress, parentGuard: ParentGuard())
    listenPort = options.listenPort
    logFormat = options.logFormat
    clock = options.adjustableClock || options.demonstration ? "adjustable" : "system"
    population = RegisterSeeding.Population(
      residents: options.residents, seed: options.seed, date: LocalDate(jakarta: MallClock.system.now()))
  }

  /// Starts everything and waits until every agency is connected. The supervisor must be running.
  func start() async throws -> MallReady {
    for node in [MallLayout.gateway] + layout.nodes {
      _ = try Programs.find(node.executable)
    }
    try await progress.step("Menyiapkan sertifikat", "Preparing certificates") {
      _ = try CertificateSetup(data: data, layout: layout).prepare()
    }
    try prepareFolders()
    try await RegisterSeeding(data: data, progress: progress).run(
      layout.nodes, wanted: population, deploy: deploy.url)
    let address = try await progress.step("Menjalankan gateway", "Starting the gateway") { try await startGateway() }
    try await progress.step(
      "Menghubungkan \(layout.agencies.count) instansi", "Connecting \(layout.agencies.count) agencies"
    ) {
      for node in layout.nodes {
        try startAgencies(node, gateway: address)
      }
      try await waitForAgencies(at: address)
    }
    supervisor.noteMallIsUp()
    return try await ready(at: address)
  }

  private func prepareFolders() throws {
    for folder in [data.run, data.logs] {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    // What an earlier mall left says nothing about this one.
    for name in try FileManager.default.contentsOfDirectory(atPath: data.run.path) where name.hasSuffix(".json") {
      try? FileManager.default.removeItem(at: data.run.appending(path: name))
    }
  }

  private func startGateway() async throws -> NodeAddress {
    let port = SharedPort(listenPort)
    let arguments = commonArguments(of: MallLayout.gateway)
    supervisor.start(
      ChildProcess(
        name: MallLayout.gateway.executable, program: try Programs.find(MallLayout.gateway.executable),
        arguments: { arguments + ["--listen", "127.0.0.1:\(port.value)"] },
        log: data.log(MallLayout.gateway.name)))
    let run = try await waitForRunFile(of: MallLayout.gateway.name)
    guard let listening = run.linkPort else {
      throw CommandFailure(.internal, "Gateway tidak menyebut portnya.", "The gateway didn't tell its port.")
    }
    // Started again, it must be where the agencies look for it.
    port.value = listening
    return NodeAddress(host: "127.0.0.1", port: listening)
  }

  private func startAgencies(_ node: MallLayout.Node, gateway: NodeAddress) throws {
    let arguments =
      commonArguments(of: node) + ["--gateway", "\(gateway)"] + node.agencies.flatMap { ["--agency", $0.text] }
    supervisor.start(
      ChildProcess(
        name: node.executable, program: try Programs.find(node.executable), arguments: { arguments },
        log: data.log(node.name)))
  }

  private func commonArguments(of node: MallLayout.Node) -> [String] {
    [
      "--data", data.node(node.name).path, "--credential", data.credential(node.name).path,
      "--deploy", deploy.url.path, "--run-file", data.runFile(node.name).path, "--http-port", "0",
      "--log-format", logFormat, "--clock", clock, "--examples", "--revocations", data.revocations.path,
    ]
  }

  private func waitForRunFile(of name: String) async throws -> RunFile {
    let deadline = ContinuousClock.now.advanced(by: Self.patience)
    while ContinuousClock.now < deadline {
      if let run = try? RunFile.read(from: data.runFile(name)) { return run }
      try await Task.sleep(for: Self.pollInterval)
    }
    throw notReady(name)
  }

  private func waitForAgencies(at address: NodeAddress) async throws {
    let credential = try data.loadCredential(.operator)
    let deadline = ContinuousClock.now.advanced(by: Self.patience)
    var missing = layout.agencies
    while ContinuousClock.now < deadline {
      // A gateway that was started again meanwhile closes the link; then there is a new one.
      if let connected = try? await connectedAgencies(at: address, credential) {
        missing = layout.agencies.subtracting(connected)
        if missing.isEmpty { return }
      }
      try await Task.sleep(for: Self.pollInterval)
    }
    throw notReady(missing.map(\.text).sorted().joined(separator: ", "))
  }

  private func connectedAgencies(at address: NodeAddress, _ credential: Credential) async throws -> Set<AgencyID> {
    try await MallClient.connected(to: address, credential: credential) { client in
      let rows = try await PagingOptions.wholeList { size, token in
        try await AgencyList.page(client, size: size, token: token)
      }
      return Set(rows.filter(\.connected).compactMap { try? AgencyID($0.id) })
    }
  }

  private func notReady(_ who: String) -> CommandFailure {
    CommandFailure(
      .unavailable, "Belum siap: \(who). Lihat log di \(data.logs.path).",
      "Not ready: \(who). See the logs in \(data.logs.path).")
  }

  private func ready(at address: NodeAddress) async throws -> MallReady {
    var nodes: [RunFile] = []
    for node in [MallLayout.gateway] + layout.nodes {
      nodes.append(try await waitForRunFile(of: node.name))
    }
    return MallReady(
      gateway: address, data: data, agencies: layout.agencies.count, nodes: nodes,
      isClockAdjustable: clock == "adjustable")
  }
}

/// A port that is known only after the first start.
final class SharedPort: Sendable {
  private let port: Mutex<Int>

  init(_ port: Int) {
    self.port = Mutex(port)
  }

  var value: Int {
    get { port.withLock { $0 } }
    set { port.withLock { $0 = newValue } }
  }
}
