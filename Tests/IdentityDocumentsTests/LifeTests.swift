import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

@Suite struct LifeTests {
  @Test func `I9: a head's death widows, gives a new head and number, and ends the NIK`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let (father, mother) = (try household.nik(.father), try household.nik(.mother))
      let old = try #require(household[.father]?.familyCard)
      let before = try await world.members(with: father).members.count
      let file = try world.file(
        "akta-kematian", of: household, ["nik-almarhum": father.text, "nik-pelapor": mother.text])
      let document = try await world.issue(file)
      #expect(document.number == "1802-KM-23112026-0001")

      #expect(try await world.resident(father).state == .dead)
      #expect(try await world.ask(.isAlive, father).verdict == .no)
      #expect(try await world.ask(.residentSummary, father).values.isEmpty)
      #expect(try await world.ask(.documentActive, father, ["type": "ktp-el"]).verdict == .no)
      #expect(try await world.ask(.documentActive, father, ["type": "akta-kematian"]).verdict == .yes)
      #expect(try await world.resident(mother).maritalStatus == .widowed)
      #expect(try await world.ask(.isUnmarried, mother).verdict == .yes)
      let family = try await world.members(with: mother)
      #expect(family.card.number != old)
      #expect(family.members.count == before - 1)
      #expect(family.members.first?.nik == mother && family.members.first?.relation == .head)
      #expect(family.members.filter { $0.relation == .head }.count == 1)
      let child = try household.nik(.child)
      #expect(family.members.first { $0.nik == child }?.relation == .child)

