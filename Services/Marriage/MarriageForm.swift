import AgencyKit
import MallDomain

/// What the form of an intention to marry says.
struct MarriageForm: Sendable {
  static let atOffice = "kemenag.nikah-di-kua"
  static let outside = "kemenag.nikah-luar-kua"

  var groom: NIK
  var bride: NIK
  var office: String
  var contract: LocalDate
  var time: LocalTime
  var isAtOffice: Bool
  var guardianRelation: GuardianRelation
  var officeGuardianReason: OfficeGuardianReason?
  var guardian: NIK?
  var witnesses: [NIK]
  /// The groom says that he has a wife.
  var groomHasWife: Bool
  /// The bride says that she was married before.
  var brideWasMarried: Bool
  var saysPoor: Bool

  static func isFor(_ service: PublicService) -> Bool {
    [atOffice, outside].contains(service.code.text)
  }

  /// - Throws: `invalid_argument` for a form that lacks a field: one that a supplement has spoilt.
  init(_ file: CaseFile) throws {
    groom = try Self.required("nik-pria", file) { try? NIK($0) }
    bride = try Self.required("nik-wanita", file) { try? NIK($0) }
    office = try Self.required("kua", file) { $0 }
    contract = try Self.required("tgl-akad", file) { LocalDate($0) }
    time = try Self.required("jam-akad", file) { LocalTime($0) }
    isAtOffice = file.service.code.text == Self.atOffice
    guardianRelation = try Self.required("hubungan-wali", file) { GuardianRelation(rawValue: $0) }
    officeGuardianReason = file.value("alasan-wali-hakim").flatMap { OfficeGuardianReason(rawValue: $0) }
    guardian = file.nik("nik-wali")
    witnesses = ["nik-saksi-1", "nik-saksi-2"].compactMap { file.nik($0) }
    groomHasWife = file.value("status-pria") == "beristri"
    brideWasMarried = file.value("status-wanita")?.hasPrefix("janda") == true
    saysPoor = file.value("tidak-mampu") == "true"
  }

  private static func required<Value>(_ field: String, _ file: CaseFile, _ read: (String) -> Value?) throws -> Value {
    guard let value = file.value(field).flatMap(read) else { throw Refusal(.invalidArgument, detail: field) }
    return value
  }
}

extension CaseFile {
  /// Whether a requirement is met: by its issuer's word, a file, or the original at the counter.
  func holds(_ requirement: String) -> Bool {
    evidence[requirement]?.verdict == .yes || content.attachments[requirement] != nil
  }
}
