import AgencyKit
import ArgumentParser
import MallDomain
import MallNode
import MallStore

/// The population and civil registration service: residents, family cards, identity cards, births and deaths.
@main
struct IdentityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity-service",
    abstract: "Serves population and civil registration (Disdukcapil) with registers of its own.",
    version: NodeVersion.version, subcommands: [Serve.self, Seed.self], defaultSubcommand: Serve.self)

  static let program = AgencyProgram(
    name: "identity", domain: .identity, migrations: [RegistrySchema.migrations, PersonReservationTable.migrations],
    bringForward: { sealer, transaction in
      try OpeningEntries(sealer: sealer).write(in: transaction)
      try ResidentIndex(sealer: sealer).fill(in: transaction)
    }
  ) { IdentityBackOffice($0) }

  struct Serve: AgencyCommand {
    static let configuration = CommandConfiguration(abstract: "Serves until it is stopped.")
    static let program = IdentityCommand.program

    @OptionGroup var options: AgencyOptions
  }

  struct Seed: SeedCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enters invented residents, families and cards in the register.")
    static let program = IdentityCommand.program

    @OptionGroup var options: SeedOptions

    static func enter(_ household: SyntheticHousehold, with tools: SeedTools, in transaction: Transaction) throws {
      try InventedPeople(register: PopulationRegister(sealer: tools.sealer), date: tools.date, at: tools.now)
        .enter(household.residents, in: transaction)
    }
  }
}
