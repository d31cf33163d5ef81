import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import Marriage

/// What the decisions of the services change in the books.
@Suite struct ServiceTests {
  private func books(_ world: MarriageWorld) -> OfficeBooks { OfficeBooks(sealer: world.sealer) }

  @Test func `A duplicate keeps the number of the book, and the register says how often it was made`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let file = try await world.file("duplikat-buku-nikah", of: household)
      let number = try #require(file.value("nomor-akta-nikah"))
      let document = try await world.issue(file)
      #expect(document.number == number && document["duplikat-ke"] == "1" && document.version == 2)
      let again = try await world.issue(try await world.file("duplikat-buku-nikah", of: household))
      #expect(again.number == number && again["duplikat-ke"] == "2")

      let lost = try await world.file("duplikat-buku-nikah", of: household, ["alasan": "hilang"])
      #expect(try await world.blocking(lost) == ["N6 surat-kehilangan"])
      let wrong = try await world.file("duplikat-buku-nikah", of: household, ["nomor-akta-nikah": "999/1/I/1999"])
      #expect(try await world.blocking(wrong) == ["N6 nomor-akta-nikah"])
    }
  }

  @Test func `A book of before the mall is taken over under its number`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let single = try household.nik(.son)
      let file = try await world.file(
        "duplikat-buku-nikah", of: household,
        ["nik": single.text, "nomor-akta-nikah": "77/1/I/1999", "tgl-nikah": "1999-01-12"])
      #expect(try await world.blocking(file).isEmpty)
      #expect(try await world.issue(file).number == "77/1/I/1999")
      let register = world.register
      let known = try await world.database.read { try register.histories(of: single, in: $0) }
      #expect(known.map(\.key.number) == ["77/1/I/1999"] && known.first?.notes.map(\.note.kind) == [.duplicate])
    }
  }

  @Test func `A correction is noted beside the entry; names change by a court's order only`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let renaming = ["elemen": "nama-suami", "semula": "Ahmad", "menjadi": "Ahmad Fauzi"]
      let file = try await world.file("perubahan-data-nikah", of: household, renaming)
      #expect(try await world.blocking(file) == ["N6 penetapan"])
      let ordered = try await world.file("perubahan-data-nikah", of: household, renaming, with: ["penetapan"])
      let document = try await world.issue(ordered)
      #expect(document.number == file.value("nomor-akta-nikah") && document["nama-suami"] == "Ahmad Fauzi")
      let nothing = try await world.file("perubahan-data-nikah", of: household, ["semula": "A", "menjadi": "A"])
      #expect(try await world.blocking(nothing) == ["N6 menjadi"])
    }
  }

  @Test func `N8: what is taken up again is a marriage again; the third time it can't be`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let wife = try household.nik(.divorcedWife)
      let file = try await world.file("rujuk", of: household)
      #expect(try await world.ask(.isUnmarried, wife).verdict == .yes)
      let document = try await world.issue(file)
      #expect(document["nomor-rujuk"]?.hasPrefix("0001/R/18.02.") == true)
      #expect(try await world.ask(.isUnmarried, wife).verdict == .no)

      let register = world.register
      let history = try #require(try await world.database.read { try register.histories(of: wife, in: $0).first })
      #expect(history.notes.map(\.note.kind) == [.divorce, .reconciliation])
      #expect(
        try await world.blocking(try await world.file("rujuk", of: household, ["jenis-cerai": "khuluk"])) == [
          "N8 jenis-cerai"
        ])
      // Divorced again, of which the register has not heard: it is entered together with the next reconciliation.
      let second = try await world.file("rujuk", of: household, ["jenis-cerai": "talak-2", "tgl-cerai": "2026-11-20"])
      #expect(try await world.blocking(second).isEmpty)
      try await world.issue(second)
      let third = try await world.file("rujuk", of: household, ["tgl-cerai": "2026-11-22"])
      #expect(try await world.blocking(third) == ["N8 jenis-cerai"])
    }
  }

  @Test func `Both of a couple have the certificate of guidance, after they attended`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let file = try await world.file("bimbingan-perkawinan", of: household)
      try await world.issue(file)
      for field in ["nik-pria", "nik-wanita"] {
        let nik = try #require(file.nik(field))
        let held = try await world.database.read { transaction in
          try DocumentStore(sealer: world.sealer).documents(
            type: GuidanceDesk.certificate, holder: nik.text, in: transaction)
        }
        #expect(held.count == 1)
      }
      let tomorrow = try await world.file("bimbingan-perkawinan", of: household, ["tgl": "2026-11-24"])
      await #expect(throws: Refusal.self) { try await world.issue(tomorrow) }
    }
  }

  @Test func `Who lives in another sub-district needs the recommendation of the office at home`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let home = try #require(household[.son]?.village.parent)
      let other = try #require(world.areas.subdistricts.first { $0.code != home })
      let away = ["kua": "KUA \(other.name)"]
      let file = try await world.file("nikah-di-kua", of: household, away)
      #expect(try await world.blocking(file) == ["N2 nik-pria", "N2 nik-wanita"])
      for role in [ExampleRole.son, .fiancee] {
        let person = try household.nik(role).text
        let spouse = try household.nik(role == .son ? .fiancee : .son).text
        let letter = try await world.file("rekomendasi-nikah", of: household, ["nik": person, "nik-pasangan": spouse])
        #expect(try await world.blocking(letter).isEmpty)
        try await world.issue(letter)
      }
      #expect(try await world.blocking(world.file("nikah-di-kua", of: household, away)).isEmpty)
      let married = try await world.file(
        "rekomendasi-nikah", of: household, ["nik": try household.nik(.mother).text])
      #expect(try await world.blocking(married) == ["N5 nik"])
    }
  }

  @Test func `N5: relations that forbid the marriage, by the register and by the couple's word`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      var population = Population(household)
      population.related = [try household.nik(.son)]
      let file = try await world.file("nikah-di-kua", of: household, population: population)
      #expect(try await world.blocking(file) == ["N5 nik-wanita"])
      let nursed = try await world.file("nikah-di-kua", of: household, ["hubungan-keluarga": "susuan"])
      #expect(try await world.blocking(nursed) == ["N5 hubungan-keluarga"])
      let widow = ["status-wanita": "janda-mati", "tgl-janda": "2026-09-01"]
      #expect(try await world.blocking(world.file("nikah-di-kua", of: household, widow)) == ["N5 tgl-akad"])
      let pregnant = widow.merging(["tgl-janda": "2026-01-01", "keadaan-iddah": "hamil"]) { $1 }
      #expect(
        try await world.blocking(world.file("nikah-di-kua", of: household, pregnant)) == ["N5 keadaan-iddah"])
    }
  }

  @Test func `A place for the hajj is one a person, and handed over once`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      let registration = try await world.file("haji-pendaftaran", of: household)
      let place = try #require(try await world.issue(registration)["nomor-porsi"])
      #expect(place.count == 10)
      #expect(try await world.blocking(registration) == ["PMA 13/2021:5 nik"])
      let (holder, heir) = (try #require(registration.nik("nik")), try household.nik(.guardian))
      let handing = ["nik": holder.text, "nomor-porsi": place, "nik-penerima": heir.text, "jenis": "pelimpahan-sakit"]
      let transfer = try await world.file("haji-pelimpahan", of: world.household(), handing)
      #expect(try await world.blocking(transfer).isEmpty)
      try await world.issue(transfer)
      #expect(try await world.blocking(transfer).contains("UU 8/2019:6 nomor-porsi"))
      let back = try await world.file(
        "haji-pelimpahan", of: world.household(),
        handing.merging(["nik": heir.text, "nik-penerima": holder.text]) { $1 })
      #expect(try await world.blocking(back) == ["UU 8/2019:6 nomor-porsi"])
      let cancelled = try await world.file(
        "haji-pelimpahan", of: world.household(),
        ["nik": heir.text, "nomor-porsi": place, "jenis": "batal", "nik-penerima": ""])
      try await world.issue(cancelled)
      #expect(try await world.blocking(cancelled) == ["UU 8/2019:6 nomor-porsi"])
      // Who has none left may register again.
      #expect(try await world.blocking(registration).isEmpty)
    }
  }

  @Test func `Products and institutions are registered once; deeds of endowment are numbered by office`() async throws {
    try await MarriageWorld.run { world in
      let household = world.household()
      for (slug, blocked) in [
        ("sertifikasi-halal", "UU 33/2014:42 nama-produk"), ("rumah-ibadah", "register nama-lembaga"),
      ] {
        let file = try await world.file(slug, of: household)
        try await world.issue(file)
        #expect(try await world.blocking(file) == [blocked])
      }
      let deeds = try await [
        world.issue(world.file("ikrar-wakaf", of: household)), world.issue(world.file("ikrar-wakaf", of: household)),
      ]
      #expect(deeds.compactMap { $0["nomor-akta-ikrar"]?.prefix(8) } == ["W.2/0001", "W.2/0002"])
      let future = try await world.file("legalisasi-ijazah-madrasah", of: household, ["tahun-lulus": "2027"])
      #expect(try await world.blocking(future) == ["register tahun-lulus"])
    }
  }

  @Test func `N6: an issue tells Disdukcapil who married, how and when, once`() async throws {
    try await MarriageWorld.run { world in
      let (office, household) = (world.office, world.household())
      let file = try world.afterContract(try await world.file("nikah-di-kua", of: household))
      let document = try await world.issue(file)
      let rujuk = try await world.file("rujuk", of: household)
      let resumed = try await world.issue(rujuk)
      let (first, second, none) = try await world.database.read { transaction in
        (
          try office.lifeEvents(issuing: document, of: file, in: transaction),
          try office.lifeEvents(issuing: resumed, of: rujuk, in: transaction),
          try office.lifeEvents(
            issuing: document, of: world.file("legalisasi-buku-nikah", basedOn: file), in: transaction)
        )
      }
      #expect(first.map(\.kind) == [.marriageRecorded] && first.first?.values["how"] == "nikah")
      #expect(first.first?.values["number"] == document.number)
      #expect(first.first?.persons == ["groom": try household.nik(.son), "bride": try household.nik(.fiancee)])
      #expect(second.first?.values["how"] == "rujuk" && second.first?.values["number"] == resumed["nomor-rujuk"])
      #expect(none.isEmpty && first.first?.id != second.first?.id)
    }
  }

  @Test func `The couple is held from the approval until Disdukcapil knows of the marriage`() async throws {
    try await MarriageWorld.run { world in
      let file = try await world.file("nikah-di-kua", of: world.household(), ["tgl-akad": "2026-12-14"])
      let held = world.office.reservations(for: file)
      #expect(held.map(\.person) == [file.nik("nik-pria"), file.nik("nik-wanita")])
      #expect(Set(held.map(\.until)) == [try date("2026-12-24")])
      var late = file
      late.now = MallInstant(jakarta: try date("2026-12-20"))
      #expect(world.office.reservations(for: late).first?.until == (try date("2026-12-30")))
    }
  }
}
