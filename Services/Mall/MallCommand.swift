import ArgumentParser
import Foundation
import MallNode

/// The command line of a mall: for citizens and programs, officers, operators and demonstrations.
struct MallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mall",
    abstract: "One door to every public service of a region: list, apply, track, decide, operate.",
    discussion: """
      Start a whole mall here:  mall up --demonstration
      Look for a service:       mall catalogue search ktp hilang
      See what it asks for:     mall catalogue show polres.skck
      Make an example of it:    mall apply polres.skck --example > skck.json
      Apply:                    mall apply polres.skck --input skck.json

      Each command finds its mall by --data DIR (MALL_DATA, default ./mall-data),
      or by --gateway HOST:PORT with --credential FILE. With --format json, results
      and errors are JSON; docs/command-line.md lists keys and exit codes.
      """,
    version: NodeVersion.version,
    subcommands: [UpCommand.self],
    groupedSubcommands: [
      CommandGroup(name: "Catalogue", subcommands: [CatalogueCommand.self, ListAgencies.self, BundleCommand.self]),
      CommandGroup(
        name: "Applications",
        subcommands: [
          Apply.self, Track.self, ShowApplication.self, Supplement.self, Withdraw.self, FetchDocument.self,
          Readmit.self,
        ]),
      CommandGroup(name: "Documents", subcommands: [VerifyDocument.self, FetchKeys.self, RevokeDocument.self]),
      CommandGroup(name: "Officers", subcommands: [CaseCommand.self, RegisterCommand.self, TaskCommand.self]),
      CommandGroup(name: "Payments", subcommands: [LookUpBill.self, Pay.self]),
      CommandGroup(
        name: "Operation",
        subcommands: [
          HealthCommand.self, DoctorCommand.self, DeliveriesCommand.self, BackupCommand.self, RestoreCommand.self,
          ClockCommand.self, CertificatesCommand.self, ConformCommand.self, GuardCommand.self,
        ]),
    ])
  /// Parses, runs, and ends the process with the exit code of what happened.
  static func start(arguments: [String]) async -> Never {
    do {
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      Foundation.exit(ExitStatus.done.rawValue)
    } catch {
      if let failure = UsageFailure.json(of: error, arguments: arguments) {
        StandardOutput.writeError(JSONWriter.text(failure.json))
        Foundation.exit(failure.exit.rawValue)
      }
      exit(withError: error)
    }
  }
}
