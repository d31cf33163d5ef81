import MallDomain

/// Values of the domain with nothing left out, so that a mapping which forgets a field shows.
enum Samples {
  static func identifier<ID: TextIdentifier>(_ text: String, _ type: ID.Type = ID.self) -> ID {
    do {
      return try ID(text)
    } catch {
      preconditionFailure("\(text): \(error)")
    }
  }

  static func text(_ text: String) -> LocalizedText {
    LocalizedText(indonesian: "\(text) (id)", english: "\(text) (en)")
  }

  static let agency = Agency(
    id: identifier("bapenda"), name: text("Bapenda"), kind: .district, domain: .tax, counter: "AC",
    openingHours: OpeningHours(opens: 450, closes: 960, fridayBreakStarts: 700, fridayBreakEnds: 790),
    queries: [
      QueryDeclaration(fact: "is-resident", direction: .asks, purposes: ["pbb"], roles: ["owner"]),
      QueryDeclaration(fact: "tax-paid", direction: .answers, purposes: ["a", "b"], roles: []),
    ],
    subscribes: ["death-registered"], services: [service])

  static var service: PublicService {
    var policy = ServicePolicy()
    policy.fourEyes = true
    policy.deemedApproved = true
    policy.domicileBound = true
    policy.offline = true
    policy.serviceGroup = "A"
    policy.retentionDays = 3_650
    policy.validityMonths = 60
    return PublicService(
      code: identifier("bapenda.pbb-baru"), name: text("PBB"), category: .civilRegistration,
      lifeEvents: [.buildingAHouse, .moving], description: text("Pendaftaran"), legalBasis: ["UU 1/2022"],
      requirements: [
        Requirement(
          id: "kk", name: text("KK"), kind: .document, isRequired: true, source: identifier("disdukcapil.kk-baru"),
          document: "kk"),
        Requirement(id: "hadir", name: text("Hadir"), kind: .presence, isRequired: false),
      ],
      fee: Fee(
        kind: .tariff, amount: Rupiah(0), note: "Perda 3/2024",
        rule: FeeRule(
          field: "kelas", cases: [.init(value: "1", amount: Rupiah(50_000))], otherwise: Rupiah(75_000),
          timesField: "jumlah")),
      serviceLevel: .workingDays(5), output: text("SPPT"), issues: ["sppt"], channels: [.counter, .online, .outreach],
      form: [
        field, FormField(id: "luas", label: LocalizedText(indonesian: "Luas"), type: .integer, isRequired: false),
      ],
      steps: [text("Daftar"), text("Ambil")],
      complaints: Complaints(unit: "Loket", phone: "0725", email: "a@b.id", procedure: text("Tulis")),
      keywords: ["pajak bumi"], subjects: [Subject(role: "owner", field: "nik")], policy: policy,
      rules: [
        ServiceRule(
          id: "B1", kind: .minimumAge, field: "nik", otherField: "tanggal", value: "17", message: text("Umur"))
      ])
  }

  static var field: FormField {
    var field = FormField(id: "kelas", label: text("Kelas"), type: .enumeration, isRequired: true)
    field.options = [.init(value: "1", label: text("Satu"))]
    field.maxLength = 20
    field.pattern = "[0-9]+"
    field.minimum = "1"
    field.maximum = "today"
    field.group = "objek"
    field.hint = text("Petunjuk")
    field.example = "1"
    field.condition = .init(field: "jenis", values: ["a", "b"])
    return field
  }

  static let blob = BlobReference(
    sha256: (0..<32).map { $0 }, size: 1_234, name: "surat.pdf", mediaType: "application/pdf")

  static let content = ApplicationContent(
    service: identifier("bapenda.pbb-baru"), channel: .online, values: ["kelas": "1", "luas": ""],
    files: ["denah": blob], attachments: ["ktp": .shownAtCounter, "akta": .file(blob)], consents: ["kk": "pbb"])
}
