import MallDomain
import MallNode
import MallStore
import MallWire
import Testing

@testable import AgencyKit

@Suite struct BillDeskTests {
  @Test func `A bill is told to the mall once, however often it is asked for`() async throws {
    try await AgencyWorld.run(
      Services.agency("polres", services: []), register: FixedRegister(verdict: .unknown)
    ) { world in
      let register = try AgencyID("disdukcapil")
      for _ in 0..<2 {
        let bill = try await world.desks.bills.bill(of: register, object: "A-1", period: 2026, act: world.officer)
        #expect(bill.object == "A-1")
      }
      let waiting = try await world.parts.database.read {
        try Outbox.pending(SignedDeliveries.destination, after: 0, limit: 10, in: $0)
      }
      #expect(waiting.map(\.kind) == [DeliveryKind.billIssued])
      let told = try Wire.BillIssued(decoding: try #require(waiting.first).content(openedBy: world.parts.sealer))
      #expect(told.agency == "disdukcapil")
      #expect(told.bill?.object == "A-1")
    }
  }

  @Test func `An agency without bills of its own says so`() async throws {
    try await AgencyWorld.run(Services.agency("polres", services: [])) { world in
      await #expect(throws: Refusal(.notFound, detail: "a bill for this object at agency polres")) {
        try await world.desks.bills.bill(
          of: AgencyID("polres"), object: "A-1", period: 2026, act: world.officer)
      }
    }
  }
}
