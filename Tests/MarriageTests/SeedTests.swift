import MallDomain
import MallStore
import Testing

@testable import Marriage

@Suite struct SeedTests {
  @Test func `Couples of the population are in the register once, and not free`() async throws {
    try await MarriageWorld.run { world in
      let households = Array(
        SyntheticPopulation(seed: 7, date: world.today, areas: world.areas).households(residents: 300))
      let invented = InventedMarriages(register: world.register, areas: world.areas, at: world.now)
      for _ in 1...2 {
        try await world.database.write { transaction in
          for household in households { try invented.enter(household.residents, in: transaction) }
        }
      }
      let recorded = try await world.database.read { try $0.integer("SELECT COUNT(*) FROM marriages") }
      let expected = Set(
        households.flatMap { household in
          household.residents.filter { $0.religion == .islam && $0.marriage?.number != nil }.map { _ in household.index
          }
        })
      #expect(recorded == Int64(expected.count) && expected.count > 20)
      let couple = try #require(
        households.first { household in
          household.residents.contains { $0.maritalStatus == .married && $0.religion == .islam }
        })
      for person in couple.residents where person.maritalStatus == .married {
        #expect(try await world.ask(.isUnmarried, try #require(person.nik)).verdict == .no)
      }
      let widow = households.flatMap(\.residents).first { $0.marriage?.end != nil && $0.religion == .islam }
      #expect(try await world.ask(.isUnmarried, try #require(widow?.nik)).verdict == .yes)
    }
  }
}
