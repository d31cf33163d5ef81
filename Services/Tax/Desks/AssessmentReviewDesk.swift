import AgencyKit
import MallDomain
import MallStore

/// Objections against assessments, instalments and waivers of penalties: what they are about must exist, and an objection
/// comes in time (rule T7).
struct AssessmentReviewDesk: TaxDesk {
  private static let numberField = "nomor-ketetapan"
  private static let receivedField = "tgl-diterima"

  let office: TaxOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    var findings: [Finding] = []
    if let number = file.value(Self.numberField) {
      findings.append(
        try isKnown(number, in: transaction)
          ? .passed("T7", "Tercatat dalam register.", "It is in the register.", field: Self.numberField)
          : .warning(
            "T7", "Nomor tidak ada dalam register PBB-P2 dan tagihan; periksa berkasnya.",
            "The number is in neither the assessments nor the bills; check the papers.", field: Self.numberField))
    }
    if let received = file.date(Self.receivedField) {
      let last = ObjectionWindow.lastDay(received: received)
      findings.append(
        ObjectionWindow.isOpen(received: received, filed: file.filedOn)
          ? .passed(
            "T7", "Diajukan dalam 3 bulan, paling lambat \(last.text(.indonesian)).",
            "Filed within 3 months, until \(last.text(.english)).", field: Self.receivedField)
          : .blocks(
            "T7", "Lewat 3 bulan sejak ketetapan diterima; batasnya \(last.text(.indonesian)).",
            "Later than 3 months after the receipt; the last day was \(last.text(.english)).",
            field: Self.receivedField))
    }
    return findings
  }

  /// The number of a notice, or a billing code.
  private func isKnown(_ number: String, in transaction: Transaction) throws -> Bool {
    if let code = try? BillingCode(number) {
      return try office.register.bills.find(code, in: transaction) != nil
    }
    let parts = number.split(separator: "/")
    guard parts.count == 2, let year = Int(parts[1]) else { return false }
    return try office.register.assessments.find(String(parts[0]), year: year, in: transaction) != nil
  }
}
