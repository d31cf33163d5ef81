import Crypto
import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  /// Every state of a case, reached by the commands that people type.
  @Suite("The life of a case by command", .serialized, .mallOfStates)
  struct CaseStateTests {
    private struct Submitted: Decodable {
      struct Receipt: Decodable {
        var caseId: String
      }
      var trackingCode: String
      var receipt: Receipt
    }

    private struct Track: Decodable {
      struct Step: Decodable {
        var type: String
        var note: String?
      }
      struct Bill: Decodable {
        var billingCode: String
      }
      struct Text: Decodable {
        var id: String
        var en: String?
      }
      var state: String
      var stateText: Text
      var nextText: Text
      var timeline: [Step]
      var bill: Bill?
    }

    private struct Case: Decodable {
      struct Finding: Decodable {
        var rule: String
      }
      struct Summary: Decodable {
        var caseId: String
        var state: String
        var officer: String?
      }
      var `case`: Summary
    }

    private struct File: Decodable {
      struct Body: Decodable {
        var size: Int
        var sha256: String
      }
      var path: String
      var file: Body
    }

    private static let free = "polres.surat-kehilangan"
    private static let paid = "polres.skck"
    private static let undertaking = "dlh.sppl"

    @discardableResult
    private func mall(_ arguments: String..., input: String = "", fails code: Int32 = 0) async throws -> CommandRun {
      let data = try TestMall.shared().folder.path
      let run = try await CommandRun.mall(arguments + ["--data", data, "--format", "json"], input: input)
      #expect(run.exitCode == code, "mall \(arguments.joined(separator: " ")): \(run.errors)")
      return run
    }

    /// Hands in an example; answers with what opens it, too.
    private func apply(
      _ service: String, changing change: (inout [String: Any]) -> Void = { _ in }
    ) async throws -> (code: String, caseID: String, fact: String) {
      let example = try await mall("apply", service, "--example")
      var input = try #require(try JSONSerialization.jsonObject(with: Data(example.output.utf8)) as? [String: Any])
      change(&input)
      let text = String(decoding: try JSONSerialization.data(withJSONObject: input), as: UTF8.self)
      let submitted: Submitted = try await mall("apply", service, "--input", "-", input: text).json()
      let values = try #require(input["values"] as? [String: Any])
      let fact = try #require((values["nik"] ?? values["telepon"]) as? String)
      return (submitted.trackingCode, submitted.receipt.caseId, fact)
    }

    @discardableResult
    private func track(_ code: String, until state: CaseState) async throws -> Track {
      var last = ""
      return try await Patience.wait(for: "\(state.rawValue), it is \(last)") {
        let track: Track = try await mall("track", code).json()
        last = track.state
        return track.state == state.rawValue ? track : nil
      }
    }

    @Test("Received, in review, waiting for the applicant, approved, issued")
    func issued() async throws {
      let filed = try await apply(Self.free)
      let received = try await track(filed.code, until: .received)
      #expect(!received.stateText.id.isEmpty && !received.nextText.id.isEmpty)
      try await mall("case", "claim", filed.caseID)
      try await track(filed.code, until: .inReview)
      try await mall(
        "case", "request-supplement", filed.caseID, "--ask", "telepon", "--note", "Nomor tidak dapat dihubungi")
      let waiting = try await track(filed.code, until: .waitingForApplicant)
      #expect(waiting.nextText.id.contains("telepon"))
      let supplement = #"{"values": {"telepon": "081234500077"}, "note": "nomor baru"}"#
      try await mall(
        "supplement", filed.code, "--fact", "1899999999999999", "--input", "-", input: supplement, fails: 77)
      try await mall("supplement", filed.code, "--fact", filed.fact, "--input", "-", input: supplement)
      try await track(filed.code, until: .inReview)
      try await mall("case", "note", filed.caseID, "--text", "Sudah ditelepon")
      try await mall("case", "approve", filed.caseID)
      try await track(filed.code, until: .approved)
      let issue = try await mall("case", "issue", filed.caseID)
      #expect(issue.output.contains("\"output\""))
      try await track(filed.code, until: .issued)
      #expect(try await mall("document", filed.code, "--fact", filed.fact).output.contains("\"number\""))
      // The new telephone number opens it as well.
      #expect(try await mall("document", filed.code, "--fact", "0812-3450-0077").output.contains("\"number\""))
    }

    @Test("A fee makes a bill, nothing is issued unpaid, and the payment counts once")
    func paid() async throws {
      let filed = try await apply(Self.paid)
      try await track(filed.code, until: .received)
      try await mall("case", "claim", filed.caseID)
      try await mall("case", "approve", filed.caseID)
      let waiting = try await track(filed.code, until: .waitingForPayment)
      try await mall("case", "issue", filed.caseID, fails: 1)
      let bill = try #require(waiting.bill)
      try await mall("pay", bill.billingCode, "--reference", "teller-7-0001")
      try await mall("pay", bill.billingCode, "--reference", "teller-7-0001")
      try await mall("pay", bill.billingCode, "--reference", "teller-7-0002", fails: 1)
      try await track(filed.code, until: .approved)
      try await mall("case", "issue", filed.caseID)
      let issued = try await track(filed.code, until: .issued)
      #expect(issued.timeline.count { $0.type == "payment-recorded" } == 1)
    }

    @Test("Rejected, with a reason that only who knows a fact reads")
    func rejected() async throws {
      let filed = try await apply(Self.free)
      try await track(filed.code, until: .received)
      try await mall("case", "claim", filed.caseID)
      let reason = "Alamat penerima tidak ada"
      try await mall("case", "reject", filed.caseID, "--reason", reason)
      let track = try await track(filed.code, until: .rejected)
      #expect(!track.timeline.contains { $0.note?.contains(reason) ?? false })
      #expect(try await mall("show", filed.code, "--fact", filed.fact).output.contains(reason))
    }

    @Test("Released, reassigned, withdrawn")
    func withdrawn() async throws {
      let filed = try await apply(Self.free)
      try await track(filed.code, until: .received)
      try await mall("case", "claim", filed.caseID)
      try await mall("case", "release", filed.caseID)
      try await track(filed.code, until: .received)
      try await mall("case", "reassign", filed.caseID, "--officer", "budi")
      try await track(filed.code, until: .inReview)
      try await mall("withdraw", filed.code, "--fact", filed.fact, "--reason", "Sudah tidak perlu")
      try await track(filed.code, until: .withdrawn)
      try await mall("case", "claim", filed.caseID, fails: 1)
    }

    @Test("Gathering evidence, for as long as its issuer is away")
    func gatheringEvidence() async throws {
      let mall = try TestMall.shared()
      try await mall.stop("issuer")
      let filed = try await apply(Self.undertaking) { input in
        var attachments = input["attachments"] as? [String: Any] ?? [:]
        attachments["nib"] = nil
        input["attachments"] = attachments
        input["consents"] = ["nib"]
      }
      try await track(filed.code, until: .gatheringEvidence)
      try await mall.start("issuer")
      try await mall.waitForAgencies()
      try await track(filed.code, until: .received)
    }

    @Test("Submitted, for as long as its agency is away")
    func submitted() async throws {
      let mall = try TestMall.shared()
      let example = try await self.mall("apply", Self.undertaking, "--example").output
      try await mall.stop("asker")
      let filed: Submitted = try await self.mall("apply", Self.undertaking, "--input", "-", input: example).json()
      try await track(filed.trackingCode, until: .submitted)
      try await mall.start("asker")
      try await mall.waitForAgencies()
      try await track(filed.trackingCode, until: .received)
    }

    @Test("A file of 10 MiB travels from the applicant to the officer as it is; a byte more is refused")
    func largeFile() async throws {
      let mall = try TestMall.shared()
      let folder = mall.folder.appending(path: "files")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      var generator = Seed.generator()
      var bytes = Data(
        (0..<(10 << 20) / 8).flatMap { _ in
          withUnsafeBytes(of: UInt64.random(in: .min ... .max, using: &generator), Array.init)
        })
      let scan = folder.appending(path: "pindaian.pdf")
      try bytes.write(to: scan)
      let filed = try await apply(Self.undertaking) { input in
        var attachments = input["attachments"] as? [String: Any] ?? [:]
        attachments["nib"] = ["file": scan.path]
        input["attachments"] = attachments
        input["consents"] = []
      }
      try await track(filed.code, until: .received)
      let target = folder.appending(path: "unduhan.pdf")
      let saved: File = try await self.mall("case", "attachment", filed.caseID, "nib", "--output", target.path).json()
      #expect(saved.file.size == bytes.count)
      #expect(try Data(contentsOf: target) == bytes)

      bytes.append(0)
      try bytes.write(to: scan)
      let example = try await self.mall("apply", Self.undertaking, "--example").output
      var input = try #require(try JSONSerialization.jsonObject(with: Data(example.utf8)) as? [String: Any])
      input["attachments"] = ["nib": ["file": scan.path]]
      let text = String(decoding: try JSONSerialization.data(withJSONObject: input), as: UTF8.self)
      let refused = try await self.mall("apply", Self.undertaking, "--input", "-", input: text, fails: 65)
      #expect(refused.errors.contains("10"), "\(refused.errors)")
    }

    /// The last one, since it moves the clock.
    @Test("Expired, when the applicant is waited for in vain")
    func expired() async throws {
      let mall = try TestMall.shared()
      let filed = try await apply(Self.free)
      try await track(filed.code, until: .received)
      try await self.mall("case", "claim", filed.caseID)
      try await self.mall("case", "request-supplement", filed.caseID, "--ask", "telepon", "--note", "Mohon dilengkapi")
      try await track(filed.code, until: .waitingForApplicant)
      try await self.mall("clock", "advance", "40d")
      // Cases that waited too long are looked for once an hour, and when a node starts.
      try await mall.stop("general")
      try await mall.start("general")
      try await track(filed.code, until: .expired)
    }
  }
}

extension Trait where Self == MallTrait {
  /// An issuer, an asker, and agencies with and without fees.
  fileprivate static var mallOfStates: Self {
    MallTrait {
      TestMall.Plan(nodes: [
        .init(name: "issuer", program: "agency-service", agencies: [try AgencyID("dpmptsp")]),
        .init(name: "asker", program: "agency-service", agencies: [try AgencyID("dlh")]),
        .init(
          name: "general", program: "agency-service", agencies: [try AgencyID("polres")]),
      ])
    }
  }
}
