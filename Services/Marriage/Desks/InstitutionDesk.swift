import AgencyKit
import MallDomain
import MallStore

/// Registration of houses of worship and study groups (PBM 9 and 8/2006; PMA 29/2019): each once in its village.
struct InstitutionDesk: OfficeDesk {
  private static let studyGroup = "majelis-taklim"

  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let known = try office.books.entries(about: Self.subject(file), in: .institutions, transaction)
    var findings: [Finding] = [
      known.contains { $0.isInForce }
        ? .blocks(
          "register", "Lembaga ini sudah terdaftar di kampung ini.", "Registered in this village already.",
          field: "nama-lembaga")
        : .passed("register", "Belum terdaftar.", "Not registered yet.", field: "nama-lembaga")
    ]
    if file.value("jenis") == Self.studyGroup {
      findings.append(
        .warning(
          "PMA 29/2019:6", "Majelis taklim memiliki pengurus, tempat dan sedikitnya 15 jemaah: periksa.",
          "A study group has officers, a place and at least 15 members: check.", field: "jenis"))
    }
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let document = try office.document(file, in: transaction)
    try office.books.enter(
      BookEntry(
        book: .institutions, number: document.number, holder: file.nik("nik"), subject: Self.subject(file),
        recordedOn: file.today,
        values: file.content.values.filter { ["nama-lembaga", "jenis", "kampung", "alamat"].contains($0.key) }),
      BookAct(file), in: transaction)
    return document
  }

  private static func subject(_ file: CaseFile) -> String {
    ["kampung", "jenis", "nama-lembaga"].map { file.value($0) ?? "" }.joined(separator: "/")
  }
}
