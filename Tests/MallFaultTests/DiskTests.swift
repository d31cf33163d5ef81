import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

@testable import MallStore

extension FaultTests {
  @Suite("Disks that fail")
  struct DiskTests {
    private static let service = "polres.surat-kehilangan"
    private static let applications = 12

    /// A mall whose gateway stands on a faulty disk.
    private func withFaultyDisk(_ body: @Sendable (TestMall, FaultyDisk) async throws -> Void) async throws {
      let disk = try await FaultyDisk()
      defer { disk.clearAway() }
      var plan = try TestMall.Plan.general(["polres"])
      plan.environment = { $0 == TestMall.gateway ? disk.environment : [:] }
      try await TestMall.with(plan) { try await body($0, disk) }
    }

    private func checker(_ mall: TestMall, _ history: History) -> Checker {
      Checker(
        gateway: NodeDatabase(folder: mall.dataFolder(of: TestMall.gateway)),
        agencies: mall.plan.nodes.map { NodeDatabase(folder: mall.dataFolder(of: $0.name)) }, history: history.file)
    }

    /// Files applications and writes down what was acknowledged.
    private func file(_ count: Int, at mall: TestMall, _ history: History) async throws {
      try await mall.acting(as: .citizen) { citizen in
        for _ in 0..<count {
          let filed = try await FiledCase.file(Self.service, by: citizen)
          try history.note(
            .init(
              act: .submit, phase: .acknowledged, key: filed.caseID, caseID: filed.caseID, agency: filed.agency))
        }
      }
    }

    private func history() throws -> History {
      try History(
        file: FileManager.default.temporaryDirectory.appending(path: "mall-history-\(UUID().uuidString).jsonl"))
    }

    @Test("A full disk refuses what is new, reading goes on, and with room again all is well by itself")
    func full() async throws {
      try await withFaultyDisk { mall, disk in
        try await mall.acting(as: .citizen) { citizen in
          let before = try await FiledCase.file(Self.service, by: citizen)
          let example = try await citizen.example(of: Self.service)
          try disk.behave(.full)
          let refusal = await #expect(throws: Refusal.self) { try await citizen.submit(example, key: "full-disk-1") }
          #expect(refusal?.code == .resourceExhausted)
          #expect(refusal?.retryAfter != nil)
          let hits: Wire.ListServicesResponse = try await citizen.call(
            .catalogueSearch, Wire.SearchRequest(text: "kehilangan"))
          #expect(!hits.services.isEmpty)
          #expect(try await citizen.track(before.trackingCode).service == Self.service)
          #expect(try mall.gatewayProcess().isRunning)
          try disk.behave(.honest)
          let accepted = try await Patience.wait(for: "the mall to accept again") {
            try? await citizen.submit(example, key: "full-disk-1")
          }
          _ = try await citizen.track(accepted.trackingCode, until: .received)
        }
      }
    }

    @Test("After a flush that failed the node ends rather than trust its file; started again, nothing is lost")
    func failingFlush() async throws {
      let history = try history()
      try await withFaultyDisk { mall, disk in
        try await file(3, at: mall, history)
        try disk.behave(.failing)
        _ = try? await mall.acting(as: .citizen) { citizen in
          try await citizen.submit(try await citizen.example(of: Self.service), key: "failing-flush-1")
        }
        let process = try mall.gatewayProcess()
        try await Patience.wait(until: "the gateway to end") { !process.isRunning }
        #expect(try await !process.ended().isSuccess)
        try disk.behave(.honest)
        _ = try disk.cutPower(under: mall.dataFolder(of: TestMall.gateway))
        try await mall.start(TestMall.gateway)
        try await mall.waitForAgencies()
        try await file(1, at: mall, history)
        try await settle(mall)
        try await mall.stop()
        // What was asked when the flush failed may be there or not: nobody was told.
        let found = try checker(mall, history).violations().filter { $0.invariant != .refusedLeavesNothing }
        #expect(found == [])
      }
    }

