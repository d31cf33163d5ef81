import Foundation
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

@Suite struct FactTests {
  @Test func `Facts are answered from the register, and strangers are unknown`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let (father, son, child) = (try household.nik(.father), try household.nik(.son), try household.nik(.child))
      let stranger = try NIK("1871015708880004")
      let adult = ["years": "17", "on": "2026-11-23"]
      #expect(try await world.ask(.isAlive, father).verdict == .yes)
      #expect(try await world.ask(.isAlive, stranger).verdict == .unknown)
      #expect(try await world.ask(.isOfAge, son, adult).verdict == .yes)
      #expect(try await world.ask(.isOfAge, child, adult).verdict == .no)
      #expect(try await world.ask(.isOfAge, stranger, adult).verdict == .unknown)
      #expect(try await world.ask(.isUnmarried, father).verdict == .no)
      #expect(try await world.ask(.isUnmarried, son).verdict == .yes)
      #expect(try await world.ask(.isUnmarried, household.nik(.unrecordedWife)).verdict == .no)
      #expect(try await world.ask(.livesInDistrict, stranger).verdict == .no)
      #expect(try await world.ask(.documentActive, father, ["type": "ktp-el"]).verdict == .yes)
      #expect(try await world.ask(.documentActive, child, ["type": "ktp-el"]).verdict == .no)
      #expect(try await world.ask(.documentActive, child, ["type": "kk"]).values["agency"] == "disdukcapil")
      let summary = try await world.ask(.residentSummary, son, purpose: .prefill)
      #expect(Set(summary.values.keys) == Set(Fact.residentSummary.fields))
      #expect(summary.values["name"] == household[.son]?.name)
    }
  }

  @Test func `N5: siblings, uncles and one's own line are related; cousins and strangers are not`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      func areRelated(_ first: ExampleRole, _ second: ExampleRole) async throws -> ExchangeAnswer.Verdict {
        try await world.ask(.areRelated, household.nik(first), ["other": household.nik(second).text]).verdict
      }
      #expect(try await areRelated(.son, .daughter) == .yes)
      #expect(try await areRelated(.grandfather, .daughter) == .yes)
      #expect(try await areRelated(.daughter, .grandfather) == .yes)
      #expect(try await areRelated(.child, .son) == .yes)
      #expect(try await areRelated(.son, .fiancee) == .no)
      #expect(try await areRelated(.father, .mother) == .no)
      let stranger = ["other": "1871015708880004"]
      #expect(try await world.ask(.areRelated, household.nik(.son), stranger).verdict == .unknown)
      await #expect(throws: Refusal.self) { try await world.ask(.areRelated, household.nik(.son)) }
    }
  }

  @Test func `N5: the children of siblings may marry`() throws {
    let people = try ["1", "2", "3", "4", "5"].map { try NIK("180207170895000\($0)") }
    let parents = [people[1]: [people[0]], people[2]: [people[0]], people[3]: [people[1]], people[4]: [people[2]]]
    let kinship = Kinship { parents[$0] ?? [] }
    #expect(try !kinship.forbidsMarriage(of: people[3], and: people[4]))
    #expect(try kinship.forbidsMarriage(of: people[1], and: people[2]))
    #expect(try kinship.forbidsMarriage(of: people[3], and: people[2]))
    #expect(try kinship.forbidsMarriage(of: people[0], and: people[4]))
  }

  @Test func `A demonstration's household is a new one each time, and known under its numbers`() async throws {
    try await IdentityWorld.run { world in
      let nobody = try NIK("1802071708950003")
      await #expect(throws: Refusal.self) { try await world.ask(.household, nobody) }
      var seen: Set<NIK> = []
      for _ in 1...3 {
        let answer = try await world.ask(.household, nobody, purpose: .demonstration)
        let household = try ExampleHousehold(fields: answer.values)
        for (role, resident) in household.members where role.isRegistered {
          let nik = try #require(resident.nik)
          #expect(seen.insert(nik).inserted)
          #expect(try await world.resident(nik).name == resident.name)
        }
      }
    }
  }

  @Test func `The file of the database names nobody`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let document = try await world.issue(world.file("akta-kelahiran", of: household))
      var bytes = Data()
      for file in try FileManager.default.contentsOfDirectory(at: world.folder, includingPropertiesForKeys: nil)
      where file.lastPathComponent.hasPrefix("mall.sqlite") {
        bytes += try Data(contentsOf: file)
      }
      #expect(bytes.count > 10_000)
      #expect(bytes.range(of: Data(document.number.utf8)) != nil)
      let father = try #require(household[.father])
      let texts = [document["nik"], father.nik?.text, father.name, father.familyCard?.text, document.holder]
      for text in texts.compactMap({ $0 }) {
        #expect(bytes.range(of: Data(text.utf8)) == nil)
      }
    }
  }
}
