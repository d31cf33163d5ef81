import MallDomain
import MallNode
import MallWire
import Testing

@testable import AgencyKit

@Suite struct CaseDeskTests {
  private func polres(_ service: PublicService) throws -> Agency {
    try Services.agency("polres", services: [service])
  }

  @Test func `A case goes from its filing over the payment to the document, and the mall is told each step`()
    async throws
  {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(polres(service)) { world in
      let caseID = try await world.file(service)
      #expect(try await world.claim(caseID).summary?.state == "in-review")
      let approved = try await world.decide(caseID, "approve")
      #expect(approved.summary?.state == "waiting-for-payment")
      #expect(approved.feeRupiah == 30_000)
      await #expect(throws: Refusal.self) { try await world.issue(caseID) }
      try await world.pay(caseID, 30_000)
      let output = try #require(try await world.issue(caseID).output)
      #expect(output.number == "SKCK/18.02/2026/000001")
      #expect(output.holder == "Budi Santoso")
      #expect(output.validThrough == "2027-05-22")
      #expect(output.fields.contains { $0.field == "telepon" } == false)

      let events = try await world.toldEvents()
      #expect(events.map(\.type) == ["received", "claimed", "approved", "payment-recorded", "issued"])
      #expect(events.map(\.step) == [1, 2, 3, 4, 5])
      #expect(events[2].feeRupiah == 30_000)
      #expect(events[4].output == output)

      // What the mall makes of the events is where the agency stands.
      let filed = CaseEvent(.submitted, at: world.now, by: .citizen)
      let copy = try CaseLifecycle(replaying: [filed] + events.map { try CaseEvent(wire: $0) })
      #expect(copy.state == .issued)
      #expect(copy.documentNumber == output.number)
      #expect(copy.receiptNumber == "NTPD-1")
    }
  }

  @Test func `An application that is delivered again opens no second case`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(polres(service)) { world in
      let caseID = try await world.file(service)
      let before = try await world.footprint()
      try await world.file(service, caseID: caseID)
      #expect(try await world.footprint() == before)
    }
  }

  @Test func `Applications for others, and from others than the gateway, are refused`() async throws {
    let service = try Services.policeRecord()
    let stranger = try Services.policeRecord(code: "dinsos.skck")
    try await AgencyWorld.run(polres(service)) { world in
      await #expect(throws: Refusal.self) { try await world.file(stranger) }
      await #expect(throws: Refusal.self) {
        try await world.deliver(DeliveryKind.withdrawalFiled, Wire.WithdrawalFiled(), as: world.officer)
      }
      let told = try await world.toldEvents()
      #expect(told.isEmpty)
    }
  }

  @Test func `A supplement joins the content and brings the case back to its officer`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(polres(service)) { world in
      let caseID = try await world.file(service)
      _ = try await world.claim(caseID)
      await #expect(throws: Refusal.self) {
        try await world.desks.officers.requestSupplement(
          Wire.RequestSupplementRequest(agency: "polres", caseID: caseID.text, asked: ["golongan-darah"]),
          act: world.officer)
      }
      let asked = try await world.desks.officers.requestSupplement(
        Wire.RequestSupplementRequest(
          agency: "polres", caseID: caseID.text, asked: ["golongan"], note: "Isi golongan."),
        act: world.officer)
      #expect(asked.summary?.state == "waiting-for-applicant")
      try await world.deliver(
        DeliveryKind.supplementFiled,
        Wire.SupplementFiled(
          caseID: caseID.text, agency: "polres", values: [Wire.FieldValue(field: "golongan", value: "A")]))
      let shown = try await world.show(caseID)
      #expect(shown.summary?.state == "in-review")
      #expect(shown.summary?.officer == "siti")
      #expect(shown.content?.values.contains { $0.field == "golongan" && $0.value == "A" } == true)
      #expect(try await world.toldEvents().last?.type == "supplemented")
    }
  }

  @Test func `A withdrawal ends a case; one that comes too late is told to the applicant`() async throws {
    let service = try Services.policeRecord(fee: Fee(kind: .free, amount: nil, note: ""))
    try await AgencyWorld.run(polres(service)) { world in
      let first = try await world.file(service)
      try await world.deliver(
        DeliveryKind.withdrawalFiled, Wire.WithdrawalFiled(caseID: first.text, agency: "polres", reason: "Batal"))
      #expect(try await world.toldEvents().map(\.type) == ["received", "withdrawn"])

      let second = try await world.file(service)
      _ = try await world.claim(second)
      _ = try await world.decide(second, "approve")
      try await world.deliver(
        DeliveryKind.withdrawalFiled, Wire.WithdrawalFiled(caseID: second.text, agency: "polres"))
      let last = try #require(try await world.toldEvents().last)
      #expect(last.type == "noted")
      #expect(last.note == Message(.caseTooLateToWithdraw).text(.indonesian))
      #expect(try await world.show(second).summary?.state == "approved")
    }
  }

  @Test func `A payment below the fee pays nothing`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(polres(service)) { world in
      let caseID = try await world.file(service)
      _ = try await world.claim(caseID)
      _ = try await world.decide(caseID, "approve")
      let before = try await world.footprint()
      await #expect(throws: Refusal.self) { try await world.pay(caseID, 29_999) }
      #expect(try await world.footprint() == before)
    }
  }
}
