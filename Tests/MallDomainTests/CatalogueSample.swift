@testable import MallDomain

/// A small file that is right, as a whole or in one line broken.
enum CatalogueSample {
  static let file = "polres.yaml"

  static let yaml = """
    id: polres
    name: Polres
    name_en: Police
    kind: vertical
    domain: general
    counter: "N"
    opening_hours: {opens: "08:00", closes: "14:00"}
    complaints:
      unit: Pengaduan
      phone: "110"
      email: pengaduan@polres.example
      procedure: {id: Lapor di loket., en: Complain at the desk.}
    steps:
      - {id: Ambil nomor., en: Take a number.}
      - Tunggu dipanggil.
    queries:
      - {fact: is-of-age, direction: asks, purposes: [application-check], roles: [agency]}
    subscribes: [death-registered]
    services:
      - code: polres.sim-baru
        name: SIM baru
        name_en: New driving licence
        category: justice
        life_events: [working]
        description: Ujian SIM.
        keywords: [sim]
        legal_basis: [PP 76/2020]
        requirements:
          - id: ktp-el
            name: KTP-el
            name_en: Identity card
            kind: document
            required: true
            source: polres.skck
            document: skck
        fee:
          kind: tariff
          amount_idr: 100000
          note: Menurut golongan
          rule:
            field: golongan
            cases:
              - {value: A, amount_idr: 120000}
            otherwise_idr: 100000
            times: jumlah
        sla: {working_days: 1}
        output: Jadwal ujian
        validity_months: 60
        channels: [counter, online]
        subject: {applicant: nik}
        form:
          - {id: nik, label: NIK, label_en: NIK, type: nik, required: true}
          - id: golongan
            label: Golongan
            label_en: Class
            type: enum
            required: true
            options:
              - {value: A, id: Mobil, en: Car}
              - C
          - id: kode
            label: Kode
            label_en: Code
            type: text
            required: false
            max_length: 5
            pattern: "[0-9]{5}"
            example: "12345"
            when: {field: golongan, values: [A]}
          - {id: jumlah, label: Jumlah, label_en: Pieces, type: integer, required: false, min: 1, max: 9}
          - {id: tgl-ujian, label: Tanggal, label_en: Date, type: date, required: true, min: today}
        rules:
          - {id: usia, kind: minimum-age, field: nik, other_field: tgl-ujian, value: 17, message: Belum 17 tahun.}
        four_eyes: true
      - code: polres.skck
        name: SKCK
        name_en: Police record
        category: justice
        life_events: []
        description: Catatan kepolisian.
        legal_basis: [Perpol 6/2023]
        requirements:
          - {id: foto, name: Foto, name_en: Photograph, kind: document, required: true}
        fee: {kind: fixed, amount_idr: 30000}
        sla: {working_minutes: 60}
        output: SKCK
        issues: [skck]
        channels: [counter]
        form:
          - {id: nik, label: NIK, label_en: NIK, type: nik, required: true}
    """

  static func agency() throws -> Agency {
    try CatalogueFile.parse(yaml, file: file)
  }

  /// The sample with the first occurrence of a text replaced, and the line where it stood.
  static func broken(_ text: String, _ replacement: String) -> (yaml: String, line: Int)? {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { $0.contains(text) }) else { return nil }
    var changed = lines.map(String.init)
    guard let range = changed[index].firstRange(of: text) else { return nil }
    changed[index].replaceSubrange(range, with: replacement)
    return (changed.joined(separator: "\n"), index + 1)
  }
}
