import AgencyKit
import MallDomain
import MallStore

/// Help on the way to a halal certificate: by the maker's own declaration, or by audit (UU 33/2014 as changed by UU
/// 6/2023; PP 42/2024). A certificate is valid as long as ingredients and process stay the same.
struct HalalDesk: OfficeDesk {
  private static let businessNumberDigits = 13

  let office: ReligiousOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let nib = file.value("nib"), let product = file.value("nama-produk") else {
      throw Refusal(.invalidArgument, detail: "nama-produk")
    }
    var findings: [Finding] = []
    if nib.utf8.count != Self.businessNumberDigits || !nib.utf8.allSatisfy({ 48...57 ~= $0 }) {
      findings.append(.warning("PP 42/2024", "NIB terdiri dari 13 angka.", "A NIB has 13 digits.", field: "nib"))
    }
    let certified = try office.books.entries(about: Self.subject(nib, product), in: .halal, transaction)
    findings.append(
      certified.contains { $0.isInForce }
        ? .blocks(
          "UU 33/2014:42", "Produk ini sudah bersertifikat.", "The product has a certificate.", field: "nama-produk")
        : .passed("UU 33/2014:42", "Produk belum bersertifikat.", "No certificate yet.", field: "nama-produk"))
    if file.value("jalur") == "self-declare" {
      findings.append(
        .warning(
          "PP 42/2024:79", "Pernyataan pelaku usaha: hanya usaha mikro dan kecil, bahan dan proses yang pasti halal.",
          "Own declaration: micro and small businesses only, ingredients and process beyond doubt.", field: "jalur"))
    }
    return findings
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let document = try office.document(file, in: transaction)
    let subject = Self.subject(file.value("nib") ?? "", file.value("nama-produk") ?? "")
    try office.books.enter(
      BookEntry(
        book: .halal, number: document.number, holder: file.nik("nik"), subject: subject, recordedOn: file.today,
        values: file.content.values.filter { ["nama-usaha", "nama-produk", "jalur", "bahan"].contains($0.key) }),
      BookAct(file), in: transaction)
    return document
  }

  private static func subject(_ nib: String, _ product: String) -> String { "\(nib)/\(product)" }
}
