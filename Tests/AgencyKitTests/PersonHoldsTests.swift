import MallDomain
import MallStore
import MallWire
import Testing

@testable import AgencyKit

@Suite struct PersonHoldsTests {
  private func run(
    _ body: (AgencyWorld, PublicService, ReservingRegister) async throws -> Void
  ) async throws {
    let service = try Services.policeRecord(fee: Fee(kind: .free, amount: nil, note: ""))
    let register = ReservingRegister()
    try await AgencyWorld.run(
      Services.agency("polres", services: [service]), register: register,
      office: { HoldingOffice(manifest: ManifestBackOffice($0)) }
    ) { try await body($0, service, register) }
  }

  private func claimed(_ world: AgencyWorld, _ service: PublicService) async throws -> CaseID {
    let caseID = try await world.file(service)
    _ = try await world.claim(caseID)
    return caseID
  }

  @Test func `Of two cases about one person one is approved; the other learns who holds the person, and until when`()
    async throws
  {
    try await run { world, service, register in
      let (first, second) = (try await claimed(world, service), try await claimed(world, service))
      _ = try await world.decide(first, "approve")
      let refusal = await #expect(throws: Refusal.self) { try await world.decide(second, "approve") }
      #expect(refusal?.code == .failedPrecondition)
      #expect(refusal?.violations.map(\.field) == ["nik"])
      #expect(refusal?.violations.first?.message.text(.english).contains("polres, until 2026-12-23") == true)
      // The refused one holds nobody, and has left no trace; the first still holds the person.
      #expect(register.held.withLock { $0.values.map(\.caseID) } == [first])
      #expect(try await world.desks.holds.giveBackLeftovers() == 0)
    }
  }

  @Test func `A decision that was refused, or a case that came to nothing, gives the person back`() async throws {
    try await run { world, service, register in
      let child = try await world.file(service, values: ["nik": People.child, "nama": "Ani"])
      _ = try await world.claim(child)
      await #expect(throws: Refusal.self) { try await world.decide(child, "approve") }
      #expect(register.held.withLock { $0.isEmpty })

      let caseID = try await claimed(world, service)
      _ = try await world.decide(caseID, "approve")
      #expect(register.held.withLock { $0.count } == 1)
      _ = try await world.decide(caseID, "reject", reason: "Dibatalkan pemohon")
      register.isAway.withLock { $0 = true }
      #expect(try await world.desks.holds.giveBackLeftovers() == 0)
      register.isAway.withLock { $0 = false }
      #expect(try await world.desks.holds.giveBackLeftovers() == 1)
      #expect(register.held.withLock { $0.isEmpty })
      #expect(try await world.desks.holds.giveBackLeftovers() == 0)
    }
  }

  @Test func `Without the register nobody is decided about; who is held already is issued to`() async throws {
    try await run { world, service, register in
      let caseID = try await claimed(world, service)
      register.isAway.withLock { $0 = true }
      let refusal = await #expect(throws: Refusal.self) { try await world.decide(caseID, "approve") }
      #expect(refusal?.code == .unavailable)
      register.isAway.withLock { $0 = false }
      _ = try await world.decide(caseID, "approve")
      register.isAway.withLock { $0 = true }
      #expect(try await world.issue(caseID).output?.type == "skck")
    }
  }

  @Test func `A decision that a crash cut off gives its persons back after ten minutes`() async throws {
    try await run { world, service, register in
      let (caseID, nik) = (try await claimed(world, service), try NIK(People.adult))
      let reservation = PersonReservation(
        person: nik, caseID: caseID, agency: try AgencyID("polres"), until: LocalDate(jakarta: world.now))
      register.held.withLock { $0[nik] = reservation }
      let (table, now) = (PersonHoldTable(sealer: world.parts.sealer), world.now)
      try await world.parts.database.write { transaction in
        try table.keep(PersonHold(caseID, [reservation]), at: now, in: transaction)
      }
      #expect(try await world.desks.holds.giveBackLeftovers() == 0)
      world.parts.clock.set(to: now.adding(.seconds(601)))
      #expect(try await world.desks.holds.giveBackLeftovers() == 1)
      #expect(register.held.withLock { $0.isEmpty })
    }
  }

  @Test func `The last day of a lease lies between today and half a year ahead`() throws {
    let today = try #require(LocalDate("2026-11-23"))
    let (nik, agency) = (try NIK(People.adult), try AgencyID("polres"))
    let caseID = CaseID.make(at: MallInstant(jakarta: today))
    func reservation(_ until: String?) throws -> PersonReservation {
      try PersonReservation(
        ExchangeQuestion(
          fact: "person-reserved", subject: nik, arguments: until.map { ["until": $0] } ?? [:], purpose: "decision"),
        caseID: caseID, agency: agency, today: today)
    }
    #expect(try reservation(nil).until == nil)
    for day in [0, 1, 180] {
      let until = today.adding(days: day)
      #expect(
        try reservation(until.description)
          == (try PersonReservation(
            reservation(until.description).question, caseID: caseID, agency: agency, today: today)))
      #expect(try reservation(until.description).until == until)
    }
    for wrong in ["2026-11-22", "2027-05-23", "besok"] {
      #expect(throws: Refusal.self) { try reservation(wrong) }
    }
  }
}
