import ArgumentParser
import MallDomain
import MallWire

struct ShowHistory: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Lists every step of a case, oldest first.")

  @OptionGroup var subject: CaseOptions
  @OptionGroup var paging: PagingOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let page = try await connection.connected(as: .officer) { client in
      let desk = try await CaseDesk(client: client, options: subject)
      return try await paging.fetch { size, token in
        let answer = try await desk.history(size: size, token: token)
        return (answer.events, answer.nextPageToken)
      }
    }
    output.show(History(page: page))
  }
}

private struct History: Report {
  var page: Page<Wire.TimelineEvent>

  var json: JSONValue {
    .object(["events": Timeline.json(page.rows), "next_page_token": .string(page.nextToken)])
  }

  func text(in language: Language) -> String {
    Timeline.table(page.rows, language).text()
  }
}
