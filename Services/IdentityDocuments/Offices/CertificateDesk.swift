import AgencyKit
import MallDomain
import MallStore

/// Notes in the margin of certificates, and second copies (rules I6 and I8).
struct CertificateDesk: CivilDesk {
  private static let change = "disdukcapil.perubahan-akta"

  let office: CivilOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard file.service.code.text == Self.change else { return copyFindings(file) }
    guard file.value("jenis") == "perubahan-nama" else {
      return [
        .warning(
          "I8", "Pembetulan: cocokkan dengan dokumen otentik.", "A correction: compare with an authentic document.",
          field: "menjadi")
      ]
    }
    let ruling: Finding =
      file.holds("putusan-pn")
      ? .passed("I8", "Penetapan pengadilan ada.", "The court's ruling is there.")
      : .blocks(
        "I8", "Perubahan nama memerlukan penetapan pengadilan.", "A change of name needs a court's ruling.",
        field: "putusan-pn")
    return [ruling] + PersonalName(file.value("menjadi") ?? "").findings(field: "menjadi")
  }

  private func copyFindings(_ file: CaseFile) -> [Finding] {
    guard file.value("alasan") == "hilang", !file.holds("surat-kehilangan") else { return [] }
    return [
      .blocks(
        "requirement", "Akta hilang: surat keterangan kehilangan diperlukan.",
        "A lost certificate: the police report is needed.", field: "surat-kehilangan")
    ]
  }

  /// Whether a file changes the holder's name: in the register, and in the margin of the certificate (UU 23/2006 art. 52).
  static func changesName(_ file: CaseFile) -> Bool {
    file.service.code.text == change && file.value("jenis") == "perubahan-nama"
  }

  private func annotate(_ nik: NIK, _ number: String, _ file: CaseFile, in transaction: Transaction) throws {
    let register = office.register
    let act = file.act(Self.changesName(file) ? .dataChange : .correction)
    if Self.changesName(file) {
      let name = try file.required("menjadi") { $0.isEmpty ? nil : $0.uppercased() }
      try register.change(nik, act, in: transaction) { $0.name = name }
    }
    let annotation = Annotation(
      number: number, certificate: file.value("nomor-akta") ?? "", person: nik, kind: file.value("jenis") ?? "",
      before: file.value("semula"), after: file.value("menjadi"), ruling: nil)
    try register.record(.certificateAnnotated(annotation: annotation), act, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let isChange = file.service.code.text == Self.change
    let number = try CertificateNumber.next(isChange ? .annotation : .secondCopy, on: file.today, in: transaction)
    let nik = try file.requiredNIK("nik")
    let name = try office.resident(nik, in: transaction)?.name
    if isChange { try annotate(nik, number, file, in: transaction) }
    let shown = ["nomor-akta", "jenis", "semula", "menjadi", "alasan"].compactMap { field in
      file.value(field).map { IssuedDocument.Field(field, $0) }
    }
    return file.certificate(
      "akta-\(file.value("jenis-akta") ?? "kelahiran")", number: number,
      holder: file.value("nama-pada-akta") ?? name ?? "", nik: nik,
      [IssuedDocument.Field("nomor", number)] + shown)
  }
}
