import AgencyKit
import MallDomain
import MallStore

/// A father acknowledges his child, or the parents' later marriage makes it legitimate (UU 23/2006 art. 49-50).
struct AcknowledgementDesk: CivilDesk {
  private static let proofs = ["surat-pengakuan", "akta-perkawinan", "putusan-pn"]

  let office: CivilOffice

  private var register: PopulationRegister { office.register }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    var findings: [Finding] = [
      file.holdsAny(Self.proofs)
        ? .passed("I7", "Pengakuan dibuktikan.", "The acknowledgement is proven.")
        : .blocks(
          "I7", "Surat pengakuan yang disetujui ibu, akta perkawinan atau penetapan belum ada.",
          "The mother's consent, a marriage certificate or a ruling is missing.", field: "surat-pengakuan")
    ]
    guard let child = try office.resident(file.nik("nik-anak"), in: transaction) else { return findings }
    if child.mother != file.nik("nik-ibu") {
      findings.append(
        .blocks("I7", "Ibu dalam register orang lain.", "The register has another mother.", field: "nik-ibu"))
    }
    if let father = child.father, father != file.nik("nik-ayah") {
      findings.append(
        .blocks("I7", "Anak sudah memiliki ayah dalam register.", "The child has a father by the register."))
    }
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let (childNIK, fatherNIK) = (try file.requiredNIK("nik-anak"), try file.requiredNIK("nik-ayah"))
    guard let father = try register.residents.find(fatherNIK, in: transaction),
      let child = try register.residents.find(childNIK, in: transaction)
    else { throw Refusal(.notFound, detail: "child and father in the register") }
    try register.change(childNIK, file.act(.acknowledgement), in: transaction) { child in
      child.father = fatherNIK
      child.fatherName = father.name
    }
    let number = try CertificateNumber.next(.acknowledgement, on: file.today, in: transaction)
    return file.certificate(
      "akta-pengakuan", number: number, holder: child.name, nik: childNIK,
      [
        IssuedDocument.Field("nomor-akta", number), IssuedDocument.Field("nama-anak", child.name),
        IssuedDocument.Field("nama-ayah", father.name), IssuedDocument.Field("nik-ayah", fatherNIK.text),
        IssuedDocument.Field("nomor-akta-lahir", file.value("nomor-akta-lahir") ?? ""),
      ])
  }
}
