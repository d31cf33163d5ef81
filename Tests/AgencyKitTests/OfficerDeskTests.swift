import MallDomain
import MallStore
import MallWire
import Testing

@testable import AgencyKit

@Suite struct OfficerDeskTests {
  private func refusal(_ body: () async throws -> Void) async -> Refusal? {
    do {
      try await body()
      return nil
    } catch {
      return error as? Refusal
    }
  }

  @Test func `A finding that blocks refuses the approval with its own words, and nothing is written`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let caseID = try await world.file(service, values: ["nik": People.child, "nama": "Ani"])
      _ = try await world.claim(caseID)
      let before = try await world.footprint()
      let refused = await refusal { _ = try await world.decide(caseID, "approve") }
      #expect(refused?.code == .failedPrecondition)
      #expect(refused?.violations.map(\.field) == ["nik"])
      #expect(refused?.violations.first?.message.text(.indonesian) == "Aturan usia-17. / Aturan usia-17. (en)")
      #expect(try await world.footprint() == before)
      #expect(try await world.decide(caseID, "reject", reason: "Belum 17 tahun").summary?.state == "rejected")
    }
  }

  @Test func `Only officers of the agency see or move its cases`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let caseID = try await world.file(service)
      var stranger = world.officer
      stranger.principal.agencies = [try AgencyID("dinsos")]
      var citizen = world.officer
      citizen.principal.role = .citizen
      for act in [stranger, citizen] {
        let refused = await refusal { _ = try await world.claim(caseID, as: act) }
        #expect(refused?.code == .permissionDenied)
      }
    }
  }

  @Test func `A decision on a version that has passed is refused`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let caseID = try await world.file(service)
      let claimed = try #require(try await world.claim(caseID).summary)
      _ = try await world.desks.officers.note(
        Wire.NoteRequest(agency: "polres", caseID: caseID.text, text: "Periksa foto"), act: world.officer)
      let refused = await refusal { _ = try await world.decide(caseID, "approve", version: claimed.version) }
      #expect(refused?.code == .aborted)
      #expect(try await world.decide(caseID, "approve", version: claimed.version + 1).feeRupiah == 30_000)
    }
  }

  @Test func `A note between officers stays in the house`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let caseID = try await world.file(service)
      _ = try await world.claim(caseID)
      _ = try await world.desks.officers.note(
        Wire.NoteRequest(agency: "polres", caseID: caseID.text, text: "Periksa foto"), act: world.officer)
      #expect(try await world.toldEvents().map(\.type) == ["received", "claimed"])
      let history = try await world.desks.officers.history(
        Wire.CaseHistoryRequest(agency: "polres", caseID: caseID.text), act: world.officer)
      #expect(history.events.last?.note == "Periksa foto")
    }
  }

  @Test func `Who looks at a case stands in the audit log under the person's hash`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let caseID = try await world.file(service)
      _ = try await world.show(caseID)
      let audit = AuditLog(sealer: world.parts.sealer)
      let rows = try await world.parts.database.read { try audit.entries(subject: People.adult, .first, in: $0) }
      #expect(rows.items.map(\.detail) == ["received", "show"])
      #expect(rows.items.last?.actor == "siti")
    }
  }

  @Test func `Lists come in pages, by state`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      for _ in 0..<3 { try await world.file(service) }
      let withdrawn = try await world.file(service)
      try await world.deliver(
        "withdrawal-filed", Wire.WithdrawalFiled(caseID: withdrawn.text, agency: "polres"))
      var request = Wire.ListCasesRequest(agency: "polres", state: "open", pageSize: 2)
      let first = try await world.desks.officers.list(request, act: world.officer)
      #expect(first.cases.count == 2)
      request.pageToken = first.nextPageToken
      let second = try await world.desks.officers.list(request, act: world.officer)
      #expect(second.cases.count == 1)
      #expect(second.nextPageToken.isEmpty)
      #expect(first.cases.first?.serviceName?.id == "SKCK")
    }
  }

  @Test(arguments: [(ExchangeAnswer.Verdict.no, People.adult, false), (.yes, People.child, true)])
  func `The population register's word on an age counts more than the date in the NIK`(
    verdict: ExchangeAnswer.Verdict, nik: String, isApproved: Bool
  ) async throws {
    let service = try Services.policeRecord()
    let polres = try Services.agency("polres", services: [service], queries: [Services.asksAge])
    try await AgencyWorld.run(polres, register: FixedRegister(verdict: verdict)) { world in
      let caseID = try await world.file(service, values: ["nik": nik, "nama": "Budi"])
      _ = try await world.claim(caseID)
      let refused = await refusal { _ = try await world.decide(caseID, "approve") }
      #expect((refused == nil) == isApproved)
    }
  }
}
