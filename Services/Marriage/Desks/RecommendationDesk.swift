import AgencyKit
import MallDomain
import MallStore

/// The recommendation of the office at home to the one at which somebody marries (PMA 30/2024 art. 5).
struct RecommendationDesk: OfficeDesk {
  let office: ReligiousOffice

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    let unmarried = file.nik("nik").map { [PopulationQuestions.question(.isUnmarried, $0)] } ?? []
    return PopulationQuestions.about(file) + unmarried.compactMap { $0 }
  }

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let applicant = file.nik("nik"), let spouse = file.nik("nik-pasangan"), let contract = file.date("tgl-akad")
    else { throw Refusal(.invalidArgument, detail: "nik-pasangan") }
    var findings = [try standing(of: applicant, file, in: transaction)]
    if applicant == spouse {
      findings.append(
        .blocks("N5", "Calon pengantin orang yang sama.", "Both are the same person.", field: "nik-pasangan"))
    }
    if contract < file.filedOn {
      findings.append(
        .blocks("N2", "Tanggal akad sudah lewat.", "The day of the contract has passed.", field: "tgl-akad"))
    }
    if let destination = file.value("kua-tujuan"), KUAOffice(destination, areas: office.tools.areas) == nil {
      findings.append(
        .warning("N2", "KUA tujuan di luar kabupaten.", "An office outside the district.", field: "kua-tujuan"))
    }
    return findings
  }

  /// Who is married is recommended to nobody; a man's permission for another wife the other office examines.
  private func standing(of nik: NIK, _ file: CaseFile, in transaction: Transaction) throws -> Finding {
    let own = try office.register.marriages(of: nik, in: transaction).contains { $0.isUndissolved }
    let elsewhere = PopulationQuestions(file: file).answer(.isUnmarried, of: nik)?.verdict
    guard own || elsewhere == .no else {
      return elsewhere == .yes
        ? .passed("N5", "Tidak terikat perkawinan.", "Not married.", field: "nik")
        : .warning("N5", "Status belum dipastikan Disdukcapil.", "Disdukcapil has not said the status.", field: "nik")
    }
    return nik.sex == .male
      ? .warning(
        "N5", "Masih beristri: hanya dengan izin poligami pengadilan.",
        "Has a wife: only with a court's permission.", field: "nik")
      : .blocks("N5", "Masih terikat perkawinan.", "Still married.", field: "nik")
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let document = try office.document(file, in: transaction)
    try office.books.enter(
      BookEntry(
        book: .recommendations, number: document.number, holder: file.nik("nik"),
        subject: file.nik("nik-pasangan")?.text, recordedOn: file.today,
        values: file.content.values.filter { ["kua-tujuan", "tgl-akad"].contains($0.key) }),
      BookAct(file), in: transaction)
    return document
  }
}
