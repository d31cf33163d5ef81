import AgencyKit
import ArgumentParser
import MallDomain
import MallNode
import MallStore

/// The district's revenue service: property tax, land transfer duty, self-assessed taxes, their bills and payments.
@main
struct TaxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tax-service",
    abstract: "Serves the district's taxes (Bapenda) with registers of its own.",
    version: NodeVersion.version, subcommands: [Serve.self, Seed.self], defaultSubcommand: Serve.self)

  static let program = AgencyProgram(
    name: "tax", domain: .tax, migrations: [RegistrySchema.migrations]
  ) { TaxBackOffice($0) }

  struct Serve: AgencyCommand {
    static let configuration = CommandConfiguration(abstract: "Serves until it is stopped.")
    static let program = TaxCommand.program

    @OptionGroup var options: AgencyOptions
  }

  struct Seed: SeedCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enters the property of invented residents with its assessments in the register.")
    static let program = TaxCommand.program

    @OptionGroup var options: SeedOptions

    static func enter(_ household: SyntheticHousehold, with tools: SeedTools, in transaction: Transaction) throws {
      let register = TaxRegister(sealer: tools.sealer, calendar: tools.calendar)
      try InventedProperty(register: register, date: tools.date, at: tools.now)
        .enter(household.properties, in: transaction)
    }
  }
}