    @Test("A power cut loses nothing that was acknowledged, given a disk that flushes what it says")
    func powerCut() async throws {
      let history = try history()
      try await withFaultyDisk { mall, disk in
        for _ in 0..<2 {
          try await file(Self.applications / 2, at: mall, history)
          try await mall.kill(TestMall.gateway)
          _ = try disk.cutPower(under: mall.dataFolder(of: TestMall.gateway))
          try await mall.start(TestMall.gateway)
          try await mall.waitForAgencies()
        }
        try await settle(mall)
        try await mall.stop()
        #expect(try checker(mall, history).violations() == [])
      }
    }

    @Test("A disk that lies about flushing loses what was acknowledged, and the checker sees it")
    func lyingFlush() async throws {
      let history = try history()
      try await withFaultyDisk { mall, disk in
        try await file(2, at: mall, history)
        try disk.behave(.lying)
        try await file(Self.applications, at: mall, history)
        try await mall.kill(TestMall.gateway)
        let lost = try disk.cutPower(under: mall.dataFolder(of: TestMall.gateway))
        #expect(lost > 0)
        try disk.behave(.honest)
        try await mall.start(TestMall.gateway)
        try await mall.waitForAgencies()
        try await mall.stop()
        let found = Set(try checker(mall, history).violations().map(\.invariant))
        #expect(found.contains(.acknowledgedIsThere))
      }
    }

    @Test(
      "A disk that is full while the schema is brought up to date: the node says so, and goes on when there is room")
    func fullDuringMigration() async throws {
      try await withFaultyDisk { mall, disk in
        try await mall.stop(TestMall.gateway)
        // As an older version left it: without its newest step.
        try NodeDatabase(folder: mall.dataFolder(of: TestMall.gateway)).write { transaction in
          try transaction.execute("ALTER TABLE outbox DROP COLUMN is_sealed")
          try transaction.execute("DELETE FROM migrations WHERE module = 'outbox' AND name = 'sealed contents'")
        }
        try disk.behave(.full)
        let process = try await mall.launch(TestMall.gateway)
        #expect(try await process.ended() == .exited(69))
        #expect(process.logText.contains("no room is left"))
        try disk.behave(.honest)
        try await mall.start(TestMall.gateway)
        try await mall.waitForAgencies()
        try await mall.acting(as: .citizen) { citizen in
          let filed = try await FiledCase.file(Self.service, by: citizen)
          _ = try await citizen.track(filed.trackingCode, until: .received)
        }
      }
    }

    @Test("A second process on a database is refused and told who holds it; a newer database likewise")
    func refusedToOpen() async throws {
      try await withFaultyDisk { mall, _ in
        let first = try mall.gatewayProcess()
        let second = try await RunningProcess.start(
          "second", program: BuiltPrograms.path(BuiltPrograms.gateway),
          arguments: [
            "--data", mall.dataFolder(of: TestMall.gateway).path, "--credential",
            mall.badges.file(TestMall.gateway).path, "--deploy", BuiltPrograms.deployFolder.path, "--listen",
            "127.0.0.1:0",
          ], log: mall.folder.appending(path: "logs/second.log"))
        #expect(try await second.ended() == .exited(69))
        #expect(second.logText.contains("held by process \(first.processID)"))
        #expect(first.isRunning)

        try await mall.stop(TestMall.gateway)
        let database = NodeDatabase(folder: mall.dataFolder(of: TestMall.gateway))
        try database.write { transaction in
          try transaction.execute(
            """
            INSERT INTO migrations (module, position, name, fingerprint, applied_at)
            VALUES ('outbox', 99, 'a step of the future', x'00', 0)
            """)
        }
        let process = try await mall.launch(TestMall.gateway)
        #expect(try await process.ended() == .exited(69))
        #expect(process.logText.contains("newer program"))
        try database.write { transaction in try transaction.execute("DELETE FROM migrations WHERE position = 99") }
        try await mall.start(TestMall.gateway)
      }
    }

    private func settle(_ mall: TestMall) async throws {
      try await Patience.wait(until: "every outbox to be empty") {
        for name in mall.nodeNames where try await mall.backlog(of: name) > 0 { return false }
        return true
      }
    }
  }
}
