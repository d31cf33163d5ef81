import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire

/// A mall, people who do their business in it, faults, and the checker's verdict at the end.
struct FaultRun {
  struct Report: Sendable {
    var rounds: Int
    var driver: Driver.Counts
    var faults: [Fault: Int]
    var violations: [Checker.Violation]

    var text: String {
      let faults = faults.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
      return "\(rounds) rounds, \(driver.submits) submits acknowledged, \(driver.refusals) refused, "
        + "\(driver.ends) cases ended; faults: \(faults.joined(separator: ", ")); \(violations.count) violations"
    }
  }

  var rounds: Int
  /// Faults in their proportions.
  var faults: [Fault]
  var itemsARound = 2
  var people = 3

  /// A service of each program, with and without a fee, and an undertaking that asks an issuer.
  static let services = [
    "polres.skck", "polres.surat-kehilangan", "disdukcapil.ktp-el-penggantian", "bapenda.npwpd",
    "dinkes.puskesmas-pendaftaran", "kemenag.rekomendasi-nikah", "pos-indonesia.kirim-dokumen",
  ]

  static func plan() throws -> TestMall.Plan {
    func node(_ name: String, _ program: String, _ agencies: String...) throws -> TestMall.Plan.Node {
      .init(name: name, program: program, agencies: try agencies.map { try AgencyID($0) })
    }
    return TestMall.Plan(nodes: [
      try node("identity", "identity-service", "disdukcapil"), try node("tax", "tax-service", "bapenda"),
      try node("health", "health-service", "dinkes"), try node("marriage", "marriage-service", "kemenag"),
      try node("general", "agency-service", "polres", "pos-indonesia"),
    ])
  }

  /// What depends on the hour shows whenever the run itself takes place.
  private static func anyHour() -> Duration {
    var generator = Seed.generator()
    return .seconds(Int.random(in: 0..<86_400, using: &generator))
  }

  /// Runs, checks, and hands the stopped mall to `inspect` before it is cleared away.
  func run(inspecting inspect: (Checker) throws -> Void = { _ in }) async throws -> Report {
    let faults = Faults()
    var plan = try Self.plan()
    plan.road = { try await faults.road(of: $0, to: $1) }
    let witness = FileManager.default.temporaryDirectory.appending(path: "mall-history-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: witness) }
    let history = try History(file: witness)
    let report = try await TestMall.with(plan) { mall in
      try await mall.acting(as: .operator) { try await $0.moveClock(to: $0.mallTime().adding(Self.anyHour())) }
      let driver = Driver(
        mall: mall, history: history,
        items: try await Driver.items(rounds * itemsARound, of: Self.services, at: mall))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await driver.run(people: people) }
        group.addTask { try await strike(faults, mall, driver) }
        try await group.waitForAll()
      }
      try await settle(mall)
      try await mall.stop()
      let checker = Checker(
        gateway: NodeDatabase(folder: mall.dataFolder(of: TestMall.gateway)),
        agencies: mall.plan.nodes.map { NodeDatabase(folder: mall.dataFolder(of: $0.name)) }, history: witness)
      let report = Report(
        rounds: rounds, driver: driver.soFar, faults: faults.happened, violations: try checker.violations())
      try inspect(checker)
      return report
    }
    await faults.close()
    print("faults: \(report.text)")
    return report
  }

  /// A fault in each round, whenever some more work was done.
  private func strike(_ faults: Faults, _ mall: TestMall, _ driver: Driver) async throws {
    var generator = Seed.generator()
    for round in 0..<rounds {
      let moment = round * itemsARound * 3 / 4
      try await Patience.wait(until: "progress before round \(round)", within: .seconds(240)) {
        let soFar = driver.soFar
        return soFar.submits + soFar.refusals >= moment
      }
      let fault = self.faults[Int.random(in: 0..<self.faults.count, using: &generator)]
      try await faults.strike(fault, mall, using: &generator)
    }
  }

  /// Waits until nothing is on its way any more.
  private func settle(_ mall: TestMall) async throws {
    try await mall.waitForAgencies()
    try await Patience.wait(until: "every outbox to be empty", within: .seconds(120)) {
      for name in mall.nodeNames where try await mall.backlog(of: name) > 0 { return false }
      return true
    }
  }
}
