import ArgumentParser

struct RegisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Searches the registers of an officer's agency, and reads a record's history.",
    subcommands: [SearchRegister.self, ShowRecord.self])
}
