import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  @Suite("Evidence that another agency holds", .serialized, .evidenceMall)
  struct EvidenceTests {
    fileprivate static let issuer = "issuer"
    private static let licence = "dpmptsp.nib"
    private static let undertaking = "dlh.sppl"
    private static let requirement = "nib"

    @Test("With consent it is fetched from its issuer, and the officer sees that it is there")
    func fetched() async throws {
      let mall = try TestMall.shared()
      let filed = try await mall.acting(as: .citizen) { citizen in
        let licence = try await FiledCase.file(Self.licence, by: citizen)
        try await mall.withCounter { counter in
          try await counter.approve(licence)
          try await counter.issue(licence, for: citizen)
        }
        let holder = try #require(licence.content.value("nik"))
        return try await FiledCase.file(try await Self.consenting(of: holder, citizen), by: citizen)
      }
      try await mall.acting(as: .officer) { officer in
        let track = try await officer.track(filed.trackingCode, until: .received)
        #expect(track.timeline.map(\.type).prefix(3) == ["submitted", "evidence-gathering", "received"])
        let shown = try await officer.show(filed.caseID, of: filed.agency)
        #expect(shown.evidence.map(\.requirement) == [Self.requirement])
        #expect(shown.evidence.first?.answer?.verdict == "yes")
      }
    }

    @Test("What the issuer does not have is asked again whenever the officer looks, and counts once it is issued")
    func missing() async throws {
      let mall = try TestMall.shared()
      let (stranger, filed) = try await mall.acting(as: .citizen) { citizen in
        let stranger = try #require(try await citizen.example(of: Self.undertaking).value("nik"))
        return (
          stranger, try await FiledCase.file(try await Self.consenting(of: stranger, citizen), by: citizen)
        )
      }
      @Sendable func isAvailable(_ officer: MallClient) async throws -> Bool {
        let shown = try await officer.show(filed.caseID, of: filed.agency)
        #expect(shown.evidence.isEmpty)
        let finding = try #require(shown.findings.first { $0.field == Self.requirement })
        return finding.text?.en.contains("available from dpmptsp") == true
      }
      try await mall.acting(as: .officer) { officer in
        _ = try await officer.track(filed.trackingCode, until: .received)
        #expect(try await !isAvailable(officer))
      }
      try await mall.acting(as: .citizen) { citizen in
        var content = try await citizen.example(of: Self.licence)
        content.set("nik", to: stranger)
        let licence = try await FiledCase.file(content, by: citizen)
        try await mall.withCounter { counter in
          try await counter.approve(licence)
          try await counter.issue(licence, for: citizen)
          #expect(try await isAvailable(counter.officer))
        }
      }
    }

    @Test("While the issuer is away the case waits at the mall, goes on when it is back, and can be withdrawn")
    func away() async throws {
      let mall = try TestMall.shared()
      let content = try await mall.acting(as: .citizen) { citizen in
        let person = try #require(try await citizen.example(of: Self.undertaking).value("nik"))
        return try await Self.consenting(of: person, citizen)
      }
      try await mall.stop(Self.issuer)
      let (waiting, withdrawn) = try await mall.acting(as: .citizen) { citizen in
        let waiting = try await FiledCase.file(content, by: citizen)
        let withdrawn = try await FiledCase.file(content, by: citizen)
        let answer: Wire.WithdrawResponse = try await citizen.call(
          .applicationWithdraw,
          Wire.WithdrawRequest(
            trackingCode: withdrawn.trackingCode, fact: try #require(withdrawn.fact), reason: "batal"))
        #expect(answer.state == CaseState.withdrawn.rawValue)
        #expect(try await citizen.track(waiting.trackingCode).state == CaseState.gatheringEvidence.rawValue)
        return (waiting, withdrawn)
      }
      try await mall.start(Self.issuer)
      try await mall.waitForAgencies()
      try await mall.acting(as: .officer) { officer in
        _ = try await officer.track(waiting.trackingCode, until: .received)
        #expect(try await officer.track(withdrawn.trackingCode).state == CaseState.withdrawn.rawValue)
        let cases = try await officer.cases(of: waiting.agency).map(\.caseID)
        #expect(cases.contains(waiting.caseID) && !cases.contains(withdrawn.caseID))
      }
    }

    /// An application of a person who lets the mall fetch the licence.
    private static func consenting(of nik: String, _ citizen: MallClient) async throws -> Wire.ApplicationContent {
      var content = try await citizen.example(of: undertaking)
      content.set("nik", to: nik)
      content.attachments.removeAll { $0.requirement == requirement }
      content.consents = [Wire.Consent(requirement: requirement, purpose: Fact.Purpose.onceOnly.rawValue)]
      return content
    }
  }
}

extension Trait where Self == MallTrait {
  /// The issuer and the asker of a document, each a node of its own.
  fileprivate static var evidenceMall: Self {
    MallTrait {
      TestMall.Plan(nodes: [
        .init(
          name: ProcessTests.EvidenceTests.issuer, program: "agency-service", agencies: [try AgencyID("dpmptsp")]),
        .init(name: "asker", program: "agency-service", agencies: [try AgencyID("dlh")]),
      ])
    }
  }
}
