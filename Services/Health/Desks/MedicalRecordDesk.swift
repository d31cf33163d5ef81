import AgencyKit
import MallDomain
import MallStore

/// Copies of the hospital's medical records, for who has one.
struct MedicalRecordDesk: HealthDesk {
  private static let numberField = "nomor-rm"

  let office: HealthOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    guard let nik = file.mainSubject,
      let number = try office.patients.record(of: nik, at: .hospital, in: transaction)
    else {
      return [
        .blocks(
          "M11", "Pemohon tidak mempunyai rekam medis di rumah sakit ini.",
          "The applicant has no medical record at this hospital.")
      ]
    }
    guard file.value(Self.numberField).map({ $0 == number }) ?? true else {
      return [
        .blocks(
          "M11", "Nomor rekam medis bukan milik pemohon.", "The record number is not the applicant's.",
          field: Self.numberField)
      ]
    }
    return [.passed("M11", "Rekam medis milik pemohon.", "The record is the applicant's.", field: Self.numberField)]
  }
}
