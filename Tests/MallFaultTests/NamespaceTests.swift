import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension FaultTests {
  @Suite(
    "Machines on a network that loses packets",
    .enabled("network namespaces need root") {
      await NetworkNamespace.isAllowed
    })
  struct NamespaceTests {
    /// An agency for each way of losing packets.
    private static let offices: [(service: String, loss: NetworkNamespace.Loss)] = [
      ("polres.surat-kehilangan", .toGateway), ("pos-indonesia.kirim-dokumen", .toAgency),
      ("samsat.pajak-tahunan", .all),
    ]
    /// A link is given up after some heartbeats that nobody answered.
    private static let untilNoticed = Duration.seconds(90)

    @Test("Packets vanish one way or both, nobody is told, both sides notice, and what came meanwhile arrives once")
    func silence() async throws {
      let file = FileManager.default.temporaryDirectory.appending(path: "mall-history-\(UUID().uuidString).jsonl")
      defer { try? FileManager.default.removeItem(at: file) }
      let history = try History(file: file)
      let agencies = try Self.offices.map { try ServiceCode($0.service).agency }
      try await NetworkNamespace.with(agencies.map(\.text)) { machines in
        var plan = TestMall.Plan(
          nodes: agencies.map { .init(name: $0.text, program: "agency-service", agencies: [$0]) })
        plan.host = "0.0.0.0"
        plan.launcher = { machines[$0]?.launcher ?? [] }
        plan.road = { machines[$0]?.address(ofGateway: $1) ?? $1 }
        try await TestMall.with(plan) { try await lose(at: $0, machines, history) }
      }
    }

    private func lose(at mall: TestMall, _ machines: [String: NetworkNamespace], _ history: History) async throws {
      try await mall.acting(as: .citizen) { citizen in
        var contents: [Wire.ApplicationContent] = []
        for office in Self.offices { contents.append(try await citizen.example(of: office.service)) }
        let before = try await file(contents, by: citizen, history)
        for filed in before { _ = try await citizen.track(filed.trackingCode, until: .received) }
        for (office, filed) in zip(Self.offices, before) {
          try await #require(machines[filed.agency]).lose(office.loss)
        }
        let meanwhile = try await file(contents, by: citizen, history)
        try await Patience.wait(until: "the gateway to miss every agency", within: Self.untilNoticed) {
          try await mall.agencies().allSatisfy { !$0.connected }
        }
        for filed in meanwhile { #expect(try await citizen.track(filed.trackingCode).state == "submitted") }
        for machine in machines.values { await machine.mend() }
        try await mall.waitForAgencies()
        for filed in meanwhile { _ = try await citizen.track(filed.trackingCode, until: .received) }
      }
      try await mall.stop()
      let checker = Checker(
        gateway: NodeDatabase(folder: mall.dataFolder(of: TestMall.gateway)),
        agencies: mall.plan.nodes.map { NodeDatabase(folder: mall.dataFolder(of: $0.name)) }, history: history.file)
      #expect(try checker.violations() == [])
    }

    /// An application at each office, written down once it is acknowledged.
    private func file(
      _ contents: [Wire.ApplicationContent], by citizen: MallClient, _ history: History
    ) async throws -> [FiledCase] {
      var filed: [FiledCase] = []
      for content in contents {
        let one = try await FiledCase.file(content, by: citizen)
        try history.note(
          .init(act: .submit, phase: .acknowledged, key: one.caseID, caseID: one.caseID, agency: one.agency))
        filed.append(one)
      }
      return filed
    }
  }
}
