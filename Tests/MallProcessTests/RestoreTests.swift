import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  @Suite("Backup and restore", .serialized, .mall(of: "pos-indonesia", "taspen"))
  struct RestoreTests {
    private struct Backup: Decodable {
      struct Node: Decodable {
        var node: String
        var bytes: Int
        var lostFiles: Int
      }
      var path: String
      var nodes: [Node]
      var away: [String]
    }

    private struct Restore: Decodable {
      struct Node: Decodable {
        var node: String
        var missingFrom: String
        var missingUntil: String
      }
      var nodes: [Node]
    }

    private struct Submitted: Decodable {
      struct Receipt: Decodable {
        var caseId: String
      }
      var trackingCode: String
      var receipt: Receipt
    }

    private struct Readmitted: Decodable {
      var state: String
      var wasKnown: Bool
    }

    private struct Deliveries: Decodable {
      struct Delivery: Decodable {
        var node: String
        var reason: String
      }
      var deliveries: [Delivery]
    }

    private static let service = "pos-indonesia.kirim-dokumen"
    private static let agency = "pos-indonesia"
    private static let applicants = 3
    private static let applicationsEach = 8

    private func mall(_ arguments: [String]) async throws -> CommandRun {
      let data = try TestMall.shared().folder.path
      return try await CommandRun.mall(arguments + ["--data", data, "--format", "json"])
    }

    @Test("The gateway, backed up under load: what its peers and applicants hold comes back, and nothing comes twice")
    func gateway() async throws {
      let mall = try TestMall.shared()
      let content = try await mall.acting(as: .citizen) { try await $0.example(of: Self.service) }
      let input = try await input(at: mall)
      let before = try await mall.acting(as: .citizen) { try await FiledCase.file(content, by: $0) }

      let backup = mall.folder.appending(path: "backup").path
      let filed = try await underLoad(input, at: mall) {
        let made = try await self.mall(["backup", "--to", backup])
        #expect(made.exitCode == 0, "\(made.errors)")
        let report = try made.json(Backup.self)
        #expect(Set(report.nodes.map(\.node)) == ["gateway", "general"] && report.away.isEmpty)
      }
      let last = try await apply(input, receipt: "last", at: mall)
      let finished = FiledCase(
        service: Self.service, content: content, trackingCode: last.trackingCode, caseID: last.receipt.caseId,
        fact: before.fact)
      let (number, steps) = try await mall.withCounter { counter in
        try await counter.finish(finished)
        try await counter.finish(before)
        let track = try await counter.officer.track(finished.trackingCode)
        let shown = try await counter.officer.show(finished.caseID, of: Self.agency)
        return (shown.output?.number, track.timeline.map(\.type))
      }

      try await mall.kill("gateway")
      try await restore("gateway", from: backup, at: mall)

      // What came before the backup goes on by itself: its agency tells the rest again.
      _ = try await mall.acting(as: .citizen) { try await $0.track(before.trackingCode, until: .issued) }
      // What only the gateway had is gone until its applicant brings it back.
      let gone = try await self.mall(["track", last.trackingCode])
      #expect(gone.exitCode == 1)
      for (name, submitted) in filed + [("last", last)] {
        let run = try await readmit(name, input, at: mall)
        #expect(run.exitCode == 0, "\(run.errors)")
        let again = try await readmit(name, input, at: mall).json(Readmitted.self)
        #expect(again.wasKnown)
        _ = try await mall.acting(as: .citizen) {
          try await $0.track(submitted.trackingCode, until: .received, .issued)
        }
      }
      try await mall.acting(as: .officer) { officer in
        let track = try await officer.track(last.trackingCode, until: .issued)
        #expect(track.timeline.map(\.type).filter { $0 != "gathering-evidence" } == steps)
        #expect(try await officer.show(last.receipt.caseId, of: Self.agency).output?.number == number)
        let cases = try await officer.cases(of: Self.agency).map(\.caseID)
        let all = filed.map(\.1.receipt.caseId) + [last.receipt.caseId, before.caseID]
        #expect(cases.sorted() == all.sorted(), "each once, and no others")
      }
      try await expectNothingSetAside()
    }

    @Test("An agency: the mall sends again what it had, and tells how far each case was")
    func agency() async throws {
      let mall = try TestMall.shared()
      let content = try await mall.acting(as: .citizen) { try await $0.example(of: Self.service) }
      let backup = mall.folder.appending(path: "backup-of-agency").path
      let made = try await self.mall(["backup", "--to", backup])
      #expect(made.exitCode == 0, "\(made.errors)")
      let (waiting, finished) = try await mall.acting(as: .citizen) { citizen in
        (try await FiledCase.file(content, by: citizen), try await FiledCase.file(content, by: citizen))
      }
      let number = try await mall.withCounter { counter in
        try await counter.finish(finished)
        _ = try await counter.officer.track(waiting.trackingCode, until: .received)
        let shown = try await counter.officer.show(finished.caseID, of: Self.agency)
        return shown.output?.number
      }
      try await mall.kill("general")
      try await restore("general", from: backup, at: mall)
      try await mall.withCounter { counter in
        let shown = try await Patience.wait(for: "the case to be as it was") {
          let shown = try? await counter.officer.show(finished.caseID, of: Self.agency)
          return shown?.summary?.state == CaseState.issued.rawValue ? shown : nil
        }
        #expect(shown.output?.number == number && number != nil)
        try await counter.finish(waiting)
        let other = try await counter.officer.show(waiting.caseID, of: Self.agency)
        #expect(other.output?.number != number, "no number twice")
      }
      try await expectNothingSetAside()
    }

    // MARK: - Steps

    /// The example of the service as a file for the command line.
    private func input(at mall: TestMall) async throws -> String {
      let path = mall.folder.appending(path: "input.json").path
      let example = try await self.mall(["apply", Self.service, "--example"])
      try example.output.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    private func receipt(_ name: String, at mall: TestMall) -> String {
      mall.folder.appending(path: "\(name).receipt.json").path
    }

    private func apply(_ input: String, receipt name: String, at mall: TestMall) async throws -> Submitted {
      let run = try await self.mall([
        "apply", Self.service, "--input", input, "--receipt", receipt(name, at: mall),
      ])
      #expect(run.exitCode == 0, "\(run.errors)")
      return try run.json(Submitted.self)
    }

    private func readmit(_ name: String, _ input: String, at mall: TestMall) async throws -> CommandRun {
      try await self.mall(["readmit", receipt(name, at: mall), "--input", input])
    }

    /// Applications come in while `body` runs. Returns those that were acknowledged.
    private func underLoad(
      _ input: String, at mall: TestMall, _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> [(String, Submitted)] {
      try await withThrowingTaskGroup(of: [(String, Submitted)].self) { group in
        for applicant in 0..<Self.applicants {
          group.addTask {
            var filed: [(String, Submitted)] = []
            for number in 0..<Self.applicationsEach {
              let name = "load-\(applicant)-\(number)"
              filed.append((name, try await apply(input, receipt: name, at: mall)))
            }
            return filed
          }
        }
        group.addTask {
          try await body()
          return []
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    }

    /// Puts the backup in the place of a node's folder, and starts the node again.
    private func restore(_ node: String, from backup: String, at mall: TestMall) async throws {
      let folder = mall.dataFolder(of: node)
      let key = mall.folder.appending(path: "pki/recovery.key").path
      let arguments = ["restore", backup, "--node", node, "--recovery-key", key]
      #expect(try await self.mall(arguments).exitCode == 1, "nothing is overwritten")
      try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".lost-\(UUID().uuidString)")
      let run = try await self.mall(arguments)
      #expect(run.exitCode == 0, "\(run.errors)")
      let report = try #require(try run.json(Restore.self).nodes.first)
      #expect(report.node == node && report.missingFrom <= report.missingUntil)
      try await mall.start(node)
      try await mall.waitForAgencies()
    }

    private func expectNothingSetAside() async throws {
      let list = try await mall(["deliveries", "list"]).json(Deliveries.self)
      #expect(list.deliveries.isEmpty, "\(list.deliveries)")
    }
  }
}
