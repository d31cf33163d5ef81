import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import Health

@Suite struct ServiceTests {
  @Test(arguments: ["dinkes", "rsud"])
  func `Each service's example is accepted, approved and issued, twice in a row`(agency: String) async throws {
    try await HealthWorld.run(agency) { world in
      for service in try world.services() {
        let slug = String(service.code.text.dropFirst(agency.count + 1))
        let first = try await world.issueFully(slug)
        let second = try await world.issueFully(slug)
        #expect(first.caseID != second.caseID, "\(slug)")
        // The numbers of two health centres may be alike but for the centre.
        #expect(first.number != second.number, "\(slug)")
      }
    }
  }

  @Test(arguments: ["2026-01-01", "2026-11-29", "2026-12-31", "2027-06-15", "2028-02-29"])
  func `Examples are lawful on any date`(today: String) async throws {
    for agency in ["dinkes", "rsud"] {
      try await HealthWorld.run(agency, today: today) { world in
        for service in try world.services() {
          try await world.issueFully(String(service.code.text.dropFirst(agency.count + 1)))
        }
      }
    }
  }

  private func field(_ name: String, of document: IssuedDocument) -> String? {
    document.fields.first { $0.name == name }?.value
  }

  @Test func `Who registers gets a number, an estimate and a record that stays`() async throws {
    try await HealthWorld.run { world in
      var content = try await world.example("puskesmas-pendaftaran")
      let first = try await world.issue(try world.file("puskesmas-pendaftaran", content))
      #expect(first.type == "antrean")
      #expect(field("nomor-antrean", of: first) == "A001")
      #expect(field("perkiraan-tunggu", of: first) == "0 menit")
      #expect(field("perkiraan-dipanggil", of: first) == "09.00 WIB")
      #expect(first.validThrough == world.today)
      content.values["poli"] = "gigi"
      let second = try await world.issue(try world.file("puskesmas-pendaftaran", content))
      #expect(field("nomor-antrean", of: second) == "B001")
      #expect(field("nomor-rekam-medis", of: second) == field("nomor-rekam-medis", of: first))
      let (patients, nik) = (world.patients, try NIK(try #require(content.values["nik"])))
      let patient = try await world.database.read { try patients.find(nik, in: $0) }
      #expect(patient?.insuranceNumber == content.values["nomor-jkn"])
    }
  }

  @Test func `The second in the queue waits for the first; one of 60 goes before`() async throws {
    try await HealthWorld.run { world in
      let centre = ["puskesmas": "Puskesmas Kota Gajah"]
      _ = try await world.issue(try await world.file("puskesmas-pendaftaran", changing: centre))
      let second = try await world.issue(try await world.file("puskesmas-pendaftaran", changing: centre))
      #expect(field("perkiraan-tunggu", of: second) == "10 menit")
      #expect(field("prioritas", of: second) == "tidak")
      let elder = try await world.issue(
        try await world.file(
          "puskesmas-pendaftaran", changing: centre.merging(["tgl-lahir": "1950-01-01"]) { $1 }))
      #expect(field("nomor-antrean", of: elder) == "A003")
      #expect(field("prioritas", of: elder) == "ya")
      #expect(field("antrean-di-depan", of: elder) == "0")
    }
  }

  @Test func `Who holds a maternity booklet goes before`() async throws {
    try await HealthWorld.run { world in
      let booklet = try await world.issueFully("pelayanan-ibu-hamil")
      let nik = try #require(booklet.holderNIK)
      let ticket = try await world.issue(
        try await world.file("puskesmas-pendaftaran", changing: ["nik": nik.text, "poli": "kia"]))
      #expect(field("prioritas", of: ticket) == "ya")
    }
  }

  @Test func `One citizen holds one waiting number of a clinic, also when both were approved`() async throws {
    try await HealthWorld.run { world in
      let content = try await world.example("puskesmas-pendaftaran")
      let (first, second) = (
        try world.file("puskesmas-pendaftaran", content), try world.file("puskesmas-pendaftaran", content)
      )
      #expect(try await world.blocking(second) == [])
      _ = try await world.issue(first)
      #expect(try await world.blocking(second).map(\.rule) == ["M7"])
      await #expect(throws: Refusal.self) { try await world.issue(second) }
    }
  }

  @Test(arguments: [
    ("dinkes", "puskesmas-pendaftaran", "puskesmas", "Puskesmas Menteng"),
    ("dinkes", "puskesmas-pendaftaran", "tgl-kunjungan", "2026-11-22"),
    ("dinkes", "puskesmas-pendaftaran", "tgl-kunjungan", "2026-12-25"),
    ("dinkes", "puskesmas-pendaftaran", "nomor-jkn", ""),
    ("dinkes", "sip-tenaga-medis", "jenis", "perpanjangan"), ("rsud", "rawat-jalan", "tgl-kunjungan", "2026-11-29"),
    ("rsud", "salinan-rekam-medis", "nomor-rm", "12345678"), ("rsud", "salinan-rekam-medis", "nik", "1802044512030001"),
  ])
  func `What the rules forbid blocks the approval`(
    agency: String, slug: String, field: String, value: String
  ) async throws {
    try await HealthWorld.run(agency) { world in
      let file = try await world.file(slug, changing: [field: value])
      #expect(try await !world.blocking(file).isEmpty)
    }
  }

  @Test func `A patient of the national insurance brings a referral to the hospital`() async throws {
    try await HealthWorld.run("rsud") { world in
      let file = try await world.file("rawat-jalan", changing: ["penjamin": "jkn", "nomor-rujukan": ""])
      #expect(try await world.blocking(file).map(\.field) == ["nomor-rujukan"])
    }
  }

  @Test func `A licence is renewed in its last half year with proof of credits`() async throws {
    try await HealthWorld.run { world in
      func blocking(expiry: String, credits: Bool) async throws -> [String?] {
        var file = try await world.file(
          "sip-tenaga-medis", changing: ["jenis": "perpanjangan", "tgl-berakhir-lama": expiry])
        if credits { file.content.attachments["skp"] = .shownAtCounter }
        return try await world.blocking(file).map(\.field)
      }
      let lawful = try await blocking(expiry: "2027-05-23", credits: true)
      let early = try await blocking(expiry: "2027-05-24", credits: true)
      let unproven = try await blocking(expiry: "2027-01-01", credits: false)
      #expect(lawful == [])
      #expect(early == ["tgl-berakhir-lama"])
      #expect(unproven == ["skp"])
    }
  }

  @Test func `A licence that is given back is revoked for its place, and what is handed out is none`() async throws {
    try await HealthWorld.run { world in
      var content = try await world.example("sip-tenaga-medis")
      let licence = try await world.issue(try world.file("sip-tenaga-medis", content))
      #expect(licence.validThrough == (try day("2031-11-22")))
      content.values["alamat-praktik"] = "Jalan Lain No. 1"
      let other = try await world.issue(try world.file("sip-tenaga-medis", content))
      content.values["jenis"] = "pencabutan"
      let removal = try await world.issue(try world.file("sip-tenaga-medis", content))
      #expect(removal.type == "pencabutan-sip")
      let documents = world.tools.documents
      let states = try await world.database.read { transaction in
        try [licence.number, other.number].map { try documents.find(type: "sip", number: $0, in: transaction)?.state }
      }
      #expect(states == [.active, .revoked])
    }
  }

  @Test func `Seeding enters a population's patients twice without a difference, sealed`() async throws {
    try await HealthWorld.run { world in
      let population = SyntheticPopulation(seed: 7, date: world.today, areas: world.tools.areas)
      let households = Array(population.households(residents: 300))
      let invented = InventedPatients(patients: world.patients, areas: world.tools.areas, date: world.today)
      var counts: [[Int64?]] = []
      for _ in 0..<2 {
        try await world.database.write { transaction in
          for household in households { try invented.enter(household, in: transaction) }
        }
        counts.append(
          try await world.database.read { transaction in
            try ["patients", "medical_records"].map { try transaction.integer("SELECT COUNT(*) FROM \($0)") }
          })
      }
      let patients = households.flatMap(\.patients)
      let expected = [patients.count, patients.filter { $0.medicalRecord != nil }.count].map(Int64.init)
      #expect(counts == [expected, expected])
      let bytes = try await world.database.read {
        try #require(try $0.row("SELECT record FROM patients")).bytes("record")
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("nik") && !text.contains("18020"))
    }
  }
}
