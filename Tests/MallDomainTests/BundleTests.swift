import Foundation
import Testing

@testable import MallDomain

@Suite("Bundles")
struct BundleTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "deploy/bundles")

  static func shipped() throws -> [ServiceBundle] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "yaml" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map { try BundleFile.parse(String(contentsOf: $0, encoding: .utf8), file: $0.lastPathComponent) }
  }

  private static func form(_ code: String) throws -> BundleForm {
    let bundle = try #require(try shipped().first { $0.code.text == code })
    return try BundleForm(bundle) { try? CatalogueFiles.service($0.text) }
  }

  @Test("Each shipped bundle is one form of the services that are shipped")
  func shippedBundles() throws {
    let bundles = try Self.shipped()
    #expect(bundles.map(\.code.text) == ["mal.anak-lahir", "mal.baru-menikah", "mal.keluarga-berduka", "mal.pindah"])
    for bundle in bundles {
      let form = try Self.form(bundle.code.text)
      #expect(form.parts.count == bundle.parts.count)
      let ids = form.questions.map(\.id)
      #expect(Set(ids).count == ids.count, "\(bundle.code) asks twice")
      // Every answer that a part takes from elsewhere is one of its fields, and every condition names a question.
      for (part, service) in form.parts {
        let fields = Set(service.form.map(\.id))
        #expect(Set(part.answers.keys).isSubset(of: fields), "\(part.service)")
        #expect(Set(part.requirements.keys).isSubset(of: Set(service.requirements.map(\.id))), "\(part.service)")
        #expect(Set(part.brought).isSubset(of: Set(service.requirements.map(\.id))), "\(part.service)")
      }
      for question in form.questions {
        guard let condition = question.condition else { continue }
        #expect(ids.contains(condition.field), "\(question.id) of \(bundle.code)")
      }
      // One form asks for less than the forms one by one.
      let separately = form.parts.reduce(0) { $0 + $1.service.form.count + $1.service.requirements.count }
      #expect(form.questions.count + form.requirements.count < separately)
    }
  }

  @Test(
    "What several parts ask is asked once; what one issues no other asks for; who doesn't choose a part isn't asked for it"
  )
  func questions() throws {
    let form = try Self.form("mal.anak-lahir")
    let names = form.questions.map(\.id)
    #expect(names.filter { $0 == "nama-anak" }.count == 1)
    #expect(!names.contains("nama"))
    #expect(!names.contains("nik-anak"))
    #expect(!form.requirements.map(\.id).contains("akta-kelahiran"))
    let facility = try #require(form.questions.first { $0.id == "faskes" })
    #expect(facility.condition == FormField.Condition(field: "ikut-jkn", values: ["true"]))
    #expect(facility.isRequired)
    // The certificate leaves it open, the insurance doesn't: who chooses that is told by the insurance's own form.
    #expect(form.questions.first { $0.id == "telepon" }?.isRequired == false)
  }

  private static func answers(choosing insurance: Bool) throws -> ApplicationContent {
    var content = ApplicationContent(
      service: try ServiceCode("mal.anak-lahir"), channel: .counter,
      values: [
        "nik": "1802050101900001", "nkk": "1802050101200001", "nama-anak": "Bunga Lestari", "jk": "P",
        "tempat-dilahirkan": "puskesmas", "tempat-lahir": "Gunung Sugih", "tgl-lahir": "2026-09-01",
        "jam-lahir": "08:30",
        "jenis-kelahiran": "tunggal", "anak-ke": "1", "nik-ibu": "1802054101920001", "nik-ayah": "1802050101900001",
        "nik-saksi-1": "1802050202850001", "nik-saksi-2": "1802050303860001",
      ],
      consents: ["kk": "Akta", "ktp-orang-tua": "Akta"])
    if insurance {
      content.values["ikut-jkn"] = "true"
      content.values["faskes"] = "Puskesmas Gunung Sugih"
      content.consents["kis-ibu"] = "JKN"
      content.attachments["surat-keterangan-lahir"] = .shownAtCounter
    }
    return content
  }

  @Test("Only chosen parts are checked; all that is wrong is named as the bundle names it")
  func validation() throws {
    let form = try Self.form("mal.anak-lahir")
    let areas = try TestData.areas()
    let today = try TestData.date("2026-09-07")
    let plain = try form.validate(Self.answers(choosing: false), areas: areas, today: today)
    #expect(plain.violations.map(\.field) == [])
    let more = try form.validate(Self.answers(choosing: true), areas: areas, today: today)
    #expect(more.violations.map(\.field) == ["telepon"])
    var wrong = try Self.answers(choosing: true)
    wrong.values["nik-ibu"] = "1"
    wrong.values["telepon"] = "081200000001"
    wrong.values["nama-anak"] = nil
    wrong.consents["kk"] = nil
    #expect(
      Set(form.validate(wrong, areas: areas, today: today).violations.map(\.field)) == ["nik-ibu", "nama-anak", "kk"])
  }

  @Test("A part's application has its own names, and what an earlier document says")
  func parts() throws {
    let form = try Self.form("mal.anak-lahir")
    let card = try #require(form.bundle.part("kia"))
    var answers = try Self.answers(choosing: true)
    answers.values["telepon"] = "081200000001"
    let content = try #require(
      form.content(of: card, answers: answers, issued: ["akta": ["nik": "1802054109260001", "nkk": "-"]]))
    #expect(content.values["nik"] == "1802054109260001")
    #expect(content.values["nama"] == "Bunga Lestari")
    #expect(content.values["nik-pemohon"] == "1802050101900001")
    #expect(content.values["nkk"] == "1802050101200001")
    #expect(content.values["faskes"] == nil)
    // Choosing both is the consent to hand the certificate on.
    #expect(content.consents["akta-kelahiran"] == "Anak lahir")
    let service = try CatalogueFiles.service("disdukcapil.kia-baru")
    let verdict = FormValidator.validate(
      content, against: service, areas: try TestData.areas(), today: try TestData.date("2026-09-07"))
    #expect(verdict.violations == [])
    let effort = form.effort(answers)
    #expect(effort.asked < effort.separately)
  }

  @Test("A district without an optional service has the bundle without it; without one that belongs to the matter, not")
  func otherDistricts() throws {
    let bundle = try #require(try Self.shipped().first)
    let small = try BundleForm(bundle) { $0.agency.text == "disdukcapil" ? try? CatalogueFiles.service($0.text) : nil }
    #expect(small.parts.map(\.part.id) == ["akta", "kia"])
    #expect(!small.questions.map(\.id).contains("ikut-jkn"))
    #expect(throws: Refusal.self) {
      try BundleForm(bundle) { $0.agency.text == "disdukcapil" ? nil : try? CatalogueFiles.service($0.text) }
    }
  }

  @Test("A file's mistakes are reported all at once, each with its line")
  func mistakes() throws {
    let yaml = """
      code: mal.lain
      name: Coba
      name_en: Trial
      description: Coba
      description_en: Trial
      parts:
        - id: a
          service: disdukcapil.akta-kelahiran
          optional: true
          after: [b]
        - id: b
          service: disdukcapil.kia-baru
          optional: true
          issued: {nik: a.nik, nama: a}
          gratis: true
      """
    let errors = try #require(throws: CatalogueErrors.self) { try BundleFile.parse(yaml, file: "coba.yaml") }
    let texts = errors.errors.map(\.description)
    for expected in [
      "coba.yaml:1: code:", "parts[a].after: b is no part", "parts[b].issued: a is not among", "parts[b].issued: nama",
      "parts[b].gratis: unknown key", "parts: at least one part",
    ] {
      #expect(texts.contains { $0.contains(expected) }, "\(expected) in \(texts)")
    }
  }

  @Test("Papers of who died are brought, not asked of the register")
  func brought() throws {
    let form = try Self.form("mal.keluarga-berduka")
    let card = try #require(form.requirements.first { $0.id == "ktp-almarhum" })
    #expect(card.source == nil)
    let part = try #require(form.bundle.part("jkn"))
    var answers = ApplicationContent(service: form.bundle.code, channel: .counter)
    answers.values["ikut-jkn"] = "true"
    answers.attachments["ktp-almarhum"] = .shownAtCounter
    answers.consents = ["ktp-almarhum": "x", "kk-lama": "x"]
    let content = try #require(form.content(of: part, answers: answers, issued: [:]))
    #expect(content.attachments["ktp-el"] == .shownAtCounter)
    #expect(Set(content.consents.keys) == ["akta-kematian"])
  }

  @Test("A brought paper that is missing is asked for, and no consent to fetch it")
  func missingBrought() throws {
    let form = try Self.form("mal.keluarga-berduka")
    var answers = ApplicationContent(service: form.bundle.code, channel: .counter)
    answers.values["ikut-jkn"] = "true"
    let found = form.validate(answers, areas: try TestData.areas(), today: try TestData.date("2026-11-23"))
    let violation = try #require(found.violations.first { $0.field == "kk-lama" })
    #expect(violation.message == Message(.formRequirementMissing))
  }

  @Test("The text of an edition is always the same, and keys that a bundle doesn't use are no part of it")
  func edition() throws {
    let yaml = """
      code: mal.coba
      name: Coba
      name_en: Try
      description: Dua layanan.
      description_en: Two services.
      parts:
        - id: a
          service: disdukcapil.akta-kematian
        - id: b
          service: bpjs-kesehatan.perubahan-data
          optional: true
          after: [a]
          brought: [ktp-el, kk]
      """
    let bundle = try BundleFile.parse(yaml, file: "coba.yaml")
    let edition = BundleEdition(
      bundle, versions: ["disdukcapil.akta-kematian": "1", "bpjs-kesehatan.perubahan-data": "2"])
    let text = try edition.canonicalText()
    #expect(text.contains(#"{"id":"a","service":"disdukcapil.akta-kematian"}"#), "\(text)")
    #expect(text.contains(#""brought":["ktp-el","kk"]"#), "\(text)")
    #expect(try JSONDecoder().decode(BundleEdition.self, from: Data(text.utf8)) == edition)
  }

  @Test("What a matter costs is what its parts cost")
  func fee() throws {
    #expect(try Self.form("mal.anak-lahir").asService.fee.kind == .free)
    let move = try Self.form("mal.pindah")
    let paid = move.parts.filter { $0.service.fee.kind != .free }
    let fee = move.asService.fee
    #expect(!paid.isEmpty && fee.kind == .tariff)
    // Nobody has to choose what costs something.
    #expect(fee.amount == .zero)
    for part in paid { #expect(fee.note.contains(part.service.name.indonesian)) }
  }
}
