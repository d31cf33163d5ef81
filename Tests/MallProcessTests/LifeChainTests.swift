import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  /// From a marriage to a death, over real links, with every agency killed and started again in between.
  @Suite("A life through the mall", .serialized)
  struct LifeChainTests {
    private static let register = "disdukcapil"
    private static let office = "kemenag"
    private static let health = "dinkes"
    private static let insurance = "bpjs-kesehatan"

    /// What the citizens were asked, and what the services would have asked one by one.
    private struct Questions: Sendable {
      var asked = 0
      var separately = 0
    }

    @Test(
      "Marriage, family cards, identity cards, a birth with its card, insurance and immunisation, a death: nothing twice"
    )
    func chain() async throws {
      try await withAgencies { mall in
        var questions = Questions()

        // Marriage: status, family card and identity cards follow by themselves.
        let couple = try await marry(mall, &questions)
        try await restart(mall)
        try await mall.acting(as: .officer) { officer in
          try await Patience.wait(until: "both to be married in the population register") {
            let (groom, bride) = (
              try await officer.elements(of: couple.groom, in: Self.register),
              try await officer.elements(of: couple.bride, in: Self.register)
            )
            return groom["spouse"] == couple.bride && bride["spouse"] == couple.groom
          }
        }
        let card = try await mall.acting(as: .officer) { officer in
          let (groom, bride) = (
            try await officer.elements(of: couple.groom, in: Self.register),
            try await officer.elements(of: couple.bride, in: Self.register)
          )
          #expect(groom["maritalStatus"] == MaritalStatus.married.rawValue)
          #expect(groom["familyCard"] == bride["familyCard"])
          return try #require(groom["familyCard"])
        }

        // Birth: one form for certificate, card and insurance; the plan of immunisation follows by itself.
        let code = try await mall.acting(as: .citizen) { citizen in
          let content = try await birth(to: couple, card: card, by: citizen)
          return (try await citizen.submit(content, key: "kelahiran-anak"), content)
        }
        try await count(code.1, mall, &questions)
        let parts = BundleCounter(code: code.0.trackingCode, fact: couple.groom)
        let certificate = try await mall.withCounter { try await parts.finish(0, $0) }
        let child = try #require(certificate.fields.first { $0.field == "nik" }?.value)
        try await restart(mall)
        try await mall.withCounter { counter in
          for index in [1, 2] {
            let document = try await parts.finish(index, counter)
            #expect(document.fields.contains { $0.value == child })
          }
        }
        try await mall.acting(as: .officer) { officer in
          let entered = try await officer.elements(of: child, in: Self.register)
          #expect(entered["familyCard"] == card)
          #expect(entered["mother"] == couple.bride && entered["father"] == couple.groom)
          try await Patience.wait(until: "the plan of immunisation") {
            try await officer.elements(of: child, in: Self.health)["BCG.due"] != nil
          }
        }

        // Death of the father: cards are closed, the marriage ends at the KUA, the insurance is told.
        let death = try await mall.acting(as: .citizen) { citizen in
          let content = try await self.death(of: couple, by: citizen)
          return (try await citizen.submit(content, key: "kematian-ayah"), content)
        }
        try await count(death.1, mall, &questions)
        let ending = BundleCounter(code: death.0.trackingCode, fact: couple.bride)
        _ = try await mall.withCounter { try await ending.finish(0, $0) }
        try await restart(mall)
        _ = try await mall.withCounter { try await ending.finish(1, $0) }
        try await mall.acting(as: .officer) { officer in
          try await Patience.wait(until: "the widow's status") {
            try await officer.elements(of: couple.bride, in: Self.register)["maritalStatus"]
              == MaritalStatus.widowed.rawValue
          }
          try await Patience.wait(until: "the marriage to have ended at the KUA") {
            let found: Wire.SearchRegisterResponse = try await officer.call(
              .registerSearch, Wire.SearchRegisterRequest(agency: Self.office, text: couple.bride),
              target: Self.office, timeout: .seconds(30))
            return found.records.contains { $0.state == "death" }
          }
        }
        print("Questions asked: \(questions.asked); the services one by one: \(questions.separately)")
        #expect(questions.asked < questions.separately)
      }
    }

    private struct Couple: Sendable {
      var groom: String
      var bride: String
    }

    private func marry(_ mall: TestMall, _ questions: inout Questions) async throws -> Couple {
      let filed = try await mall.acting(as: .citizen) { citizen in
        var content = try await citizen.example(of: "\(Self.office).nikah-di-kua")
        content.attachments.append(Wire.Attachment(requirement: "rekomendasi-nikah", shownAtCounter: true))
        return try await FiledCase.file(content, by: citizen)
      }
      try await mall.withCounter { counter in
        try await counter.approve(filed)
        if let day = filed.notBefore { try await mall.acting(as: .operator) { try await $0.moveClock(to: day) } }
        _ = try await counter.officer.issue(filed.caseID, of: filed.agency)
      }
      // Family card and two identity cards by hand would ask for their forms besides.
      questions.asked += Self.answers(filed.content)
      questions.separately += Self.answers(filed.content)
      for (slug, times) in [("kk-baru", 1), ("ktp-el-penggantian", 2)] {
        let form = try await mall.acting(as: .citizen) { try await $0.service("\(Self.register).\(slug)") }
        questions.separately += times * (form.service?.form.filter(\.required).count ?? 0)
      }
      return Couple(
        groom: try #require(filed.content.value("nik-pria")), bride: try #require(filed.content.value("nik-wanita")))
    }

    private func birth(to couple: Couple, card: String, by citizen: MallClient) async throws -> Wire.ApplicationContent
    {
      var content = try await citizen.example(of: "\(Self.register).akta-kelahiran")
      let today = LocalDate(jakarta: try await citizen.mallTime())
      content.service = "mal.anak-lahir"
      for (field, value) in [
        ("nik", couple.groom), ("nkk", card), ("nik-ayah", couple.groom), ("nik-ibu", couple.bride),
        ("tgl-lahir", today.description), ("anak-ke", "1"), ("ikut-jkn", "true"), ("faskes", "Puskesmas Gunung Sugih"),
        ("telepon", "081200000001"),
      ] {
        content.set(field, to: value)
      }
      content.show(["kis-ibu", "surat-keterangan-lahir"])
      return content
    }

    private func death(of couple: Couple, by citizen: MallClient) async throws -> Wire.ApplicationContent {
      var content = try await citizen.example(of: "\(Self.register).akta-kematian")
      let today = LocalDate(jakarta: try await citizen.mallTime())
      content.service = "mal.keluarga-berduka"
      for (field, value) in [
        ("nik-almarhum", couple.groom), ("nik-pelapor", couple.bride), ("tgl-meninggal", today.description),
        ("ikut-jkn", "true"), ("telepon", "081200000001"), ("nomor-jkn", "0001234567890"),
      ] {
        content.set(field, to: value)
      }
      content.values.removeAll { $0.field == "jam-meninggal" }
      content.show(["ktp-almarhum", "kk-lama"])
      return content
    }

    /// What a bundle asked, beside what its services would ask one by one.
    private func count(
      _ content: Wire.ApplicationContent, _ mall: TestMall, _ questions: inout Questions
    ) async throws {
      let sheet = try await mall.acting(as: .citizen) { try await $0.service(content.service) }
      questions.asked += Self.answers(content)
      let given = Set(content.values.map(\.field))
      let brought = Set(content.attachments.map(\.requirement) + content.consents.map(\.requirement))
      for part in sheet.parts where !part.optional || content.value(part.choice) == "true" {
        questions.separately += part.questions.count { given.contains($0.value) }
        questions.separately += part.requirements.count { brought.contains($0.value) }
      }
    }

    private static func answers(_ content: Wire.ApplicationContent) -> Int {
      content.values.count
        + Set(content.attachments.map(\.requirement) + content.consents.map(\.requirement)).count
    }

    private func restart(_ mall: TestMall) async throws {
      for name in mall.nodeNames { try await mall.kill(name) }
      for name in mall.nodeNames { try await mall.start(name) }
      try await mall.waitForAgencies()
    }

    private func withAgencies(_ body: @escaping @Sendable (TestMall) async throws -> Void) async throws {
      let catalogue = try CatalogueCopy(of: [Self.register, Self.office, Self.health, Self.insurance])
      defer { catalogue.remove() }
      try catalogue.copyBundles()
      let plan = TestMall.Plan(
        nodes: [
          .init(name: "identity", program: "identity-service", agencies: [try AgencyID(Self.register)]),
          .init(name: "marriage", program: "marriage-service", agencies: [try AgencyID(Self.office)]),
          .init(name: "health", program: "health-service", agencies: [try AgencyID(Self.health)]),
          .init(name: "insurance", program: "agency-service", agencies: [try AgencyID(Self.insurance)]),
        ], deploy: catalogue.folder)
      try await TestMall.with(plan) { try await body($0) }
    }
  }
}
