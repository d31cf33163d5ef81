import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

@Suite struct ExampleTests {
  @Test func `The example of each service is accepted, approved and issued, again and again`() async throws {
    try await IdentityWorld.run { world in
      #expect(world.agency.services.count == 22)
      for round in 1...2 {
        for service in world.agency.services {
          let file = try world.file(service, try await world.example(service))
          let blocking = try await world.blocking(file)
          #expect(blocking.isEmpty, "\(service.code), round \(round): \(blocking)")
          guard blocking.isEmpty else { continue }
          let document = try await world.issue(file)
          #expect(document.caseID == file.caseID)
          #expect(!document.number.isEmpty && !document.holder.isEmpty, "\(service.code)")
        }
      }
    }
  }

  @Test(arguments: ["2026-01-01", "2026-02-28", "2026-11-22", "2028-02-29"])
  func `Examples are lawful on any day`(today: String) async throws {
    try await IdentityWorld.run(today: today) { world in
      for service in world.agency.services {
        let blocking = try await world.blocking(world.file(service, world.example(service)))
        #expect(blocking.isEmpty, "\(service.code): \(blocking)")
      }
    }
  }
}
