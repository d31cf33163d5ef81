import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

@Suite struct BirthTests {
  @Test func `A birth makes a resident with a NIK, in the mother's family card`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let file = try world.file("akta-kelahiran", of: household, ["jk": "P"])
      let document = try await world.issue(file)
      let nik = try NIK(try #require(document["nik"]))
      let newborn = try #require(household[.newborn])
      #expect(nik.sex == .female)
      #expect(nik.area == (try #require(household[.mother])).village.parent)
      #expect(document.holderNIK == nik)
      #expect(document.holder == newborn.name)
      let child = try await world.resident(nik)
      #expect(child.birthDate == newborn.birthDate)
      #expect(try child.mother == household.nik(.mother) && child.father == household.nik(.father))
      let family = try await world.members(with: nik)
      #expect(family.card.number == household[.mother]?.familyCard)
      #expect(family.members.first { $0.nik == nik }?.relation == .child)
      #expect(try await world.ask(.documentActive, nik, ["type": "akta-kelahiran"]).verdict == .yes)
      #expect(try await world.ask(.isAlive, nik).verdict == .yes)
    }
  }

  @Test func `Twins of one day get different numbers; each is registered once`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let twins = ["jenis-kelahiran": "kembar-2", "jk": "L"]
      let first = try world.file("akta-kelahiran", of: household, twins.merging(["nama-anak": "Ahmad Fauzi"]) { $1 })
      let second = try world.file("akta-kelahiran", of: household, twins.merging(["nama-anak": "Ahmad Fauzan"]) { $1 })
      let documents = [try await world.issue(first), try await world.issue(second)]
      let niks = try documents.map { try #require($0["nik"]) }
      #expect(niks[0].dropLast(4) == niks[1].dropLast(4))
      #expect(niks.map { $0.suffix(4) } == ["0001", "0002"])
      #expect(documents.map(\.number) == ["1802-LU-23112026-0001", "1802-LU-23112026-0002"])

      // The first once more, from another counter, written otherwise.
      let again = try world.file(
        "akta-kelahiran", of: household, twins.merging(["nama-anak": "AHMAD FAUZI"]) { $1 })
      #expect(try await world.blocking(again).map(\.rule) == ["I2"])
      await #expect(throws: Refusal.self) { try await world.issue(again) }
      // A third child on that day whom the form calls single.
      let single = try world.file("akta-kelahiran", of: household, ["nama-anak": "Ahmad Fikri"])
      #expect(try await world.blocking(single).map(\.field) == ["jenis-kelahiran"])
    }
  }

  @Test func `Two approved cases of one child: the second is refused at the issue and changes nothing`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let files = [
        try world.file("akta-kelahiran", of: household), try world.file("akta-kelahiran", of: household),
      ]
      for file in files { #expect(try await world.blocking(file).isEmpty) }
      try await world.issue(files[0])
      let residents = try await world.count("residents")
      await #expect(throws: Refusal.self) { try await world.issue(files[1]) }
      #expect(try await world.count("residents") == residents)
    }
  }

  @Test func `A late birth goes the late way, under a number of its own kind`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let late = ["tgl-lahir": "2026-09-23"]
      #expect(try await world.blocking(world.file("akta-kelahiran", of: household, late)).map(\.rule) == ["I6"])
      #expect(
        try await world.blocking(world.file("akta-kelahiran", of: household, ["tgl-lahir": "2026-09-24"])).isEmpty)
      let file = try world.file("akta-kelahiran-terlambat", of: household)
      #expect(try await world.issue(file).number == "1802-LT-23112026-0001")
    }
  }

  @Test(
    arguments: [
      // A married couple by the register: the proof is not even needed.
      (.father, .mother, [], "anak dari ayah dan ibu"),
      // Married by the family card alone.
      (.unrecordedHusband, .unrecordedWife, [], "anak seorang ibu"),
      (
        .unrecordedHusband, .unrecordedWife, ["sptjm-suami-istri"],
        "anak dari ayah dan ibu, yang perkawinannya belum tercatat sesuai peraturan perundang-undangan"
      ),
      // No couple: the statement alone doesn't make the man a father.
      (.secondWitness, .unrecordedWife, ["sptjm-suami-istri"], "anak seorang ibu"),
    ] as [(ExampleRole, ExampleRole, Set<String>, String)])
  func `I7: the certificate says whose child it is`(
    father: ExampleRole, mother: ExampleRole, statements: Set<String>, entry: String
  ) async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let file = try world.file(
        "akta-kelahiran", of: household,
        [
          "nik-ayah": try household.nik(father).text, "nik-ibu": try household.nik(mother).text,
          "nkk": try #require(household[mother]?.familyCard?.text),
          "nik-saksi-1": try household.nik(.guardian).text, "nik-saksi-2": try household.nik(.guardianWife).text,
        ], without: ["buku-nikah"], with: statements)
      let document = try await world.issue(file)
      #expect(document["asal-usul"] == entry)
      let child = try await world.resident(try NIK(try #require(document["nik"])))
      #expect((child.father != nil) == entry.hasPrefix("anak dari ayah"))
    }
  }

  @Test func `What the law asks is asked`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      func blocked(_ changes: [String: String], without: Set<String> = []) async throws -> [String] {
        try await world.blocking(world.file("akta-kelahiran", of: household, changes, without: without))
          .map { "\($0.rule) \($0.field ?? "")" }
      }
      let child = try household.nik(.child).text
      #expect(try await blocked([:], without: ["surat-keterangan-lahir"]) == ["I7 surat-keterangan-lahir"])
      #expect(try await blocked(["nik-saksi-2": child]) == ["I7 nik-saksi-1"])
      #expect(try await blocked(["nama-anak": "M. Yusuf"]) == ["I8 nama-anak"])
      #expect(try await blocked(["nik-ibu": "1802044512030001"]) == ["I7 nik-ibu"])
      #expect(try await blocked(["nkk": try #require(household[.guardian]?.familyCard?.text)]) == ["I3 nkk"])
    }
  }
}
