import ArgumentParser

struct CatalogueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalogue",
    abstract: "The services of all agencies: list, search, show; changes that wait for approval.",
    subcommands: [
      ListServices.self, SearchServices.self, ShowService.self, ListChanges.self, ApproveChange.self,
    ])
}
