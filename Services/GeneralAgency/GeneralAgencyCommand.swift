import AgencyKit
import ArgumentParser
import MallNode

/// The service of every agency that a manifest alone describes. One process may serve several.
@main
struct GeneralAgencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agency-service",
    abstract: "Serves agencies from their manifests: receives cases, checks rules, issues and answers.",
    version: NodeVersion.version, subcommands: [Serve.self], defaultSubcommand: Serve.self)

  struct Serve: AgencyCommand {
    static let configuration = CommandConfiguration(abstract: "Serves until it is stopped.")
    static let program = AgencyProgram(name: "general", domain: .general) { ManifestBackOffice($0) }

    @OptionGroup var options: AgencyOptions
  }
}
