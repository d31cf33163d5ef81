import ArgumentParser
import MallWire

struct ListServices: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the services, all or those that fit every filter given.")

  @Option(help: "Only this agency's, such as disdukcapil (see mall agencies).")
  var agency: String = ""

  @Option(help: "Only this category's, such as civil-registration.")
  var category: String = ""

  @Option(help: "Only those for a life event, such as birth or marriage.")
  var lifeEvent: String = ""

  @Option(help: "Only those offered through a channel: counter, online or outreach.")
  var channel: String = ""

  @OptionGroup var paging: PagingOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let page = try await connection.connected(as: .citizen) { client in
      try await paging.fetch { size, token in
        let answer = try await client.call(
          .catalogueList,
          Wire.ListServicesRequest(
            agency: agency, category: category, lifeEvent: lifeEvent, channel: channel, pageSize: size,
            pageToken: token),
          answering: Wire.ListServicesResponse.self)
        return (answer.services, answer.nextPageToken)
      }
    }
    output.show(ServiceList(page: page))
  }
}
