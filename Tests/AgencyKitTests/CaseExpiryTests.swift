import MallDomain
import MallWire
import Testing

@testable import AgencyKit

@Suite struct CaseExpiryTests {
  @Test func `A case unpaid past its time ends, is told to the mall once, and one in time stays`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let caseID = try await world.file(service)
      _ = try await world.claim(caseID)
      _ = try await world.decide(caseID, "approve")
      let gateway = world.officer.gateway
      let early = try await world.desks.expiry.expire(
        at: world.now.adding(CaseExpiry.patience), gateway: gateway)
      #expect(early == 0)
      let late = world.now.adding(CaseExpiry.patience + .seconds(1))
      let first = try await world.desks.expiry.expire(at: late, gateway: gateway)
      let second = try await world.desks.expiry.expire(at: late, gateway: gateway)
      #expect(first == 1 && second == 0)
      #expect(try await world.toldEvents().map(\.type) == ["received", "claimed", "approved", "expired"])
    }
  }
}
