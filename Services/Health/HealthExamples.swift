import AgencyKit
import MallDomain
import MallStore

/// Makes example applications that the registers know: who asks for a copy of a medical record has one.
struct HealthExamples: Sendable {
  private static let recordField = "nomor-rm"

  let office: HealthOffice

  func content(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    let household = try await context.household()
    let today = LocalDate(jakarta: context.now)
    var overrides: [String: String] = [:]
    if service.form.contains(where: { $0.id == Self.recordField }) {
      overrides[Self.recordField] = try await context.database.write { transaction in
        try record(of: household, on: today, in: transaction)
      }
    }
    return ExampleFiller.content(
      for: service, household: household, today: today, calendar: context.calendar, areas: context.areas,
      overrides: overrides)
  }

  /// The father was treated at the hospital before.
  private func record(
    of household: ExampleHousehold, on date: LocalDate, in transaction: Transaction
  ) throws -> String? {
    guard let father = household[.father], let nik = father.nik else { return nil }
    try office.patients.register(
      Patient(
        nik: nik, name: father.name, birthDate: father.birthDate,
        insuranceNumber: household.insuranceNumbers[.father]),
      on: date, in: transaction)
    return try office.patients.openedRecord(of: nik, at: .hospital, on: date, in: transaction)
  }
}
