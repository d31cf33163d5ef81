import AgencyKit
import MallDomain
import MallStore

/// Certified copies of madrasah diplomas, and the letter in place of a lost one (Permendikbud 29/2014).
struct DiplomaDesk: OfficeDesk {
  /// Madrasah diplomas as the ministry knows them begin with its founding.
  private static let firstYear = 1946

  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let year = file.value("tahun-lulus").flatMap({ Int($0) }) else {
      throw Refusal(.invalidArgument, detail: "tahun-lulus")
    }
    guard Self.firstYear...file.today.year ~= year else {
      return [.blocks("register", "Tahun lulus tidak mungkin.", "An impossible year.", field: "tahun-lulus")]
    }
    return [.passed("register", "Tahun lulus mungkin.", "A possible year.", field: "tahun-lulus")]
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let document = try office.document(file, in: transaction)
    try office.books.enter(
      BookEntry(
        book: .diplomas, number: document.number, holder: file.nik("nik"), recordedOn: file.today,
        values: file.content.values.filter { ["madrasah", "tahun-lulus", "lembar"].contains($0.key) }),
      BookAct(file), in: transaction)
    return document
  }
}
