import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  @Suite("Manifests that change")
  struct ManifestTests {
    private static let agency = "pos-indonesia"
    private static let service = "pos-indonesia.kirim-dokumen"

    @Test("A text is live at once, a fee waits for the operator, and a case keeps the version it was filed under")
    func changes() async throws {
      let catalogue = try CatalogueCopy(of: [Self.agency])
      defer { catalogue.remove() }
      try await TestMall.with(.general([Self.agency], deploy: catalogue.folder)) { mall in
        try catalogue.replace("ongkir, pos", with: "ongkir, kilat, pos", in: Self.agency)
        try catalogue.replace(
          "Pengiriman dokumen hasil layanan ke alamat pemohon.", with: "Diantar ke rumah.", in: Self.agency)
        try await mall.acting(as: .citizen) { citizen in
          try await Patience.wait(until: "the new text") {
            try await citizen.service(Self.service).service?.description?.id == "Diantar ke rumah."
          }
          let hits: Wire.ListServicesResponse = try await citizen.call(
            .catalogueSearch, Wire.SearchRequest(text: "kilat"))
          #expect(hits.services.first?.code == Self.service, "found by its new word")
        }
        try await Self.changeFee(at: mall, catalogue)
        try await Self.breakManifest(at: mall, catalogue)
      }
    }

    private static func changeFee(at mall: TestMall, _ catalogue: CatalogueCopy) async throws {
      let (early, versionBefore) = try await mall.acting(as: .citizen) { citizen in
        (try await FiledCase.file(service, by: citizen), try await citizen.service(service).version)
      }
      try catalogue.replace("amount_idr: 12000", with: "amount_idr: 15000", in: agency)
      try await mall.acting(as: .operator) { op in
        let change = try await Patience.wait(for: "the change to be listed") {
          try await Self.changes(op).first { $0.subject == service }
        }
        #expect(change.parts == ["fee"])
        #expect(change.versionNow == versionBefore)
        let before = try await op.service(service)
        #expect(before.service?.fee?.amount?.rupiah == 12_000, "the old fee stays until it is approved")
        let wrong = await #expect(throws: Refusal.self) {
          try await approve(versionBefore, op)
        }
        #expect(wrong?.code == .aborted || wrong?.code == .failedPrecondition || wrong?.code == .notFound)
        try await approve(change.versionProposed, op)
        let after = try await op.service(service)
        #expect(after.service?.fee?.amount?.rupiah == 15_000)
        #expect(after.version == change.versionProposed)
        #expect(try await changes(op).isEmpty)
      }
      let late = try await mall.acting(as: .citizen) { try await FiledCase.file(service, by: $0) }
      let (earlyFee, lateFee) = try await mall.withCounter { counter in
        (try await fee(of: early, counter), try await fee(of: late, counter))
      }
      #expect(earlyFee == 12_000, "filed before the change")
      #expect(lateFee == 15_000)
    }

    /// A file that can't be read changes nothing.
    private static func breakManifest(at mall: TestMall, _ catalogue: CatalogueCopy) async throws {
      let whole = try catalogue.text(of: agency)
      try catalogue.replace("    category: other", with: "    category: nothing", in: agency)
      try await Patience.wait(until: "the mistake to be logged") {
        try mall.process("general").logText.contains("A manifest is broken")
      }
      try await mall.acting(as: .citizen) { citizen in
        let sheet = try await citizen.service(service)
        #expect(sheet.service?.category == "other")
      }
      try catalogue.replace(try catalogue.text(of: agency), with: whole, in: agency)
    }

    private static func changes(_ client: MallClient) async throws -> [Wire.CatalogueChange] {
      let answer: Wire.ListChangesResponse = try await client.call(.catalogueChanges, Wire.ListChangesRequest())
      return answer.changes
    }

    private static func approve(_ version: String, _ client: MallClient) async throws {
      let _: Wire.ApproveChangeResponse = try await client.call(
        .catalogueApprove, Wire.ApproveChangeRequest(subject: service, versionProposed: version))
    }

    private static func fee(of filed: FiledCase, _ counter: Counter) async throws -> Int64? {
      _ = try await counter.officer.track(filed.trackingCode, until: .received)
      try await counter.officer.claim(filed.caseID, of: filed.agency)
      let approved = try await counter.officer.approve(filed.caseID, of: filed.agency)
      let track = try await counter.officer.track(filed.trackingCode, until: .waitingForPayment)
      #expect(track.bill?.amountRupiah == approved.feeRupiah)
      try await counter.finish(filed)
      return track.bill?.amountRupiah
    }
  }
}
