import AgencyKit
import MallDomain

/// What the form of an intention to marry says.
struct MarriageForm: Sendable {
  /// Services by their own name: every agency of this kind has them.
  private static let atOffice = "nikah-di-kua"
  private static let outside = "nikah-luar-kua"

  /// What the couple says of guardians nearer than the one who acts.
  enum NearerGuardians: String, Hashable, Sendable, CaseIterable {
    /// Dead, or there never were any.
    case gone = "tidak-ada"
    /// Not sane, a minor, not Muslim, or too far away to come.
    case unfit = "berhalangan"
    /// The nearer one has delegated, in writing.
    case delegated = "mewakilkan"
    /// One lives and is fit.
    case fit = "ada"
  }

  var groom: NIK
  var bride: NIK
  var office: String
  var contract: LocalDate
  var time: LocalTime
  var isAtOffice: Bool
  /// Where the contract is made, when not at the office.
  var village: AreaCode?
  var guardianRelation: GuardianRelation
  var officeGuardianReason: OfficeGuardianReason?
  var nearerGuardians: NearerGuardians?
  var guardian: NIK?
  var guardianName: String?
  var witnesses: [NIK]
  /// The groom says that he has a wife.
  var groomHasWife: Bool
  /// How the bride's last marriage ended, by her own word, and when.
  var bridesEnding: MarriageStanding.Ending?
  var bridesEndingDate: LocalDate?
  var bridesCondition: WaitingPeriod.Condition
  /// What the couple says of how they are related.
  var impediment: Impediment
  var saysPoor: Bool

  static func isFor(_ service: PublicService) -> Bool {
    [atOffice, outside].contains(service.code.slug)
  }

  static func isAtOffice(_ service: PublicService) -> Bool {
    service.code.slug == atOffice
  }

  /// - Throws: `invalid_argument` for a form that lacks a field: one that a supplement has spoilt.
  init(_ file: CaseFile) throws {
    groom = try Self.required("nik-pria", file) { try? NIK($0) }
    bride = try Self.required("nik-wanita", file) { try? NIK($0) }
    office = try Self.required("kua", file) { $0 }
    contract = try Self.required("tgl-akad", file) { LocalDate($0) }
    time = try Self.required("jam-akad", file) { LocalTime($0) }
    isAtOffice = Self.isAtOffice(file.service)
    village = isAtOffice ? nil : file.value("kampung-akad").flatMap { try? AreaCode($0) }
    guardianRelation = try Self.required("hubungan-wali", file) { GuardianRelation(rawValue: $0) }
    officeGuardianReason = file.value("alasan-wali-hakim").flatMap { OfficeGuardianReason(rawValue: $0) }
    nearerGuardians = file.value("wali-lebih-dekat").flatMap { NearerGuardians(rawValue: $0) }
    guardian = file.nik("nik-wali")
    guardianName = file.value("nama-wali")
    witnesses = ["nik-saksi-1", "nik-saksi-2"].compactMap { file.nik($0) }
    groomHasWife = file.value("status-pria") == "beristri"
    bridesEnding =
      switch file.value("status-wanita") {
      case "janda-cerai": .divorce
      case "janda-mati": .death
      default: nil
      }
    bridesEndingDate = file.date("tgl-janda")
    bridesCondition = file.value("keadaan-iddah").flatMap { WaitingPeriod.Condition(rawValue: $0) } ?? .usual
    impediment = file.value("hubungan-keluarga").flatMap { Impediment(rawValue: $0) } ?? .none
    saysPoor = file.value("tidak-mampu") == "true"
  }

  private static func required<Value>(_ field: String, _ file: CaseFile, _ read: (String) -> Value?) throws -> Value {
    guard let value = file.value(field).flatMap(read) else { throw Refusal(.invalidArgument, detail: field) }
    return value
  }

  /// When and where an officiant of an office is needed.
  func slot(at office: KUAOffice) -> ContractSlot {
    ContractSlot(date: contract, time: time, place: village ?? office.code, isAtOffice: isAtOffice)
  }
}
