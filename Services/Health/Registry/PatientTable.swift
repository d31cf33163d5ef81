import Foundation
import MallDomain
import MallStore

/// Somebody who was or will be treated, as it is kept sealed.
struct Patient: Hashable, Sendable, Codable {
  var nik: NIK
  var name: String
  var birthDate: LocalDate
  /// JKN number, 13 digits; nil: not insured, or not known.
  var insuranceNumber: String?
}

/// The register of patients and of their medical record numbers, one a facility.
struct PatientTable: Sendable {
  /// Numbers that this register gives lie above those of the registers before it.
  private static let firstRecord: Int64 = 50_000_001
  private static let table = "patients"

  let sealer: Sealer

  /// Enters a patient; who is there already gets the insurance number, where a new one is told.
  func register(_ patient: Patient, on date: LocalDate, in transaction: Transaction) throws {
    if var known = try find(patient.nik, in: transaction) {
      guard let number = patient.insuranceNumber, number != known.insuranceNumber else { return }
      known.insuranceNumber = number
      try transaction.execute(
        "UPDATE patients SET record = ? WHERE nik_hash = ?", [try sealed(known), key(of: known.nik)])
      return
    }
    try transaction.execute(
      "INSERT INTO patients (nik_hash, record, registered_on) VALUES (?, ?, ?)",
      [key(of: patient.nik), try sealed(patient), SQLValue(date)])
  }

  func find(_ nik: NIK, in transaction: Transaction) throws -> Patient? {
    guard let row = try transaction.row("SELECT record FROM patients WHERE nik_hash = ?", [key(of: nik)]) else {
      return nil
    }
    let bytes = try sealer.open(row.bytes("record"), for: place(of: nik))
    return try JSONDecoder().decode(Patient.self, from: Data(bytes))
  }

  /// The number of a patient's medical record at a facility.
  func record(of nik: NIK, at facility: Facility, in transaction: Transaction) throws -> String? {
    try transaction.row(
      "SELECT number FROM medical_records WHERE nik_hash = ? AND facility = ?", [key(of: nik), .text(facility.code)]
    ).map { try $0.text("number") }
  }

  /// The number of a patient's medical record, opened now where there is none.
  func openedRecord(
    of nik: NIK, at facility: Facility, on date: LocalDate, in transaction: Transaction
  ) throws -> String {
    if let known = try record(of: nik, at: facility, in: transaction) { return known }
    let serial = try Counter.next("medical-record/\(facility.code)", in: transaction)
    let number = String(Self.firstRecord + serial - 1)
    try enter(number, of: nik, at: facility, on: date, in: transaction)
    return number
  }

  /// Enters a record under a number that it has already.
  func enter(
    _ number: String, of nik: NIK, at facility: Facility, on date: LocalDate, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO medical_records (facility, number, nik_hash, opened_on) VALUES (?, ?, ?, ?)",
      [.text(facility.code), .text(number), key(of: nik), SQLValue(date)])
  }

  private func key(of nik: NIK) -> SQLValue {
    .blob(sealer.lookupHash(nik.text, purpose: "patient"))
  }

  private func sealed(_ patient: Patient) throws -> SQLValue {
    .blob(sealer.seal(Array(try JSONEncoder().encode(patient)), for: place(of: patient.nik)))
  }

  private func place(of nik: NIK) -> String {
    let hash = sealer.lookupHash(nik.text, purpose: "patient")
    return "\(Self.table).record:\(hash.map { String($0, radix: 16) }.joined(separator: "-"))"
  }
}
