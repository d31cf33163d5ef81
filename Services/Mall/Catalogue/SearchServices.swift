import ArgumentParser
import MallWire

struct SearchServices: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds services by words, Indonesian or English, best first.",
    discussion: "For example: mall catalogue search ktp hilang")

  /// More than a person reads; the best come first.
  private static let standardPageSize: UInt32 = 10

  @Argument(help: "What you look for.")
  var words: [String]

  @Option(help: "How many services to show (default 10).")
  var pageSize: UInt32 = Self.standardPageSize

  @Option(help: "Go on after an earlier page: the next_page_token that it gave.")
  var pageToken: String = ""

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .citizen) { client in
      try await client.call(
        .catalogueSearch,
        Wire.SearchRequest(text: words.joined(separator: " "), pageSize: pageSize, pageToken: pageToken),
        answering: Wire.ListServicesResponse.self)
    }
    output.show(ServiceList(page: Page(rows: answer.services, nextToken: answer.nextPageToken)))
  }
}
