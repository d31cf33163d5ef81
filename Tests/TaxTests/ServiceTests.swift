import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import Tax

@Suite struct ServiceTests {
  static let slugs = [
    "pbb-salinan-sppt", "pbb-pendaftaran", "pbb-mutasi", "pbb-pembetulan", "pbb-pengurangan", "pbb-pembayaran",
    "bphtb-validasi", "bphtb-pengurangan", "npwpd", "pbjt-makanan-minuman", "pbjt-perhotelan", "pbjt-hiburan",
    "pbjt-parkir", "reklame", "air-tanah", "keterangan-lunas", "keberatan", "keringanan-sanksi",
  ]

  @Test func `The table names all services of the manifest`() async throws {
    try await TaxWorld.run { world in
      let known = try world.tools.manifest().services.map { String($0.code.text.dropFirst("bapenda.".count)) }
      #expect(Set(known) == Set(Self.slugs))
    }
  }

  @Test(arguments: slugs)
  func `Each service's example is accepted, approved, paid and issued, twice in a row`(slug: String) async throws {
    try await TaxWorld.run { world in
      let first = try await world.issueFully(slug)
      let second = try await world.issueFully(slug)
      #expect(first.number != second.number)
    }
  }

  @Test(arguments: ["2026-01-02", "2026-03-31", "2026-12-31", "2027-06-15", "2028-02-29"])
  func `Examples are lawful on any date`(today: String) async throws {
    try await TaxWorld.run(today: today) { world in
      for slug in Self.slugs { try await world.issueFully(slug) }
    }
  }

  @Test func `A payment's receipt says the amount in digits and words, and is the same for the next who asks`()
    async throws
  {
    try await TaxWorld.run { world in
      let content = try await world.example("pbb-pembayaran")
      var file = try world.file("pbb-pembayaran", content)
      guard case .bill(let bill) = try await world.charge(file) else {
        Issue.record("property tax is billed")
        return
      }
      await #expect(throws: Refusal.self) { try await world.issue(file) }
      file.bill = try await world.pay(bill)
      let receipt = try await world.issue(file)
      #expect(receipt.type == "bukti-bayar-pbb")
      #expect(receipt.number == file.bill?.receiptNumber)
      #expect(receipt.fields.contains(IssuedDocument.Field("jumlah", bill.amount.text)))
      #expect(receipt.fields.contains(IssuedDocument.Field("terbilang", try bill.amount.words())))
      #expect(receipt.fields.contains(IssuedDocument.Field("kode-bayar", bill.code.text)))
      var again = try world.file("pbb-pembayaran", content)
      #expect(try await world.blocking(again) == [])
      let charge = try await world.charge(again)
      guard case .bill(let paid) = charge else {
        Issue.record("the paid bill is returned")
        return
      }
      #expect(paid.state == .paid)
      again.bill = paid
      #expect(try await world.issue(again).number == receipt.number)
    }
  }

  @Test func `Who pays somebody else's tax sees initials and no number`() async throws {
    try await TaxWorld.run { world in
      var file = try await world.file("pbb-pembayaran", changing: ["nik": "1802044512030001"])
      guard case .bill(let bill) = try await world.charge(file) else {
        Issue.record("property tax is billed")
        return
      }
      file.bill = try await world.pay(bill)
      let receipt = try await world.issue(file)
      #expect(receipt.holderNIK == nil)
      #expect(receipt.holder.contains("***"))
      let documents = world.tools.documents
      let kept = try await world.database.read {
        try documents.find(type: "bukti-bayar-pbb", number: receipt.number, in: $0)
      }
      #expect(kept?.document.holder.count == 16)
    }
  }

  @Test(arguments: [
    ("pbb-pembayaran", "tahun-akhir", "2027"), ("pbb-pembayaran", "nop", "180203000500100010"),
    ("pbb-salinan-sppt", "nik", "1802044512030001"), ("pbb-salinan-sppt", "tahun", "1999"),
    ("pbb-pengurangan", "tahun", "1999"), ("bphtb-validasi", "luas-bumi-m2", "99999999"),
    ("pbjt-parkir", "npwpd", "P.2.9999999.05.03"), ("pbjt-parkir", "masa-pajak", "2026-11-01"),
    ("reklame", "tgl-akhir", "2026-11-01"), ("air-tanah", "meter-akhir", "1199"),
    ("keberatan", "tgl-diterima", "2026-08-22"), ("npwpd", "permohonan", "cabut"),
  ])
  func `What the law forbids blocks the approval`(slug: String, field: String, value: String) async throws {
    try await TaxWorld.run { world in
      let file = try await world.file(slug, changing: [field: value])
      #expect(try await world.blocking(file).contains { $0.severity == .blocks })
    }
  }

