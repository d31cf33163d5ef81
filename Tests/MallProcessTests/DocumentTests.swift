import Foundation
import MallTestSupport
import Testing

extension ProcessTests.SharedMallTests {
  @Suite("Documents that verify")
  struct DocumentTests {
    private struct Verdict: Decodable {
      struct Mark: Decodable {
        var number: String
        var holderMasked: String
      }
      var outcome: String
      var document: Mark?
      var listMadeAt: String?
    }
    private struct Paper: Decodable {
      var code: String
    }

    @Test("A document is saved, printed, verified without a network, and known as revoked from the next list")
    func chain() async throws {
      let mall = try TestMall.shared()
      let folder = mall.folder.path
      func run(_ arguments: String...) async throws -> CommandRun {
        try await CommandRun.mall(arguments + ["--data", folder, "--format", "json"])
      }
      func outcome(_ arguments: String...) async throws -> (Int32, Verdict) {
        let run = try await CommandRun.mall(["verify"] + arguments + ["--data", folder, "--format", "json"])
        return (run.exitCode, try run.json())
      }
      let (filed, document) = try await mall.acting(as: .citizen) { citizen in
        let filed = try await FiledCase.file("polres.skck", by: citizen)
        return try await mall.withCounter { counter in
          try await counter.approve(filed)
          return (filed, try await counter.issue(filed, for: citizen))
        }
      }
      let fact = try #require(filed.fact)
      let (record, page, keys) = ("\(folder)/skck.bin", "\(folder)/skck.html", "\(folder)/mall.keys")
      let saved = try await run("document", filed.trackingCode, "--fact", fact, "--output", record)
      #expect(saved.exitCode == 0, "\(saved.errors)")
      let code = try saved.json(Paper.self).code
      #expect(try await run("document", filed.trackingCode, "--fact", fact, "--output", page).exitCode == 0)
      let html = try String(contentsOfFile: page, encoding: .utf8)
      #expect(html.contains(document.number) && html.contains("<svg"))

      // The agency's first list reaches the gateway soon after the agency.
      try await Patience.wait(until: "a list of the agency") {
        _ = try await run("keys", "--output", keys)
        return try await outcome(record, "--bundle", keys).0 == 0
      }
      let (exit, verdict) = try await outcome("--qr", code, "--bundle", keys)
      #expect(exit == 0 && verdict.outcome == "valid" && verdict.listMadeAt != nil)
      #expect(verdict.document?.number == document.number)

      var bytes = try Data(contentsOf: URL(filePath: record))
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: URL(filePath: record + ".changed"))
      #expect(try await outcome(record + ".changed", "--bundle", keys).0 == 14)
      let other = String(repeating: "0", count: 64)
      #expect(try await run("verify", record, "--bundle", keys, "--authority", other).exitCode == 77)

      let revoked = try await run(
        "revoke-document", document.number, "--type", document.type, "--agency", "polres", "--reason", "Salah orang")
      #expect(revoked.exitCode == 0, "\(revoked.errors)")
      try await Patience.wait(until: "the revocation in the list") { try await outcome(record).0 == 11 }
      // Who keeps an old file sees the old state, with its date.
      #expect(try await outcome(record, "--bundle", keys).1.outcome == "valid")
    }
  }
}
