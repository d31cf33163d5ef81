import AgencyKit
import MallDomain
import MallStore

/// The deed of endowment of land (wakaf), which the head of the KUA of the land's sub-district takes down (UU 41/2004
/// art. 8, 15-19 and 21; PP 42/2006 art. 28-34). What is endowed is never given back (art. 3).
struct EndowmentDesk: OfficeDesk {
  /// Years: of age by civil law's common reading; to be confirmed with the office.
  private static let ofAge = 18

  let office: ReligiousOffice

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    let arguments = ["years": String(Self.ofAge), "on": file.filedOn.description]
    let isOfAge = file.nik("nik-wakif").flatMap { PopulationQuestions.question(.isOfAge, $0, arguments) }
    return PopulationQuestions.about(file) + [isOfAge].compactMap { $0 }
  }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let donor = file.nik("nik-wakif"), let area = file.value("luas-m2").flatMap({ Int($0) }) else {
      throw Refusal(.invalidArgument, detail: "luas-m2")
    }
    var findings: [Finding] = []
    let arguments = ["years": String(Self.ofAge), "on": file.filedOn.description]
    switch PopulationQuestions(file: file).answer(.isOfAge, of: donor, arguments)?.verdict {
    case .yes: findings.append(.passed("UU 41/2004:8", "Wakif dewasa.", "The donor is of age.", field: "nik-wakif"))
    case .no:
      findings.append(.blocks("UU 41/2004:8", "Wakif belum dewasa.", "The donor is not of age.", field: "nik-wakif"))
    case .unknown, nil:
      findings.append(
        .warning("UU 41/2004:8", "Periksa umur wakif.", "Check the donor's age.", field: "nik-wakif"))
    }
    if area <= 0 {
      findings.append(.blocks("UU 41/2004:15", "Luas tanah harus lebih dari nol.", "No land.", field: "luas-m2"))
    }
    findings.append(
      file.holds("sertipikat")
        ? .passed("PP 42/2006:17", "Tanah bersertipikat.", "The land has a title.", field: "sertipikat")
        : .warning(
          "PP 42/2006:17", "Tanah belum bersertipikat: periksa bukti penguasaan.",
          "The land has no title: check the proof of possession.", field: "sertipikat"))
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let kua = try office.office(ofVillage: "kampung", in: file)
    let serial = try office.serial("wakaf/\(kua.code)/\(file.today.year)", in: transaction)
    let number = "W.2/\(serial)/\(kua.code)/\(file.today.year)"
    try office.books.enter(
      BookEntry(
        book: .endowments, number: number, holder: file.nik("nik-wakif"), recordedOn: file.today,
        values: file.content.values.filter { ["nama-nazhir", "kampung", "luas-m2", "peruntukan"].contains($0.key) }),
      BookAct(file), in: transaction)
    return try office.document(
      file,
      adding: [IssuedDocument.Field("nomor-akta-ikrar", number), IssuedDocument.Field("ppaiw", kua.name)],
      in: transaction)
  }
}