      // Dead is dead: not again, and not as an applicant.
      #expect(try await world.blocking(file).map(\.rule) == ["I9"])
      let card = try world.file("ktp-el-penggantian", of: household, ["nik": father.text])
      #expect(try await world.blocking(card).contains { $0.rule == "I9" })
      // A former card is closed.
      let closed = try world.file("kk-penggantian", of: household, ["nik": mother.text, "nkk": old.text])
      #expect(try await world.blocking(closed).map(\.rule) == ["I3"])
    }
  }

  @Test func `I4: nobody holds two active cards`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let seventeen = try household.nik(.seventeen)
      let first = try world.file("ktp-el-baru", of: household)
      let second = try world.file("ktp-el-baru", of: household)
      let document = try await world.issue(first)
      #expect(document.holderNIK == seventeen)
      #expect(try await world.blocking(second).map(\.rule) == ["I4"])
      await #expect(throws: Refusal.self) { try await world.issue(second) }
      try await world.issue(world.file("ktp-el-penggantian", of: household, ["nik": seventeen.text]))
      #expect(
        try await world.database.read {
          try $0.integer(
            "SELECT COUNT(*) FROM identity_cards WHERE number IS NOT NULL AND kind = 'ktp-el' AND state = 'active'")
        } == 1)
      let child = try world.file(
        "ktp-el-baru", of: household, ["nik": try household.nik(.child).text])
      #expect(try await world.blocking(child).map(\.rule) == ["I4"])
    }
  }

  @Test func `I5: a child's card is valid as long as the law says, and there is one`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let file = try world.file("kia-baru", of: household)
      let document = try await world.issue(file)
      let born = try #require(household[.child]).birthDate
      #expect(document.validThrough == born.anniversary(years: 17).adding(days: -1))
      #expect(try document.holderNIK == household.nik(.child))
      #expect(try await world.blocking(file).map(\.rule) == ["I5"])
    }
  }

  @Test func `I3: a new card takes its head out of the old one`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let son = try household.nik(.son)
      let document = try await world.issue(world.file("kk-baru", of: household))
      let family = try await world.members(with: son)
      #expect(document["nomor-kk"] == family.card.number.text)
      #expect(family.card.number != household[.son]?.familyCard)
      #expect(family.members.map(\.relation) == [.head])
      #expect(try await !world.members(with: household.nik(.father)).members.contains { $0.nik == son })

      let register = world.register
      let card = try await world.members(with: household.nik(.father)).card
      let act = RegisterAct(kind: .familyCard, at: world.now)
      await #expect(throws: Refusal.self) {
        try await world.database.write {
          try register.join(son, card.number, as: .child, act, in: $0)
        }
      }
      let joining = try world.file(
        "kk-perubahan", of: household, ["jenis": "tambah-anggota", "nik-anggota": son.text])
      #expect(try await world.blocking(joining).map(\.rule) == ["I3"])
    }
  }

  @Test func `A changed element is changed, and recorded: who, what, when, on which case`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let son = try household.nik(.son)
      let file = try world.file("kk-perubahan", of: household)
      try await world.issue(file)
      #expect(try await world.resident(son).occupation == "Wiraswasta")
      let last = try #require(try await world.entries(about: son).last)
      #expect(last.act.kind == .dataChange && last.act.caseID == file.caseID)
      #expect(last.act.officer == "siti" && last.act.at == world.now)
      let former = try #require(household[.son]?.occupation)
      let change = ResidentChange(element: "occupation", before: former, after: "Wiraswasta")
      #expect(last.event == .residentChanged(nik: son, changes: [change]))
    }
  }

  @Test func `I10: who moves out is in no family card, and served no longer as a resident`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let son = try household.nik(.son)
      #expect(try await world.ask(.livesInDistrict, son).verdict == .yes)
      try await world.issue(world.file("pindah-keluar", of: household))
      #expect(try await world.ask(.livesInDistrict, son).verdict == .no)
      #expect(try await world.ask(.isAlive, son).verdict == .yes)
      let renewal = try world.file("pindah-dalam-daerah", of: household)
      #expect(try await world.blocking(renewal).contains { $0.rule == "I10" })

      let newcomer = try household.nik(.newcomer)
      #expect(try await world.ask(.livesInDistrict, newcomer).verdict == .no)
      try await world.issue(world.file("pindah-datang", of: household))
      #expect(try await world.ask(.livesInDistrict, newcomer).verdict == .yes)
    }
  }

  @Test func `N5: a recorded marriage blocks a second one, here and by the KUA's word`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let file = try world.file("akta-perkawinan", of: household)
      #expect(
        try await world.blocking(world.file("akta-perkawinan", of: household, answering: nil)).map(\.rule)
          == ["N5", "N5"])
      #expect(
        try await world.blocking(world.file("akta-perkawinan", of: household, answering: .no)).map(\.rule)
          == ["N5", "N5"])
      #expect(try await world.issue(file).number == "1802-KW-23112026-0001")
      #expect(try await world.ask(.isUnmarried, household.nik(.civilGroom)).verdict == .no)
      let other = try world.file(
        "akta-perkawinan", of: household, ["nik-istri": try household.nik(.fiancee).text])
      #expect(try await world.blocking(other).contains { $0.rule == "N5" && $0.field == "nik-suami" })
      await #expect(throws: Refusal.self) { try await world.issue(other) }
    }
  }

  @Test func `A divorce ends the marriage in the register, once`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let file = try world.file("akta-perceraian", of: household)
      #expect(try await world.findings(file).allSatisfy { $0.rule != "N5" || $0.severity == .passed })
      try await world.issue(file)
      let wife = try await world.resident(household.nik(.civilWife))
      #expect(wife.maritalStatus == .divorced && wife.spouse == nil)
      #expect(try await world.blocking(file).map(\.rule) == ["N5"])
    }
  }

  @Test func `An acknowledged child has a father`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      try await world.issue(world.file("akta-pengakuan-anak", of: household))
      let child = try await world.resident(household.nik(.unacknowledged))
      #expect(try child.father == household.nik(.unrecordedHusband))
      #expect(child.fatherName == household[.unrecordedHusband]?.name)
      let other = try world.file(
        "akta-pengakuan-anak", of: household, ["nik-ayah": try household.nik(.father).text])
      #expect(try await world.blocking(other).map(\.rule) == ["I7"])
    }
  }

  @Test func `Who was never registered gets one NIK`() async throws {
    try await IdentityWorld.run { world in
      let file = try world.file("biodata-wni", of: try await world.household())
      let document = try await world.issue(file)
      let resident = try await world.resident(try NIK(try #require(document["nik"])))
      #expect(resident.name == file.value("nama"))
      #expect(try await world.blocking(file).map(\.rule) == ["I2"])
    }
  }
}
