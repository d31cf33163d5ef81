import AgencyKit
import MallDomain
import MallStore

/// Makes example applications that the registers know: the household's property is entered with its assessments, a
/// business with its number.
struct TaxExamples: Sendable {
  /// Services that ask for property tax without arrears.
  private static let clearServices: Set<String> = ["pbb-mutasi", "bphtb-validasi", "keterangan-lunas"]

  let office: TaxOffice

  func content(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    let household = try await context.household()
    let now = context.now
    let overrides = try await context.database.write { transaction in
      try enter(household, for: service, at: now, in: transaction)
    }
    return ExampleFiller.content(
      for: service, household: household, today: LocalDate(jakarta: now), calendar: context.calendar,
      areas: context.areas, overrides: overrides)
  }

  /// Returns the answers that the registers give.
  private func enter(
    _ household: ExampleHousehold, for service: PublicService, at now: MallInstant, in transaction: Transaction
  ) throws -> [String: String] {
    let slug = String(service.code.text.dropFirst(service.code.agency.text.count + 1))
    let today = LocalDate(jakarta: now)
    let property = household.property
    var overrides: [String: String] = [:]
    try InventedProperty(register: office.register, date: today, at: now)
      .enter(example: property, isClear: Self.clearServices.contains(slug), in: transaction)
    let notice = try office.register.assessments.find(property.number, year: today.year, in: transaction)
    overrides["nomor-ketetapan"] = notice?.number
    // Where the form asks for a number, the business has one; it is registered for the tax that the service is for.
    if service.form.contains(where: { $0.id == "npwpd" && $0.isRequired }) {
      let owner = TaxSubject(
        nik: property.owner, name: household.numbers[.businessName] ?? property.ownerName,
        address: property.address)
      overrides["npwpd"] = try office.register.taxpayers.register(
        owner, tax: slug, village: property.village, on: today, in: transaction
      ).number
    }
    return overrides
  }
}
