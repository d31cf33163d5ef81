import AgencyKit
import ArgumentParser
import MallDomain
import MallNode
import MallStore

/// The service of the offices of religious affairs (KUA): registration and recording of marriages, and what goes with
/// it.
@main
struct MarriageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "marriage-service",
    abstract: "Serves the offices of religious affairs (KUA) with a marriage register of its own.",
    version: NodeVersion.version, subcommands: [Serve.self, Seed.self, OfficiantsCommand.self],
    defaultSubcommand: Serve.self)

  static let program = AgencyProgram(
    name: "marriage", domain: .marriage, migrations: [MarriageSchema.migrations]
  ) { MarriageBackOffice($0) }

  struct Serve: AgencyCommand {
    static let configuration = CommandConfiguration(abstract: "Serves until it is stopped.")
    static let program = MarriageCommand.program

    @OptionGroup var options: AgencyOptions
  }

  struct Seed: SeedCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enters the marriages of invented Muslim couples in the register.")
    static let program = MarriageCommand.program

    @OptionGroup var options: SeedOptions

    static func enter(_ household: SyntheticHousehold, with tools: SeedTools, in transaction: Transaction) throws {
      try InventedMarriages(register: MarriageRegister(sealer: tools.sealer), areas: tools.areas, at: tools.now)
        .enter(household.residents, in: transaction)
    }
  }
}
