import AgencyKit
import MallDomain
import MallStore
import MallWire

/// Licences to practise (rule H5): new, renewed, moved to another place, or given back.
struct LicenceDesk: HealthDesk {
  private enum Request: String {
    case new = "baru"
    case renewal = "perpanjangan"
    case move = "pindah-tempat"
    case removal = "pencabutan"
  }

  private static let requestField = "jenis"
  private static let expiryField = "tgl-berakhir-lama"
  /// Proof of enough professional credits.
  private static let credits = "skp"
  private static let documentType = "sip"
  /// A licence binds to the place that this field names.
  private static let placeField = "alamat-praktik"

  let office: HealthOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    switch request(of: file) {
    case .renewal: return renewal(file)
    case .removal:
      return try held(file, in: transaction).isEmpty
        ? [
          .warning(
            "H5", "Tidak ada SIP aktif di tempat ini dalam register; periksa SIP lama.",
            "No active licence for this place is in the register; check the old paper.", field: Self.requestField)
        ] : [.passed("H5", "SIP aktif tercatat.", "An active licence is registered.", field: Self.requestField)]
    case .new, .move, nil: return []
    }
  }

  private func request(of file: CaseFile) -> Request? {
    file.value(Self.requestField).flatMap(Request.init)
  }

  private func renewal(_ file: CaseFile) -> [Finding] {
    guard let expiry = file.date(Self.expiryField) else {
      return [
        .blocks(
          "H5", "Tanggal berakhir SIP lama belum diisi.", "The old licence's last day is missing.",
          field: Self.expiryField)
      ]
    }
    let opens = PracticeLicence.renewalOpens(expiry: expiry)
    var findings: [Finding] = [
      file.filedOn >= opens
        ? .passed("H5", "Dalam masa perpanjangan.", "Within the time of renewal.", field: Self.expiryField)
        : .blocks(
          "H5", "Perpanjangan dapat diajukan sejak \(opens.text(.indonesian)).",
          "The renewal may be filed from \(opens.text(.english)).", field: Self.expiryField)
    ]
    if !file.holds(Self.credits) {
      findings.append(
        .blocks(
          "H5", "Perpanjangan memerlukan bukti kecukupan SKP.",
          "A renewal needs proof of enough professional credits.", field: Self.credits))
    }
    return findings
  }

  /// The applicant's active licences for the place that the form names.
  private func held(_ file: CaseFile, in transaction: Transaction) throws -> [NewDocument] {
    guard let holder = file.mainSubject, let place = file.value(Self.placeField) else { return [] }
    return try office.tools.documents.documents(type: Self.documentType, holder: holder.text, in: transaction)
      .filter { licence in
        let paper = try Wire.Document(decoding: licence.document.fields)
        return licence.isValid(on: file.today)
          && paper.fields.contains { $0.field == Self.placeField && $0.value == place }
      }
      .map(\.document)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    guard request(of: file) == .removal else {
      var document = try office.manifest.issue(file, in: transaction)
      document.validThrough = PracticeLicence.validThrough(issuedOn: file.today)
      return document
    }
    for licence in try held(file, in: transaction) {
      try office.tools.documents.setState(
        type: Self.documentType, number: licence.number, .revoked, at: file.now, in: transaction)
    }
    // What is handed out is no licence.
    var removal = file
    removal.service.issues = ["pencabutan-sip"]
    var document = try office.manifest.issue(removal, in: transaction)
    document.validThrough = nil
    return document
  }
}
