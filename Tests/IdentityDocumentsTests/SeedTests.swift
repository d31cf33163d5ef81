import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

@Suite struct SeedTests {
  private func seed(_ world: IdentityWorld, residents: Int) async throws -> [SyntheticHousehold] {
    let population = SyntheticPopulation(seed: 7, date: world.today, areas: world.areas)
    let households = Array(population.households(residents: residents))
    let people = InventedPeople(register: world.register, date: world.today, at: world.now)
    try await world.database.write { transaction in
      for household in households { try people.enter(household.residents, in: transaction) }
    }
    return households
  }

  @Test func `Everybody is in one family card, each card has one head, and no number is given twice`() async throws {
    try await IdentityWorld.run { world in
      let households = try await seed(world, residents: 400)
      let residents = households.flatMap(\.residents)
      #expect(try await world.count("residents") == Int64(residents.count))
      let register = world.register
      try await world.database.write { transaction in
        for household in households {
          let members = try register.familyCards.members(of: household.familyCard, in: transaction)
          #expect(members.map(\.nik) == household.residents.compactMap(\.nik))
          #expect(members.filter { $0.relation == .head }.count == 1)
        }
        let heads = try transaction.integer(
          "SELECT COUNT(*) FROM family_members WHERE relation = 'kepala-keluarga' AND left_at IS NULL")
        #expect(heads == Int64(households.count))
        for resident in residents.prefix(50) {
          let nik = try #require(resident.nik)
          let next = try register.numbers.nextNIK(
            area: nik.area, born: resident.birthDate, sex: resident.sex, in: transaction)
          #expect(next.serial > nik.serial)
          #expect(try register.residents.find(next, in: transaction) == nil)
        }
      }
      let mother = try #require(residents.first { $0.maritalStatus == .married && $0.relation == .wife }?.nik)
      #expect(try await world.ask(.isUnmarried, mother).verdict == .no)
    }
  }

  @Test func `Seeding once more changes nothing`() async throws {
    try await IdentityWorld.run { world in
      let tables = [
        "residents", "register_events", "family_cards", "family_members", "births", "civil_marriages",
        "identity_cards",
      ]
      func footprint() async throws -> [Int64?] {
        var counts: [Int64?] = []
        for table in tables { counts.append(try await world.count(table)) }
        return counts
      }
      _ = try await seed(world, residents: 200)
      let before = try await footprint()
      _ = try await seed(world, residents: 200)
      #expect(try await footprint() == before)
      #expect(before.allSatisfy { ($0 ?? 0) > 0 })
    }
  }
}
