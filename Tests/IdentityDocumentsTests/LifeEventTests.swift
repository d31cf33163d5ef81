import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

/// What other agencies enter in their registers, the population register follows without another visit.
@Suite struct LifeEventTests {
  private static func marriage(_ groom: NIK, _ bride: NIK, _ world: IdentityWorld, on: String = "2026-11-20") throws
    -> LifeEvent
  {
    LifeEvent(
      id: "marriage-recorded/1", kind: .marriageRecorded, agency: try AgencyID("kemenag"), caseID: nil, at: world.now,
      persons: ["groom": groom, "bride": bride], values: ["how": "nikah", "number": "0001/001/XI/2026", "on": on])
  }

  @Test func `A marriage at the KUA: status, one family card, new identity cards, and a head where they left`()
    async throws
  {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let groom = try await world.resident(household.nik(.son))
      let bride = try await world.resident(household.nik(.fiancee))
      let (hisOld, herOld) = (try await world.members(with: groom.nik), try await world.members(with: bride.nik))
      let event = try Self.marriage(groom.nik, bride.nik, world)
      #expect(try await world.follow(event) == .followed)

      let (he, she) = (try await world.resident(groom.nik), try await world.resident(bride.nik))
      #expect(he.maritalStatus == .married && she.maritalStatus == .married)
      #expect(he.spouse == she.nik && she.spouse == he.nik)
      let home = try await world.members(with: she.nik)
      #expect(try await world.members(with: he.nik).card == home.card)
      #expect(home.members.first { $0.nik == he.nik }?.relation == .head)
      #expect(home.members.first { $0.nik == she.nik }?.relation == .wife)
      for left in [hisOld, herOld] {
        for member in left.members where member.nik != he.nik && member.nik != she.nik {
          let card = try await world.members(with: member.nik)
          #expect(card.members.filter { $0.relation == .head }.count == 1)
        }
      }
      let entries = try await world.count("register_events")
      #expect(try await world.follow(event) == .followed)
      #expect(try await world.count("register_events") == entries)
      // The marriage holds from the day of the contract, not from the day on which it was told.
      let (register, day) = (world.register, try date("2026-11-20"))
      let past = try await world.database.read {
        try RegisterHistory(register).resident(he.nik, at: RecordMoment(day: day), in: $0)
      }
      #expect(past?.maritalStatus == .married)
      #expect(past?.spouse == she.nik)
    }
  }

  @Test func `Whom the register knows as married or dead it doesn't marry; an officer compares`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let (husband, bride) = (try household.nik(.father), try household.nik(.fiancee))
      await #expect(throws: Refusal.self) {
        try await world.follow(try Self.marriage(husband, bride, world))
      }
      let stranger = try NIK("1802054107900001")
      await #expect(throws: Refusal.self) {
        try await world.follow(try Self.marriage(stranger, bride, world))
      }
      #expect(try await world.resident(bride).maritalStatus == .neverMarried)
    }
  }

  @Test func `The court's divorce, told of the one who fetched the certificate, ends it for both`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let wife = try await world.resident(household.nik(.mother))
      let husband = try #require(wife.spouse)
      let event = LifeEvent(
        id: "divorce-recorded/1", kind: .divorceRecorded, agency: try AgencyID("pengadilan-agama"), caseID: nil,
        at: world.now, persons: ["applicant": wife.nik], values: ["on": "2026-11-02", "number": "AC-1"])
      #expect(try await world.follow(event) == .followed)
      for nik in [wife.nik, husband] {
        let person = try await world.resident(nik)
        #expect(person.maritalStatus == .divorced)
        #expect(person.spouse == nil)
      }
      #expect(try await world.follow(event) == .followed)
    }
  }

  @Test func `What this register enters, the others are told: ids and days, no names but a corrected one`() async throws
  {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let office = world.office
      func told(_ slug: String, _ changes: [String: String] = [:]) async throws -> LifeEvent? {
        let file = try world.file(slug, of: household, changes, with: slug == "perubahan-akta" ? ["putusan-pn"] : [])
        let document = try await world.issue(file)
        return try await world.database.write { try office.lifeEvents(issuing: document, of: file, in: $0).first }
      }
      let birth = try #require(try await told("akta-kelahiran"))
      #expect(birth.kind == .birthRegistered)
      #expect(birth.persons["mother"] == (try household.nik(.mother)))
      #expect(birth.persons["child"] != nil)
      let name = try #require(
        try await told("perubahan-akta", ["jenis": "perubahan-nama", "menjadi": "Nama Baru Sekali"]))
      #expect(name.kind == .nameCorrected)
      let renamed = try await world.resident(try #require(name.persons["person"]))
      #expect(renamed.name == "NAMA BARU SEKALI")
      let death = try #require(try await told("akta-kematian"))
      #expect(death.kind == .deathRegistered)
      #expect(death.values["died-on"] != nil)
    }
  }
}

extension IdentityWorld {
  func follow(_ event: LifeEvent) async throws -> LifeEventOutcome {
    let (office, now) = (office, now)
    return try await database.write { try office.follow(event, at: now, in: $0) }
  }
}
