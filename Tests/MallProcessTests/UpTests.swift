import Foundation
import MallNode
import MallTestSupport
import Testing

extension ProcessTests {
  @Suite("mall up", .serialized)
  struct UpTests {
    private struct Ready: Decodable, Sendable {
      struct Node: Decodable, Sendable {
        var node: String
        var processId: Int32
      }

      var ready: Bool
      var gateway: String
      var agencies: Int
      var nodes: [Node]
    }

    /// `mall up` over one agency.
    private struct Up: Sendable {
      var process: RunningProcess
      var folder: URL
      var ready: Ready
    }

    private static let agencies = ["pos-indonesia"]
    /// Certificates, registers and all nodes of a new mall.
    private static let startPatience = Duration.seconds(120)

    @Test("It says when the mall is up, starts again what dies, and leaves nothing behind when it is stopped")
    func upAndDown() async throws {
      try await withMallUp { up in
        #expect(up.ready.ready)
        #expect(up.ready.agencies == Self.agencies.count)
        #expect(Set(up.ready.nodes.map(\.node)) == ["gateway", "general"])

        let gateway = try #require(up.ready.nodes.first { $0.node == "gateway" })
        kill(gateway.processId, SIGKILL)
        let run = up.folder.appending(path: "run/gateway.json")
        let again = try await Patience.wait(for: "another gateway") {
          (try? RunFile.read(from: run)).flatMap { $0.processID == gateway.processId ? nil : $0 }
        }
        #expect("127.0.0.1:\(again.linkPort ?? 0)" == up.ready.gateway, "where the agencies look for it")
        try await Patience.wait(until: "the agencies to be connected again") {
          let agencies = try await CommandRun.mall(["agencies", "--data", up.folder.path, "--format", "json"])
          return agencies.output.components(separatedBy: "\"connected\": true").count == Self.agencies.count + 1
        }

        let second = try await CommandRun.mall([
          "up", "--data", up.folder.path, "--deploy", BuiltPrograms.deployFolder.path,
        ])
        #expect(second.exitCode == 1, "a folder has one mall")

        up.process.signal(SIGTERM)
        let status = try await up.process.ended()
        #expect(status.isSuccess, "\(up.process.logText)")
        let left = ([again.processID] + up.ready.nodes.map(\.processId)).filter { kill($0, 0) == 0 }
        #expect(left == [])
        #expect(!FileManager.default.fileExists(atPath: run.path))
      }
    }

    @Test("Its children end with it even when it is killed")
    func killed() async throws {
      try await withMallUp { up in
        up.process.signal(SIGKILL)
        _ = try await up.process.ended()
        try await Patience.wait(until: "the children to be gone") {
          up.ready.nodes.allSatisfy { kill($0.processId, 0) != 0 }
        }
      }
    }

    @Test("The demonstration walks four applications to their end and exits with 0", .timeLimit(.minutes(5)))
    func demonstration() async throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "mall-demonstration-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let run = try await CommandRun.mall([
        "up", "--data", folder.path, "--residents", "200", "--demonstration", "--exit", "--language", "en",
      ])
      #expect(run.exitCode == 0, "\(run.output)\n\(run.errors)")
      #expect((run.output + run.errors).contains("4 applications are finished."))
    }

    private func withMallUp(_ body: (Up) async throws -> Void) async throws {
      let catalogue = try CatalogueCopy(of: Self.agencies)
      let folder = FileManager.default.temporaryDirectory.appending(path: "mall-up-\(UUID().uuidString)")
      defer {
        catalogue.remove()
        try? FileManager.default.removeItem(at: folder)
      }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let output = folder.appending(path: "up.out")
      let process = try await RunningProcess.start(
        "mall up", program: BuiltPrograms.path(BuiltPrograms.commandLine),
        arguments: [
          "up", "--data", folder.path, "--deploy", catalogue.folder.path, "--format", "json",
        ],
        output: output, log: folder.appending(path: "up.log"))
      defer { if process.isRunning { process.signal(SIGTERM) } }
      let line = try await Patience.wait(for: "the line that says it is up", within: Self.startPatience) {
        guard process.isRunning else { throw OutOfPatience(description: process.logText) }
        return try String(contentsOf: output, encoding: .utf8).split(separator: "\n").first
      }
      let run = CommandRun(exitCode: 0, output: String(line), errors: "")
      try await body(Up(process: process, folder: folder, ready: try run.json()))
    }
  }
}
