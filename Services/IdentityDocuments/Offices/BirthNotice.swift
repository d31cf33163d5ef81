import AgencyKit
import MallDomain

/// What a birth registration form says.
struct BirthNotice: Sendable {
  static let lateService = "disdukcapil.akta-kelahiran-terlambat"

  var name: String
  var sex: Sex
  var birthPlace: String
  var placeKind: String?
  var date: LocalDate
  var time: String?
  var plurality: String
  var order: Int?
  var card: FamilyCardNumber
  var mother: NIK
  var father: NIK?
  var reporter: NIK?
  var witnesses: [NIK]
  /// Whether it came by the way for late births.
  var isFiledLate: Bool
  var reported: LocalDate

  init(_ file: CaseFile) throws {
    name = try file.required("nama-anak") { $0 }
    sex = try file.required("jk") { $0 == "L" ? .male : $0 == "P" ? .female : nil }
    birthPlace = try file.required("tempat-lahir") { $0 }
    placeKind = file.value("tempat-dilahirkan")
    date = try file.required("tgl-lahir") { LocalDate($0) }
    time = file.value("jam-lahir")
    plurality = file.value("jenis-kelahiran") ?? "tunggal"
    order = file.value("anak-ke").flatMap { Int($0) }
    card = try file.required("nkk") { try? FamilyCardNumber($0) }
    mother = try file.requiredNIK("nik-ibu")
    father = file.nik("nik-ayah")
    reporter = file.nik("nik")
    witnesses = ["nik-saksi-1", "nik-saksi-2"].compactMap { file.nik($0) }
    isFiledLate = file.service.code.text == Self.lateService
    reported = file.filedOn
  }

  var isSingleBirth: Bool { plurality == "tunggal" }
}
