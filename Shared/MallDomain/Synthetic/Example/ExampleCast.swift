/// Who plays which part in an example: whose NIK stands in a field, and whom the application concerns.
struct ExampleCast: Sendable {
  private static let byField: [String: ExampleRole] = [
    "nik": .father, "nik-pemohon": .father, "nik-pelapor": .father, "nik-wakif": .father, "nik-ayah": .father,
    "nik-ibu": .mother, "nik-pasangan": .mother, "nik-lawan": .mother, "nik-anak": .child, "nik-anggota": .son,
    "nik-baru": .son, "nik-penerima": .son, "nik-pria": .son, "nik-suami": .son, "nik-wanita": .fiancee,
    "nik-istri": .fiancee, "nik-calon": .fiancee, "nik-wali": .guardian, "nik-almarhum": .grandfather,
    "nik-saksi-1": .firstWitness, "nik-saksi-2": .secondWitness, "nik-ayah-angkat": .guardian,
    "nik-ibu-angkat": .guardianWife,
  ]

  /// What the catalogue calls the subjects of a service.
  private static let bySubject: [String: ExampleRole] = [
    "applicant": .father, "child": .child, "groom": .son, "bride": .fiancee, "husband": .father, "wife": .mother,
    "deceased": .grandfather, "mother": .mother, "father": .father, "guardian": .guardian, "witness": .firstWitness,
    "patient": .father, "taxpayer": .father, "owner": .father,
  ]

  /// Services whose law asks for somebody else than the usual ones, field by field.
  private static let byService: [String: [String: ExampleRole]] = [
    "disdukcapil.ktp-el-baru": ["nik": .seventeen],
    "disdukcapil.kk-baru": ["nik": .son],
    "disdukcapil.kk-perubahan": ["nik-anggota": .son],
    "disdukcapil.kia-baru": ["nik": .child],
    "disdukcapil.kia-penggantian": ["nik": .child],
    "disdukcapil.biodata-wni": ["nik-ayah": .grandfather],
    "disdukcapil.pindah-keluar": ["nik": .son],
    "disdukcapil.pindah-datang": ["nik": .newcomer],
    "disdukcapil.pindah-dalam-daerah": ["nik": .son],
    "disdukcapil.akta-kelahiran-terlambat": ["nik": .guardian, "nik-ayah": .guardian, "nik-ibu": .guardianWife],
    "disdukcapil.akta-perkawinan": ["nik-suami": .civilGroom, "nik-istri": .civilBride],
    "disdukcapil.akta-perceraian": ["nik-pemohon": .civilWife, "nik-pasangan": .civilHusband],
    "disdukcapil.akta-pengakuan-anak": [
      "nik-anak": .unacknowledged, "nik-ayah": .unrecordedHusband, "nik-ibu": .unrecordedWife,
    ],
    "disdukcapil.pengangkatan-anak": ["nik-anak": .toddler],
    "dinkes.posyandu-pertumbuhan": ["nik-anak": .toddler],
    "dinkes.imunisasi": ["nik-anak": .toddler],
    "dinkes.sertifikat-imunisasi": ["nik-anak": .toddler],
    "dinkes.pelayanan-ibu-hamil": ["nik": .expectant],
    "dinsos.rekomendasi-adopsi": ["nik": .guardian, "nik-pasangan": .guardianWife],
    "dinsos.alat-bantu-disabilitas": ["nik": .grandfather],
    "disdikbud.mutasi-siswa": ["nik": .child],
    "disdikbud.legalisasi-ijazah": ["nik": .son],
    "disdikbud.pengganti-ijazah": ["nik": .son],
    "disnakertrans.ak1": ["nik": .daughter],
    "disnakertrans.informasi-lowongan": ["nik": .daughter],
    "disnakertrans.rekomendasi-paspor-pmi": ["nik": .son],
    "dp3ap2kb.pelayanan-kb": ["nik": .mother],
    "bapenda.bphtb-validasi": ["nik": .son],
    "bapenda.bphtb-pengurangan": ["nik": .son],
    "bpn.balik-nama": ["nik": .son],
    "kemenag.rekomendasi-nikah": ["nik": .son, "nik-pasangan": .fiancee],
    "kemenag.rujuk": ["nik-suami": .divorcedHusband, "nik-istri": .divorcedWife],
    "kemenag.legalisasi-ijazah-madrasah": ["nik": .son],
    "pengadilan-agama.dispensasi-kawin": ["nik-anak": .seventeen],
    "pengadilan-agama.isbat-nikah": ["nik": .unrecordedHusband, "nik-pasangan": .unrecordedWife],
    "pengadilan-agama.akta-cerai": ["nik": .divorcedHusband],
    "polres.sim-baru": ["nik": .daughter],
    "polres.skck": ["nik": .son],
    "taspen.klaim-pensiun": ["nik": .grandfather],
    "taspen.autentikasi": ["nik": .grandfather],
  ]

  /// Services about somebody whose NIK no field holds, or isn't the one in `nik`.
  private static let concernedByService: [String: ExampleRole] = [
    "disdukcapil.akta-kelahiran": .newborn,
    "disdukcapil.akta-kelahiran-terlambat": .lateChild,
    "disdukcapil.biodata-wni": .uncle,
    "dinkes.surat-keterangan-kelahiran": .newborn,
    "bpjs-kesehatan.bayi-baru-lahir": .newborn,
    "dinsos.rekomendasi-adopsi": .toddler,
  ]

  private let service: PublicService

  init(service: PublicService) {
    self.service = service
  }

  /// Whose NIK stands in a field; nil where nobody's can, as of a child that has none yet.
  func role(field: String) -> ExampleRole? {
    if let role = ExampleCast.byService[service.code.text]?[field] { return role }
    if field == "nik-anak", let concerned = ExampleCast.concernedByService[service.code.text] { return concerned }
    if field != "nik", let role = ExampleCast.byField[field] { return role }
    let subject = service.subjects.first { $0.field == field }.flatMap { ExampleCast.bySubject[$0.role] }
    return subject ?? ExampleCast.byField[field]
  }

  /// Whose name, birth and address the form asks for.
  var concerned: ExampleRole {
    if let role = ExampleCast.concernedByService[service.code.text] { return role }
    for field in ["nik-anak", "nik"] where service.form.contains(where: { $0.id == field }) {
      if let role = role(field: field) { return role }
    }
    return service.form.first { $0.type == .nik }.flatMap { role(field: $0.id) } ?? .father
  }

  /// Who files the application.
  var applicant: ExampleRole {
    for field in ["nik", "nik-pemohon", "nik-pelapor"] where service.form.contains(where: { $0.id == field }) {
      if let role = role(field: field) { return role }
    }
    return service.form.first { $0.type == .nik }.flatMap { role(field: $0.id) } ?? .father
  }
}
