import MallDomain
import Testing

@testable import Marriage

@Suite struct ExampleTests {
  @Test func `The example of each service is accepted, approved and issued, again and again`() async throws {
    try await MarriageWorld.run { world in
      #expect(world.agency.services.count == 14)
      for round in 1...2 {
        for service in world.agency.services {
          let slug = String(service.code.text.dropFirst("kemenag.".count))
          let file = try await world.file(slug, of: world.household())
          let blocking = try await world.blocking(file)
          #expect(blocking.isEmpty, "\(slug), round \(round): \(blocking)")
          _ = try await world.charge(file)
          let due = MarriageForm.isFor(service) ? try world.afterContract(file) : file
          let document = try await world.issue(due)
          #expect(document.caseID == file.caseID && !document.number.isEmpty)
          #expect(!document.holder.isEmpty, "\(slug)")
        }
      }
    }
  }

  @Test(arguments: ["2026-02-28", "2026-11-22", "2026-12-10", "2026-12-28", "2027-03-01"])
  func `Examples are lawful on any day`(today: String) async throws {
    try await MarriageWorld.run(today: today) { world in
      for slug in ["nikah-di-kua", "nikah-luar-kua", "rujuk", "rekomendasi-nikah"] {
        let file = try await world.file(slug, of: world.household())
        let blocking = try await world.blocking(file)
        #expect(blocking.isEmpty, "\(slug) on \(today): \(blocking)")
      }
    }
  }
}
