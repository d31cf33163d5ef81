import Foundation
import MallDomain
import MallTestSupport
import MallWire
import Testing

@testable import MallStore

extension ProcessTests {
  /// What one agency asks another about a person is written down by both and by the gateway between them.
  @Suite("Exchanges are written down three times", .serialized)
  struct ExchangeRecordTests {
    private static let register = "disdukcapil"
    private static let office = "kemenag"

    private struct Entry: Hashable {
      var purpose: String
      var caseID: String
      var detail: String
    }

    @Test("By who asks, by the gateway, by who answers: the same questions, purposes and case, and no number in clear")
    func record() async throws {
      let catalogue = try CatalogueCopy(of: [Self.register, Self.office])
      defer { catalogue.remove() }
      let plan = TestMall.Plan(
        nodes: [
          .init(name: "identity", program: "identity-service", agencies: [try AgencyID(Self.register)]),
          .init(name: "marriage", program: "marriage-service", agencies: [try AgencyID(Self.office)]),
        ], deploy: catalogue.folder)
      try await TestMall.with(plan) { mall in
        let filed = try await mall.acting(as: .citizen) { citizen in
          var content = try await citizen.example(of: "\(Self.office).nikah-di-kua")
          content.attachments.append(Wire.Attachment(requirement: "rekomendasi-nikah", shownAtCounter: true))
          return try await FiledCase.file(content, by: citizen)
        }
        try await mall.withCounter { try await $0.approve(filed) }
        for name in mall.nodeNames { try await mall.stop(name) }
        let groom = try #require(filed.content.value("nik-pria"))

        let asked = try entries(mall.dataFolder(of: "marriage"), of: filed.caseID)
        let carried = try entries(mall.dataFolder(of: TestMall.gateway), of: filed.caseID)
        let answered = try entries(mall.dataFolder(of: "identity"), of: filed.caseID)
        for fact in [Fact.isAlive, .isUnmarried, .areRelated, .personReserved] {
          let question = "\(fact.rawValue) of \(Self.register)"
          #expect(asked.contains { $0.detail.hasPrefix("asked \(question): ") }, "\(fact.rawValue)")
          #expect(carried.contains { $0.detail == question }, "\(fact.rawValue)")
          #expect(answered.contains { $0.detail == question }, "\(fact.rawValue)")
        }
        // As many went as were carried and answered, for the same purposes.
        #expect(asked.map(\.purpose).sorted() == answered.map(\.purpose).sorted())
        #expect(carried.count == asked.count)
        #expect((asked + carried + answered).allSatisfy { !$0.detail.contains(groom) })
      }
    }

    /// What a node wrote down of questions about a case.
    private func entries(_ folder: URL, of caseID: String) throws -> [Entry] {
      try DatabaseCopy.read(folder.appending(path: "mall.sqlite").path) { transaction in
        try transaction.rows(
          "SELECT purpose, case_id, detail FROM audit WHERE method = ? AND case_id = ? AND purpose <> 'once-only'",
          [.text(Method.exchangeQuery.rawValue), .text(caseID)]
        ).map { row in
          Entry(
            purpose: try row.text("purpose"), caseID: try row.text("case_id"), detail: try row.text("detail"))
        }
      }
    }
  }
}
