import AgencyKit
import Foundation
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

/// Records that are settled by a case: two of one person become one; an adoption is noted in the margin.
@Suite struct RecordTests {
  @Test func `Two records of one person become one by a case, and both histories stay`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let (son, register) = (try household.nik(.son), world.register)
      let known = try await world.resident(son)
      // The same person was enrolled once more, with a slip of the pen.
      let second = try await world.database.write { transaction in
        var copy = known
        copy.nik = try register.numbers.nextNIK(
          area: known.nik.area, born: known.birthDate, sex: known.sex, in: transaction)
        copy.name = known.name.replacing("SITI", with: "STI") + "H"
        try register.enter(
          copy, RegisterAct(kind: .enrolment, at: world.now, officer: "siti"), in: transaction)
        return copy.nik
      }
      func filed(_ other: NIK) throws -> CaseFile {
        try world.file(
          "konsolidasi-nik", of: household,
          ["nik": son.text, "nama": known.name, "masalah": "ganda", "nik-lain": other.text])
      }
      // Somebody else's number is no second record.
      #expect(try await world.blocking(filed(household.nik(.daughter))).map(\.field) == ["nik-lain"])
      #expect(try await world.blocking(filed(second)).isEmpty)
      let document = try await world.issue(filed(second))
      #expect(document.holderNIK == son)
      #expect(try await world.resident(second).state == .merged)
      #expect(try await world.resident(son).name == known.name)
      #expect(try await world.entries(about: second).contains { $0.act.kind == .merge && $0.act.caseID != nil })
      #expect(try await world.blocking(filed(second)).map(\.field) == ["nik-lain"])
    }
  }

  @Test func `An adoption is noted once in the margin, and the parents by birth stay`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let file = try world.file("pengangkatan-anak", of: household)
      let child = try #require(file.nik("nik-anak"))
      let before = try await world.resident(child)
      #expect(try await world.blocking(file).isEmpty)
      let document = try await world.issue(file)
      #expect(document.type == "akta-kelahiran")
      let register = world.register
      let notes = try await world.database.read { try register.annotations.annotations(of: child, in: $0) }
      #expect(notes.map(\.kind) == ["adoption"])
      #expect(notes.first?.ruling == file.value("nomor-penetapan"))
      let after = try await world.resident(child)
      #expect((after.father, after.mother) == (before.father, before.mother))
      #expect(try await world.blocking(file).map(\.field) == ["nomor-penetapan"])
      // Nobody adopts their own child.
      let own = try world.file(
        "pengangkatan-anak", of: household,
        ["nomor-penetapan": "12/Pdt.P/2026/PN Gns", "nik-ayah-angkat": try #require(before.father).text])
      #expect(try await world.blocking(own).map(\.field) == ["nik-ayah-angkat"])
      // Of a birth that was registered elsewhere the other office notes it.
      let elsewhere = try world.file(
        "pengangkatan-anak", of: household,
        ["nomor-penetapan": "12/Pdt.P/2026/PN Gns", "nik-anak": try household.nik(.grandfather).text])
      #expect(try await world.blocking(elsewhere).contains { $0.field == "nik-anak" && $0.rule == "I6" })
    }
  }

  @Test func `A certificate and a family stay those of a person whose records were merged`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let birth = try world.file("akta-kelahiran", of: household, ["jk": "P"])
      let text = try #require(try await world.issue(birth).fields.first { $0.name == "nik" }?.value)
      let (born, son, stranger) = (try NIK(text), try household.nik(.son), try household.nik(.fiancee))
      let siblings = ["other": son.text]
      #expect(try await world.ask(.areRelated, stranger, siblings).verdict == .no)
      let register = world.register
      let act = RegisterAct(kind: .merge, at: world.now, officer: "siti")
      try await world.database.write { try register.merge(born, into: stranger, act, in: $0) }
      for number in [born, stranger] {
        #expect(try await world.ask(.documentActive, number, ["type": "akta-kelahiran"]).verdict == .yes)
        #expect(try await world.ask(.areRelated, number, siblings).verdict == .yes)
        #expect(try await world.ask(.areRelated, son, ["other": number.text]).verdict == .yes)
      }
      let lives = try await world.ask(.livesInDistrict, stranger).verdict
      #expect(lives == .yes)
      #expect(try await world.ask(.livesInDistrict, born).verdict == lives)
      #expect(try await world.ask(.documentActive, born, ["type": "kk"]).verdict == .yes)
      #expect(try await world.ask(.residentSummary, born, purpose: .prefill).values["village"] != nil)
    }
  }
}
