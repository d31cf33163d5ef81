import Foundation
import MallDomain
import MallTestSupport
import Testing

extension ProcessTests {
  @Suite("The doctor", .serialized, .mall(of: "pos-indonesia"))
  struct DoctorTests {
    private struct Diagnosis: Decodable {
      struct Symptom: Decodable {
        struct Text: Decodable {
          var en: String
        }
        var severity: String
        var check: String
        var subject: String
        var text: Text
        var advice: Text?
      }
      var healthy: Bool
      var nodes: [String]
      var symptoms: [Symptom]
    }

    private func doctor() async throws -> (diagnosis: Diagnosis, exitCode: Int32) {
      let run = try await mall("doctor", "--format", "json")
      return (try run.json(), run.exitCode)
    }

    private func mall(_ arguments: String...) async throws -> CommandRun {
      try await CommandRun.mall(arguments + ["--data", TestMall.shared().folder.path])
    }

    /// One way through a node's sickness, since each step leaves the mall as the next one finds it.
    @Test("A mall's nodes are examined; a stopped one is named, a damaged one told with its way back, and restored")
    func throughSickness() async throws {
      let mall = try TestMall.shared()
      let first = try await doctor()
      #expect(Set(first.diagnosis.nodes) == ["gateway", "general"])
      #expect(first.diagnosis.symptoms.contains { $0.check == "backup" && $0.subject == "general" })
      #expect(!first.diagnosis.symptoms.contains { $0.severity == "critical" })
      #expect(first.exitCode == 1 && !first.diagnosis.healthy)

      let backup = mall.folder.appending(path: "safe/backup").path
      try FileManager.default.createDirectory(
        at: mall.folder.appending(path: "safe"), withIntermediateDirectories: true)
      #expect(try await self.mall("backup", "--to", backup).exitCode == 0)
      let key = mall.folder.appending(path: "safe/recovery.key")
      #expect(try await doctor().diagnosis.symptoms.contains { $0.check == "keys" && $0.subject == "recovery.key" })
      try FileManager.default.moveItem(at: mall.folder.appending(path: "pki/recovery.key"), to: key)
      let second = try await doctor()
      #expect(!second.diagnosis.symptoms.contains { ["backup", "keys"].contains($0.check) })

      try await mall.stop("general")
      let stopped = try await doctor()
      #expect(stopped.diagnosis.symptoms.contains { $0.check == "node" && $0.subject == "general" })
      #expect(stopped.diagnosis.symptoms.contains { $0.check == "agency" && $0.subject == "pos-indonesia" })

      try Self.damage(mall.dataFolder(of: "general").appending(path: "mall.sqlite"))
      let damaged = try await doctor()
      #expect(damaged.exitCode == 69)
      let symptom = try #require(damaged.diagnosis.symptoms.first)
      #expect(symptom.severity == "critical" && symptom.check == "database" && symptom.subject == "general")
      #expect(symptom.advice?.en.contains("mall restore BACKUP --node general") == true)
      let process = try await mall.launch("general")
      #expect(try await process.ended() == .exited(69))
      #expect(process.logText.contains("damaged") && process.logText.contains("mall restore"))

      try FileManager.default.moveItem(
        at: mall.dataFolder(of: "general"), to: mall.folder.appending(path: "general.lost"))
      let restored = try await self.mall("restore", backup, "--node", "general", "--recovery-key", key.path)
      #expect(restored.exitCode == 0, "\(restored.errors)")
      try await mall.start("general")
      try await mall.waitForAgencies()
      let last = try await doctor()
      #expect(last.diagnosis.symptoms.contains { $0.check == "restored" && $0.subject == "general" })
      #expect(!last.diagnosis.symptoms.contains { $0.severity == "critical" })
    }

    /// Overwrites pages in the middle of the file, as a bad disk does.
    private static func damage(_ file: URL) throws {
      var bytes = try Data(contentsOf: file)
      let page = 4096
      let middle = bytes.count / 2 / page * page
      bytes.replaceSubrange(middle..<min(bytes.count, middle + 8 * page), with: Data(repeating: 0xA5, count: 8 * page))
      try bytes.write(to: file)
    }

    @Test("Where no mall runs, the doctor says so and how to start one")
    func noMall() async throws {
      let run = try await CommandRun.mall(["doctor", "--data", "/nonexistent/mall", "--language", "en"])
      #expect(run.exitCode == 69)
      #expect(run.output.contains("no mall runs") && run.output.contains("mall up --data /nonexistent/mall"))
    }
  }
}
