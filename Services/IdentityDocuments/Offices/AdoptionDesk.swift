import AgencyKit
import MallDomain
import MallStore

/// Adoption by a court's ruling: a note in the margin of the birth certificate, by the office that issued it (UU 23/2006
/// art. 47).
///
/// The certificate and the register keep the parents by birth: adoption doesn't end that relation (UU 23/2002 art. 39).
struct AdoptionDesk: CivilDesk {
  private static let ruling = "putusan-pn"
  private static let rulingDay = "tgl-penetapan"

  let office: CivilOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    var findings: [Finding] = [
      file.holds(Self.ruling)
        ? .passed("I6", "Penetapan pengadilan ada.", "The court's ruling is there.", field: Self.ruling)
        : .blocks(
          "I6", "Pengangkatan anak memerlukan penetapan pengadilan.", "An adoption needs a court's ruling.",
          field: Self.ruling)
    ]
    if let day = file.date(Self.rulingDay) {
      findings.append(ReportingWindow.adoption.noting(day, reported: file.today, field: Self.rulingDay))
    }
    guard let child = try office.resident(file.nik("nik-anak"), in: transaction) else { return findings }
    if try office.register.birthCertificate(of: child.nik, in: transaction) == nil {
      findings.append(
        .blocks(
          "I6", "Akta kelahiran anak tidak terbit di sini: lapor ke Disdukcapil yang menerbitkannya.",
          "The child's certificate was not issued here: the office that issued it notes the adoption.",
          field: "nik-anak"))
    }
    let adopting = [file.nik("nik-ayah-angkat"), file.nik("nik-ibu-angkat")].compactMap { $0 }
    if adopting.contains(where: { $0 == child.father || $0 == child.mother || $0 == child.nik }) {
      findings.append(
        .blocks(
          "I6", "Orang tua angkat adalah orang tua kandung atau anak itu sendiri.",
          "An adoptive parent is a parent by birth or the child.", field: "nik-ayah-angkat"))
    }
    let noted = try office.register.numbers(of: child.nik, in: transaction)
      .flatMap { try office.register.annotations.annotations(of: $0, in: transaction) }
      .contains { $0.kind == RegisterAct.Kind.adoption.rawValue && $0.ruling == file.value("nomor-penetapan") }
    if noted {
      findings.append(
        .blocks(
          "I6", "Penetapan ini sudah dicatat pada akta anak.", "This ruling is noted on the certificate already.",
          field: "nomor-penetapan"))
    }
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let child = try file.requiredNIK("nik-anak")
    guard let resident = try office.resident(child, in: transaction) else {
      throw Refusal(.notFound, detail: "the child in the register")
    }
    let father = try office.resident(file.nik("nik-ayah-angkat"), in: transaction)
    let mother = try office.resident(file.nik("nik-ibu-angkat"), in: transaction)
    let number = try CertificateNumber.next(.annotation, on: file.today, in: transaction)
    guard let certificate = try office.register.birthCertificate(of: child, in: transaction)?.number else {
      throw Refusal(.failedPrecondition, detail: "the child's birth certificate in the register")
    }
    let names = [father?.name, mother?.name].compactMap { $0 }.joined(separator: ", ")
    let annotation = Annotation(
      number: number, certificate: certificate, person: child, kind: RegisterAct.Kind.adoption.rawValue, before: nil,
      after: names, ruling: file.value("nomor-penetapan"))
    try office.register.record(
      .certificateAnnotated(annotation: annotation), file.act(.adoption), in: transaction)
    return file.certificate(
      "akta-kelahiran", number: number, holder: resident.name, nik: child,
      [
        IssuedDocument.Field("nomor", number), IssuedDocument.Field("nomor-akta", certificate),
        IssuedDocument.Field("nama-anak", resident.name),
        IssuedDocument.Field("ayah-angkat", father?.name ?? "-"),
        IssuedDocument.Field("ibu-angkat", mother?.name ?? "-"),
        IssuedDocument.Field("penetapan", file.value("nomor-penetapan") ?? ""),
        IssuedDocument.Field("tgl-penetapan", file.value(Self.rulingDay) ?? ""),
      ])
  }
}
