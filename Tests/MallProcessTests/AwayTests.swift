import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  @Suite("An agency that is away", .serialized, .mall(of: "pos-indonesia", "taspen"))
  struct AwayTests {
    private static let agency = "pos-indonesia"
    private static let service = "pos-indonesia.kirim-dokumen"
    private static let node = "general"

    @Test("Applications are accepted while it is stopped, and delivered in order when it is back")
    func stopped() async throws {
      let mall = try TestMall.shared()
      let content = try await mall.acting(as: .citizen) { try await $0.example(of: Self.service) }
      let asked = try await caseThatWaitsForItsApplicant(content, at: mall)
      try await mall.stop(Self.node)

      let (plain, withdrawn) = try await mall.acting(as: .citizen) { citizen in
        let (plain, withdrawn) = (
          try await FiledCase.file(content, by: citizen), try await FiledCase.file(content, by: citizen)
        )
        try await Self.withdraw(withdrawn, citizen)
        let _: Wire.SupplementResponse = try await citizen.call(
          .applicationSupplement,
          Wire.SupplementRequest(
            trackingCode: asked.trackingCode, fact: try #require(asked.fact), idempotencyKey: "supplement-1",
            values: [Wire.FieldValue(field: "alamat", value: "Jalan Merdeka 2")], note: "diperbaiki"))
        try await Self.withdraw(asked, citizen)
        try await Self.expectAway(citizen, plain)
        return (plain, withdrawn)
      }
      let summary = try #require(try await mall.agencies().first { $0.id == Self.agency })
      #expect(!summary.connected)
      #expect(summary.lastSeenMs > 0)
      #expect(summary.backlog >= 3)

      try await mall.start(Self.node)
      try await mall.waitForAgencies()
      try await mall.acting(as: .officer) { officer in
        _ = try await officer.track(plain.trackingCode, until: .received)
        let first = try await officer.track(withdrawn.trackingCode, until: .withdrawn)
        #expect(first.timeline.map(\.type).last == "withdrawn")
        let second = try await officer.track(asked.trackingCode, until: .withdrawn)
        #expect(second.timeline.map(\.type).suffix(3) == ["supplement-requested", "supplemented", "withdrawn"])
        let shown = try await officer.show(asked.caseID, of: Self.agency)
        #expect(shown.content?.value("alamat") == "Jalan Merdeka 2")
        #expect(shown.summary?.state == CaseState.withdrawn.rawValue)
      }
      try await Patience.wait(until: "the backlog to be gone") {
        try await mall.agencies().first { $0.id == Self.agency }?.backlog == 0
      }
    }

    @Test("Applications are accepted while its process hangs, and delivered when it goes on")
    func hanging() async throws {
      let mall = try TestMall.shared()
      let content = try await mall.acting(as: .citizen) { try await $0.example(of: Self.service) }
      try mall.pause(Self.node)
      let cases = try await mall.acting(as: .citizen) { citizen in
        var cases: [FiledCase] = []
        for _ in 0..<10 { cases.append(try await FiledCase.file(content, by: citizen)) }
        for filed in cases { #expect(try await citizen.track(filed.trackingCode).state == "submitted") }
        return cases
      }
      try mall.goOn(Self.node)
      try await mall.acting(as: .citizen) { citizen in
        for filed in cases { _ = try await citizen.track(filed.trackingCode, until: .received) }
      }
    }

    private func caseThatWaitsForItsApplicant(
      _ content: Wire.ApplicationContent, at mall: TestMall
    ) async throws -> FiledCase {
      let filed = try await mall.acting(as: .citizen) { try await FiledCase.file(content, by: $0) }
      try await mall.acting(as: .officer) { officer in
        _ = try await officer.track(filed.trackingCode, until: .received)
        try await officer.claim(filed.caseID, of: Self.agency)
        try await officer.ask(["alamat"], note: "alamat kurang lengkap", filed.caseID, of: Self.agency)
        _ = try await officer.track(filed.trackingCode, until: .waitingForApplicant)
      }
      return filed
    }

    private static func withdraw(_ filed: FiledCase, _ citizen: MallClient) async throws {
      let _: Wire.WithdrawResponse = try await citizen.call(
        .applicationWithdraw,
        Wire.WithdrawRequest(
          trackingCode: filed.trackingCode, fact: try #require(filed.fact), reason: "batal"))
    }

    private static func expectAway(_ citizen: MallClient, _ filed: FiledCase) async throws {
      let sheet = try await citizen.service(service)
      #expect(!sheet.available, "listed, and marked as away")
      let track = try await citizen.track(filed.trackingCode)
      #expect(track.state == CaseState.submitted.rawValue)
      #expect(!track.agencyConnected)
      let refusal = await #expect(throws: Refusal.self) { try await citizen.example(of: service) }
      #expect(refusal?.code == .unavailable)
    }
  }
}
