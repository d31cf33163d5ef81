import ArgumentParser
import MallLink

struct ShowCredential: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows whom a credential file names; never its keys.")

  @Argument(help: "The credential file.")
  var file: String

  @OptionGroup var output: OutputOptions

  func perform() async throws {
    output.show(CredentialReport(identity: try Credential(contentsOf: file).identity, path: file))
  }
}
