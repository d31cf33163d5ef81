import MallDomain
import MallStore
import MallWire
import Testing

@testable import AgencyKit

@Suite struct ExchangeDeskTests {
  private func query(_ type: String, purpose: String = "application-check", caseID: CaseID?) throws
    -> Wire.ExchangeQuery
  {
    Wire.ExchangeQuery(
      ExchangeQuestion(
        fact: Fact.documentActive.rawValue, subject: try NIK(People.adult), arguments: ["type": type],
        purpose: purpose),
      caseID: caseID)
  }

  private func asker(_ world: AgencyWorld) throws -> Act {
    Act(
      principal: Principal(
        role: .agency, subject: "marriage", voucher: try NodeID("gateway"), agencies: [try AgencyID("kemenag")]),
      method: "exchange.query", gateway: try NodeID("gateway"))
  }

  private func world(
    today: String = AgencyWorld.start, _ body: (AgencyWorld, PublicService) async throws -> Void
  ) async throws {
    let service = try Services.policeRecord(fee: Fee(kind: .free, amount: nil, note: ""))
    let agency = try Services.agency("polres", services: [service], queries: [Services.answersDocuments])
    try await AgencyWorld.run(agency, today: today) { try await body($0, service) }
  }

  @Test func `An issued document is active until its last day, and answered with an audit row`() async throws {
    try await world(today: "2026-08-31") { world, service in
      let polres = try AgencyID("polres")
      let caseID = try await world.file(service)
      let ask = try query("skck", caseID: caseID)
      #expect(try await world.desks.exchange.answer(ask, of: polres, act: asker(world)).verdict == .no)
      try await world.issueFully(service, fee: 0)
      let answer = try await world.desks.exchange.answer(ask, of: polres, act: asker(world))
      #expect(answer.verdict == .yes)
      #expect(answer.values == ["agency": "polres", "issued-on": "2026-08-31", "valid-through": "2027-02-27"])

      let audit = AuditLog(sealer: world.parts.sealer)
      let rows = try await world.parts.database.read { try audit.entries(subject: People.adult, .first, in: $0) }
      #expect(rows.items.last?.detail == "document-active of polres")
      #expect(rows.items.last?.actor == "marriage")

      world.parts.clock.set(to: MallInstant(jakarta: try #require(LocalDate("2027-02-28"))))
      #expect(try await world.desks.exchange.answer(ask, of: polres, act: asker(world)).verdict == .no)
    }
  }

  @Test func `A fact or a purpose that the manifest doesn't declare is refused`() async throws {
    try await world { world, service in
      let polres = try AgencyID("polres")
      let caseID = try await world.file(service)
      let wrongPurpose = try query("skck", purpose: "curiosity", caseID: caseID)
      await #expect(throws: Refusal(.permissionDenied, detail: "this fact for this purpose")) {
        try await world.desks.exchange.answer(wrongPurpose, of: polres, act: asker(world))
      }
      let wrongFact = Wire.ExchangeQuery(
        ExchangeQuestion(
          fact: Fact.isUnmarried.rawValue, subject: try NIK(People.adult), purpose: "application-check"),
        caseID: caseID)
      await #expect(throws: Refusal(.permissionDenied, detail: "this fact for this purpose")) {
        try await world.desks.exchange.answer(wrongFact, of: polres, act: asker(world))
      }
    }
  }

  @Test func `Nobody asks about a person without a case`() async throws {
    try await world { world, _ in
      let ask = try query("skck", caseID: nil)
      await #expect(throws: Refusal(.invalidArgument, detail: "case_id")) {
        try await world.desks.exchange.answer(ask, of: AgencyID("polres"), act: asker(world))
      }
    }
  }
}
