import AgencyKit
import MallDomain
import MallStore

/// Pre-marital guidance: both of the couple get a certificate, once they have attended (PMA 30/2024 art. 5 and 30).
struct GuidanceDesk: OfficeDesk {
  static let certificate = "sertifikat-bimwin"

  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let groom = file.nik("nik-pria"), let bride = file.nik("nik-wanita"), let date = file.date("tgl") else {
      throw Refusal(.invalidArgument, detail: "tgl")
    }
    var findings: [Finding] = []
    if groom == bride {
      findings.append(
        .blocks("N5", "Calon pengantin orang yang sama.", "Both are the same person.", field: "nik-wanita"))
    }
    findings.append(
      date <= file.today
        ? .passed("bimwin", "Bimbingan sudah berlangsung.", "The guidance has taken place.", field: "tgl")
        : .warning(
          "bimwin", "Sertifikat diterbitkan setelah bimbingan pada \(date).",
          "The certificate is issued after the guidance on \(date).", field: "tgl"))
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    guard let bride = file.nik("nik-wanita"), let date = file.date("tgl"), date <= file.today else {
      throw Refusal(
        .failedPrecondition, detail: "bimbingan belum berlangsung / the guidance has not taken place yet")
    }
    var forGroom = try office.document(file, in: transaction)
    var forBride = try office.document(file, in: transaction)
    forBride.holderNIK = bride
    forBride.holder =
      Person(PopulationQuestions(file: file).answer(.residentSummary, of: bride))?.name ?? forBride.holder
    forGroom.fields.append(IssuedDocument.Field("sertifikat-istri", forBride.number))
    for document in [forGroom, forBride] {
      try office.books.enter(
        BookEntry(
          book: .guidance, number: document.number, holder: document.holderNIK, recordedOn: date,
          values: ["metode": file.value("metode") ?? ""]),
        BookAct(file), in: transaction)
    }
    try IssuedDocuments(office.tools.documents).keep(forBride, at: file.now, in: transaction)
    return forGroom
  }
}
