import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  /// What one agency entered, the others follow over real links, whoever is away meanwhile.
  @Suite("Life events", .serialized)
  struct LifeEventTests {
    private static let register = "disdukcapil"
    private static let office = "kemenag"
    private static let insurance = "bpjs-kesehatan"

    @Test("A marriage, told while its receivers are down: status, family card and the insurance's task, once")
    func marriage() async throws {
      try await withAgencies { mall in
        let filed = try await mall.acting(as: .citizen) { citizen in
          var content = try await citizen.example(of: "\(Self.office).nikah-di-kua")
          // Households live anywhere in the district: the offices at home recommend.
          content.attachments.append(Wire.Attachment(requirement: "rekomendasi-nikah", shownAtCounter: true))
          return try await FiledCase.file(content, by: citizen)
        }
        let groom = try #require(filed.content.value("nik-pria"))
        let bride = try #require(filed.content.value("nik-wanita"))
        try await mall.withCounter { counter in
          try await counter.approve(filed)
          if let day = filed.notBefore { try await mall.acting(as: .operator) { try await $0.moveClock(to: day) } }
        }
        // Questions about the couple need the register: it goes down once they are answered.
        try await mall.acting(as: .officer) { officer in
          _ = try await officer.issue(filed.caseID, of: filed.agency)
        }
        try await mall.kill("identity")
        try await mall.kill("insurance")
        try await mall.kill("gateway")
        for node in ["gateway", "identity", "insurance"] { try await mall.start(node) }
        try await mall.waitForAgencies()

        try await mall.acting(as: .officer) { officer in
          try await Patience.wait(until: "the population register to follow") {
            try await officer.elements(of: groom, in: Self.register)["maritalStatus"] == MaritalStatus.married.rawValue
          }
          #expect(try await officer.elements(of: groom, in: Self.register)["spouse"] == bride)
          #expect(try await officer.elements(of: bride, in: Self.register)["spouse"] == groom)
          try await Patience.wait(until: "the insurance's task") {
            try await tasks(officer).count == 1
          }
          #expect(try await tasks(officer).first?.event == LifeEventKind.marriageRecorded.rawValue)
        }
      }
    }

    private func tasks(_ officer: MallClient) async throws -> [Wire.Task] {
      let answer: Wire.ListTasksResponse = try await officer.call(
        .taskList, Wire.ListTasksRequest(agency: Self.insurance), target: Self.insurance, timeout: .seconds(30))
      return answer.tasks
    }

    private func withAgencies(_ body: @escaping @Sendable (TestMall) async throws -> Void) async throws {
      let catalogue = try CatalogueCopy(of: [Self.register, Self.office, Self.insurance])
      defer { catalogue.remove() }
      let plan = TestMall.Plan(
        nodes: [
          .init(name: "identity", program: "identity-service", agencies: [try AgencyID(Self.register)]),
          .init(name: "marriage", program: "marriage-service", agencies: [try AgencyID(Self.office)]),
          .init(name: "insurance", program: "agency-service", agencies: [try AgencyID(Self.insurance)]),
        ], deploy: catalogue.folder)
      try await TestMall.with(plan) { try await body($0) }
    }
  }
}
