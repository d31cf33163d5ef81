import Foundation
import MallDomain
import MallNode
import MallTestSupport
import Testing

extension ProcessTests {
  @Suite("Conformance", .serialized, .mall(of: "pos-indonesia"))
  struct ConformanceTests {
    private struct Report: Decodable {
      struct Check: Decodable {
        var section: String
        var expectation: String
        var outcome: String
        var mend: String?
      }
      var node: String?
      var conforms: Bool
      var checks: [Check]

      /// What was not kept, in words.
      var complaints: [String] {
        checks.filter { $0.outcome == "broken" }.map { "\($0.section): \($0.expectation) → \($0.mend ?? "")" }
      }
    }

    @Test("Our gateway keeps every rule of the protocol that can be seen from outside")
    func gateway() async throws {
      let mall = try TestMall.shared()
      _ = try mall.badges.credential(.citizen)
      let run = try await CommandRun.mall([
        "conform", "\(mall.address)", "--credential", mall.badges.file("citizen").path, "--format", "json",
      ])
      let report = try run.json(Report.self)
      #expect(report.complaints == [] && report.conforms && run.exitCode == 0)
      #expect(report.node == "gateway")
      #expect(report.checks.count { $0.outcome == "kept" } >= 25, "\(report.checks.count)")
    }

    @Test("Our general agency keeps every rule that a gateway can see")
    func agency() async throws {
      let mall = try TestMall.shared()
      let report = try await examine { address in
        let node = "taspen-node"
        let badge = try mall.badges.issue(node, role: .agency, agencies: [try AgencyID("taspen")])
        _ = badge
        return try await RunningProcess.start(
          node, program: BuiltPrograms.path("agency-service"),
          arguments: [
            "--gateway", "\(address)", "--agency", "taspen", "--credential", mall.badges.file(node).path,
            "--data", mall.folder.appending(path: node).path, "--deploy", BuiltPrograms.deployFolder.path, "--examples",
          ], log: mall.folder.appending(path: "logs/\(node).log"))
      }
      #expect(report.complaints == [] && report.conforms)
      #expect(report.checks.count { $0.outcome == "kept" } >= 25, "\(report.checks.count)")
    }

    @Test("So does the peer of foreign make")
    func foreignAgency() async throws {
      let mall = try TestMall.shared()
      let report = try await examine { address in
        _ = try mall.badges.issue("perpustakaan", role: .agency, agencies: [try AgencyID("perpustakaan")])
        return try await RunningProcess.start(
          "peer", program: BuiltPrograms.python,
          arguments: PeerTests.arguments(mall, "perpustakaan", gateway: address) + ["agency", "--cases", "99"],
          log: mall.folder.appending(path: "logs/peer.log"))
      }
      #expect(report.complaints == [] && report.conforms)
    }

    @Test("What breaks the protocol is told with its section and what to mend")
    func stranger() async throws {
      // A web server is no gateway: it takes the connection and understands nothing.
      let mall = try TestMall.shared()
      let port = try mall.runFile(TestMall.gateway).httpPort
      _ = try mall.badges.credential(.citizen)
      let run = try await CommandRun.mall([
        "conform", "127.0.0.1:\(port)", "--credential", mall.badges.file("citizen").path, "--language", "en",
      ])
      #expect(run.exitCode == 1)
      #expect(run.output.contains("4. Life of a link") && run.output.contains("✗ It answers hello with welcome"))
    }

    /// Has `mall conform` wait for an agency that `start` starts.
    private func examine(
      _ start: (_ gateway: NodeAddress) async throws -> RunningProcess
    ) async throws -> Report {
      let mall = try TestMall.shared()
      let output = mall.folder.appending(path: "conform-\(UUID().uuidString).json")
      let log = mall.folder.appending(path: "logs/conform-\(UUID().uuidString).log")
      let conform = try await RunningProcess.start(
        "conform", program: BuiltPrograms.path(BuiltPrograms.commandLine),
        arguments: [
          "conform", "--listen", "127.0.0.1:0", "--credential", mall.badges.file(TestMall.gateway).path,
          "--format", "json", "--language", "en",
        ], output: output, log: log)
      defer { if conform.isRunning { conform.signal(SIGKILL) } }
      let address = try await Patience.wait(for: "the address") {
        conform.logText.split(separator: "\n").first?.split(separator: " ").last.flatMap { NodeAddress(String($0)) }
      }
      let agency = try await start(address)
      defer { if agency.isRunning { agency.signal(SIGKILL) } }
      _ = try await conform.ended()
      let run = CommandRun(exitCode: 0, output: try String(contentsOf: output, encoding: .utf8), errors: "")
      return try run.json(Report.self)
    }
  }
}
