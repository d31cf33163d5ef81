import ArgumentParser
import MallDomain
import MallNode
import MallWire

struct ListAgencies: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "agencies", abstract: "Lists the agencies behind the mall's door, connected or away.")

  @OptionGroup var paging: PagingOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let page = try await connection.connected(as: .citizen) { client in
      try await paging.fetch { size, token in
        try await AgencyList.page(client, size: size, token: token)
      }
    }
    output.show(AgencyList(page: page))
  }
}

/// The agencies as the gateway sees them.
struct AgencyList: Report {
  var page: Page<Wire.AgencySummary>

  static func page(
    _ client: MallClient, size: UInt32, token: String
  ) async throws -> (rows: [Wire.AgencySummary], next: String) {
    let answer = try await client.call(
      .catalogueAgencies, Wire.ListAgenciesRequest(pageSize: size, pageToken: token),
      answering: Wire.ListAgenciesResponse.self)
    return (answer.agencies, answer.nextPageToken)
  }

  var json: JSONValue {
    .object([
      "agencies": .array(
        page.rows.map {
          .object([
            "id": .string($0.id), "name": $0.name.json, "kind": .text($0.kind), "domain": .text($0.domain),
            "counter": .text($0.counter), "services": .integer($0.services), "connected": .boolean($0.connected),
            "node": .text($0.node), "last_seen": WireTime.json($0.lastSeenMs), "backlog": .integer($0.backlog),
          ])
        }),
      "next_page_token": .string(page.nextToken),
    ])
  }

  func text(in language: Language) -> String {
    let table = Table(
      [
        .init(language("Instansi", "Agency")), .init(language("Nama", "Name"), wraps: true),
        .init(language("Loket", "Counter")), .init(language("Layanan", "Services"), alignment: .right),
        .init(language("Keadaan", "State")), .init(language("Menunggu", "Waiting"), alignment: .right),
      ],
      rows: page.rows.map {
        [
          $0.id, $0.name.text(language), $0.counter, String($0.services), state(of: $0, language),
          $0.backlog == 0 ? "" : String($0.backlog),
        ]
      })
    let connected = page.rows.count { $0.connected }
    return table.text() + "\n\n"
      + language(
        "\(connected) dari \(page.rows.count) instansi terhubung.",
        "\(connected) of \(page.rows.count) agencies are connected.")
  }

  private func state(of agency: Wire.AgencySummary, _ language: Language) -> String {
    if agency.connected { return language("terhubung", "connected") }
    guard let seen = MallInstant(wire: agency.lastSeenMs) else { return language("belum pernah", "never seen") }
    return language("jauh sejak ", "away since ") + seen.wallText
  }
}
