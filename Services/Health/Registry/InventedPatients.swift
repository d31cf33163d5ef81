import MallDomain
import MallStore

/// Enters patients who do not exist.
struct InventedPatients {
  let patients: PatientTable
  let areas: AreaTable
  let date: LocalDate

  /// Enters the patients of a household with their medical records. Whom the register knows already stays as they are.
  func enter(_ household: SyntheticHousehold, in transaction: Transaction) throws {
    for patient in household.patients where try patients.find(patient.nik, in: transaction) == nil {
      guard let resident = household.residents.first(where: { $0.nik == patient.nik }) else { continue }
      try patients.register(
        Patient(
          nik: patient.nik, name: patient.name, birthDate: resident.birthDate,
          insuranceNumber: patient.insuranceNumber),
        on: date, in: transaction)
      guard let number = patient.medicalRecord,
        let facility = Facility(healthCentre: patient.healthCentre, areas: areas)
      else { continue }
      try patients.enter(number, of: patient.nik, at: facility, on: date, in: transaction)
    }
  }
}