  @Test func `A number registered for one tax declares no other`() async throws {
    try await TaxWorld.run { world in
      let parking = try #require(try await world.example("pbjt-parkir").values["npwpd"])
      let file = try await world.file("pbjt-perhotelan", changing: ["npwpd": parking])
      #expect(try await world.blocking(file).map(\.field) == ["npwpd"])
    }
  }

  @Test func `Arrears block a clearance and answer no; what is not due yet does neither`() async throws {
    try await TaxWorld.run { world in
      // This household owes since the end of September.
      let owing = try await world.example("pbb-pembayaran")
      let nik = try #require(owing.values["nik"])
      let file = try await world.file("keterangan-lunas", changing: ["nik": nik, "nop": ""])
      #expect(try await world.blocking(file).map(\.rule) == ["T8"])
      let question = ExchangeQuestion(
        fact: Fact.taxClear.rawValue, subject: try NIK(nik), purpose: Fact.Purpose.applicationCheck.rawValue)
      func verdict(on day: String) async throws -> ExchangeAnswer.Verdict {
        let back = try world.office(on: day).back
        return try await world.database.write { try back.answer(question, askedBy: [], in: $0) }.verdict
      }
      #expect(try await verdict(on: "2026-11-23") == .no)
      #expect(try await verdict(on: "2026-09-30") == .yes)
      let object = try #require(owing.values["nop"])
      try await world.pay(try await world.bill(object, 2026))
      #expect(try await verdict(on: "2026-11-23") == .yes)
    }
  }

  @Test func `A clearance is valid for thirty days and says what was checked`() async throws {
    try await TaxWorld.run { world in
      let document = try await world.issueFully("keterangan-lunas")
      #expect(document.validThrough == (try day("2026-12-22")))
      #expect(document.fields.contains { $0.name == "ketetapan-diperiksa" && Int($0.value) ?? 0 > 0 })
    }
  }

  @Test func `The first acquisition is used up by an assessed one, and given back by an expired bill`() async throws {
    try await TaxWorld.run { world in
      // Above the exemption, whatever the example's property is worth.
      let first = try await world.file("bphtb-validasi", changing: ["harga-transaksi": "900000000"])
      guard case .bill(let bill) = try await world.charge(first) else {
        Issue.record("duty is billed")
        return
      }
      #expect(bill.code.kind == .landAndBuildingTransfer)
      #expect(bill.object == nil)
      let nik = try #require(first.value("nik"))
      func duty(on day: String) async throws -> Rupiah {
        var file = try await world.file("bphtb-validasi", changing: ["nik": nik, "harga-transaksi": "900000000"])
        file.now = try world.office(on: day).now
        return try await world.charge(file).amount
      }
      #expect(try await duty(on: "2026-12-24") == Rupiah(41_000_000))
      // The one just assessed counts now.
      #expect(try await duty(on: "2026-12-24") == Rupiah(45_000_000))
      let second = try await world.file("bphtb-validasi", changing: ["nik": nik])
      #expect(try await world.blocking(second) == [])
    }
  }

  @Test func `A registration is changed and removed, and then declares nothing more`() async throws {
    try await TaxWorld.run { world in
      let content = try await world.example("npwpd")
      func decided(_ request: String) async throws -> IssuedDocument {
        var content = content
        content.values["permohonan"] = request
        let file = try world.file("npwpd", content)
        #expect(try await world.blocking(file) == [])
        return try await world.issue(file)
      }
      let number = try await decided("daftar").number
      var again = content
      again.values["permohonan"] = "daftar"
      #expect(try await world.blocking(try world.file("npwpd", again)).map(\.rule) == ["NPWPD"])
      #expect(try await decided("ubah").number == number)
      #expect(try await decided("cabut").number == number)
      let documents = world.tools.documents
      let held = try await world.database.read { try documents.find(type: "npwpd", number: number, in: $0) }
      #expect(held?.state == .revoked)
    }
  }

  @Test func `The register proves this year's notice, and that it is paid, without a paper`() async throws {
    try await TaxWorld.run { world in
      let owing = try await world.example("pbb-pembayaran")
      let nik = try NIK(try #require(owing.values["nik"]))
      func verdict(_ type: String) async throws -> ExchangeAnswer.Verdict {
        let question = ExchangeQuestion(
          fact: Fact.documentActive.rawValue, subject: nik, arguments: ["type": type],
          purpose: Fact.Purpose.onceOnly.rawValue)
        let back = world.back
        return try await world.database.write { try back.answer(question, askedBy: [], in: $0) }.verdict
      }
      #expect(try await verdict("sppt") == .yes)
      #expect(try await verdict("bukti-bayar-pbb") == .no)
      try await world.pay(try await world.bill(try #require(owing.values["nop"]), 2026))
      #expect(try await verdict("bukti-bayar-pbb") == .yes)
      #expect(try await verdict("npwpd") == .no)
    }
  }
}
