import Foundation
import MallTestSupport
import MallWire
import Testing

extension ProcessTests.SharedMallTests {
  @Suite("The command line")
  struct CommandLineTests {
    private struct Services: Decodable {
      struct Service: Decodable {
        struct Name: Decodable {
          var id: String
          var en: String?
        }
        var code: String
        var name: Name
        var agency: String
        var available: Bool
      }
      var services: [Service]
      var nextPageToken: String
    }

    private struct Failure: Decodable {
      struct Body: Decodable {
        struct Violation: Decodable {
          var field: String
          var key: String
          var message: String
          var messageId: String
        }
        var status: String
        var message: String
        var messageId: String
        var violations: [Violation]
      }
      var error: Body
    }

    private struct Submitted: Decodable {
      struct Receipt: Decodable {
        var caseId: String
      }
      var trackingCode: String
      var idempotencyKey: String
      var receipt: Receipt
    }

    private struct Track: Decodable {
      struct Step: Decodable {
        var type: String
      }
      var service: String
      var state: String
      var timeline: [Step]
    }

    private func mall(_ arguments: String..., input: String = "") async throws -> CommandRun {
      let data = try TestMall.shared().folder.path
      return try await CommandRun.mall(arguments + ["--data", data, "--format", "json"], input: input)
    }

    @Test("The catalogue is listed, searched and shown")
    func catalogue() async throws {
      let list: Services = try await mall("catalogue", "list", "--agency", "polres").json()
      #expect(!list.services.isEmpty && list.services.allSatisfy { $0.agency == "polres" && $0.available })
      #expect(list.nextPageToken.isEmpty)
      let page: Services = try await mall("catalogue", "list", "--page-size", "3").json()
      #expect(page.services.count == 3 && !page.nextPageToken.isEmpty)
      let found: Services = try await mall("catalogue", "search", "catatan kepolisian").json()
      #expect(found.services.first?.code == "polres.skck")
      let shown = try await mall("catalogue", "show", "polres.skck")
      #expect(shown.exitCode == 0)
      for key in ["service", "agency", "agency_name", "version", "available", "requirements", "form", "complaints"] {
        #expect(shown.output.contains("\"\(key)\":"), "\(key)")
      }
    }

    @Test("An example is accepted as it stands, once for a key, and can be tracked")
    func apply() async throws {
      let example = try await mall("apply", "polres.skck", "--example")
      #expect(example.exitCode == 0)
      let key = UUID().uuidString
      let first = try await mall("apply", "polres.skck", "--input", "-", "--key", key, input: example.output)
      #expect(first.exitCode == 0, "\(first.errors)")
      let submitted: Submitted = try first.json()
      #expect(submitted.idempotencyKey == key)
      let again = try await mall("apply", "polres.skck", "--input", "-", "--key", key, input: example.output)
      #expect(try again.json(Submitted.self).trackingCode == submitted.trackingCode)
      let track: Track = try await mall("track", submitted.trackingCode).json()
      #expect(track.service == "polres.skck")
      #expect(track.timeline.first?.type == "submitted")
      let claimed = try await Patience.wait(for: "the case at the agency") {
        let run = try await mall("case", "claim", submitted.receipt.caseId)
        return run.exitCode == 0 ? run : nil
      }
      #expect(claimed.output.contains("\"in-review\""))
    }

    @Test("Failures have their exit codes, and name every violation")
    func failures() async throws {
      let unknown = try await mall("catalogue", "show", "polres.tidak-ada")
      #expect(unknown.exitCode == 1)
      #expect(try failure(unknown).status == "not_found")
      #expect(try await mall("track", "AAAA-BBBB-CCCC-DDDD-00").exitCode == 1)
      #expect(try await mall("catalogue", "show", "bukan kode").exitCode == 65)
      let bad = try await mall(
        "apply", "polres.skck", "--input", "-", input: #"{"values": {"nik": "123", "telepon": "abc"}}"#)
      #expect(bad.exitCode == 65)
      let error = try failure(bad)
      #expect(error.status == "invalid_argument")
      #expect(Set(error.violations.map(\.field)).isSuperset(of: ["nik", "telepon", "nama"]))
      #expect(error.violations.allSatisfy { !$0.message.isEmpty && !$0.messageId.isEmpty && !$0.key.isEmpty })
      #expect(try await mall("apply", "polres.skck", "--input", "-", input: "{").exitCode == 65)
      #expect(try await mall("apply", "polres.skck", "--input", "/tidak/ada.json").exitCode == 74)
      #expect(try await mall("apply", "polres.skck").exitCode == 64)
    }

    @Test("Without a mall every command says so")
    func noMall() async throws {
      let nowhere = FileManager.default.temporaryDirectory.appending(path: "mall-none-\(UUID().uuidString)").path
      for arguments in [["catalogue", "list"], ["track", "X"], ["health"], ["case", "list"]] {
        let run = try await CommandRun.mall(arguments + ["--data", nowhere, "--format", "json"])
        #expect(run.exitCode == 69, "\(arguments)")
        #expect(try failure(run).status == "unavailable")
      }
    }

    @Test("Certificates are made, listed, shown and taken back")
    func certificates() async throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "mall-pki-\(UUID().uuidString)").path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      func pki(_ arguments: String...) async throws -> CommandRun {
        try await CommandRun.mall(["pki"] + arguments + ["--data", folder, "--format", "json"])
      }
      #expect(try await pki("init", "--mall", "uji").exitCode == 0)
      #expect(try await pki("init", "--mall", "uji").exitCode == 73, "there is one already")
      let issued = try await pki(
        "issue", "loket-1", "--role", "officer", "--agency", "polres", "--subject", "siti")
      #expect(issued.exitCode == 0)
      #expect(issued.output.contains("\"siti\""))
      let file = folder + "/pki/loket-1.pem"
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      let shown = try await CommandRun.mall(["pki", "show", file, "--format", "json"])
      #expect(shown.output.contains("\"polres\"") && !shown.output.contains("PRIVATE KEY"))
      #expect(try await pki("revoke", "loket-1").exitCode == 0)
      #expect(try await pki("revoke", "loket-2").exitCode == 1)
      #expect(try await pki("list").output.contains("\"revoked\": true"))
    }

    private func failure(_ run: CommandRun) throws -> Failure.Body {
      try CommandRun(exitCode: run.exitCode, output: run.errors, errors: "").json(Failure.self).error
    }
  }
}
