import AgencyKit
import ArgumentParser
import MallDomain
import MallNode
import MallStore

/// The health service: the district's health office with its health centres, and the hospital.
@main
struct HealthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health-service",
    abstract: "Serves the health office and the hospital (Dinkes, RSUD) with registers of their own.",
    version: NodeVersion.version, subcommands: [Serve.self, Seed.self], defaultSubcommand: Serve.self)

  static let program = AgencyProgram(
    name: "health", domain: .health, migrations: [RegistrySchema.migrations]
  ) { HealthBackOffice($0) }

  struct Serve: AgencyCommand {
    static let configuration = CommandConfiguration(abstract: "Serves until it is stopped.")
    static let program = HealthCommand.program

    @OptionGroup var options: AgencyOptions
  }

  struct Seed: SeedCommand {
    static let configuration = CommandConfiguration(abstract: "Enters invented patients in the register.")
    static let program = HealthCommand.program

    @OptionGroup var options: SeedOptions

    static func enter(_ household: SyntheticHousehold, with tools: SeedTools, in transaction: Transaction) throws {
      try InventedPatients(patients: PatientTable(sealer: tools.sealer), areas: tools.areas, date: tools.date)
        .enter(household, in: transaction)
    }
  }
}
