import ArgumentParser
import MallDomain
import MallNode

/// The `serve` command of an agency's executable: `static let program` says which, the rest is the same for all.
package protocol AgencyCommand: AsyncParsableCommand {
  static var program: AgencyProgram { get }
  var options: AgencyOptions { get }
}

extension AgencyCommand {
  package func run() async throws {
    let configuration = try await AgencyConfiguration(options, name: Self.program.name)
    try await NodeExit.guarded {
      do {
        try await AgencyProcess.open(Self.program, configuration: configuration).run()
      } catch let errors as CatalogueErrors {
        for error in errors.errors {
          StandardError.write(line: "error: \(error)")
        }
        throw NodeExit.badData
      }
    }
  }
}
