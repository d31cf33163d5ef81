import ArgumentParser
import MallDomain
import MallWire

struct ListChanges: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "changes", abstract: "Lists published changes that wait for the operator's approval.")

  @OptionGroup var paging: PagingOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let page = try await connection.connected(as: .operator) { client in
      try await paging.fetch { size, token in
        let answer = try await client.call(
          .catalogueChanges, Wire.ListChangesRequest(pageSize: size, pageToken: token),
          answering: Wire.ListChangesResponse.self)
        return (answer.changes, answer.nextPageToken)
      }
    }
    output.show(ChangeList(page: page))
  }
}

private struct ChangeList: Report {
  var page: Page<Wire.CatalogueChange>

  var json: JSONValue {
    .object([
      "changes": .array(
        page.rows.map {
          .object([
            "subject": .string($0.subject),
            "version_now": .text($0.versionNow),
            "version_proposed": .string($0.versionProposed),
            "parts": .strings($0.parts),
            "proposed_at": WireTime.json($0.proposedAtMs),
            "queries": .array(
              $0.queries.map {
                .object([
                  "fact": .string($0.fact), "direction": .string($0.direction), "purposes": .strings($0.purposes),
                  "roles": .strings($0.roles),
                ])
              }),
          ])
        }),
      "next_page_token": .string(page.nextToken),
    ])
  }

  func text(in language: Language) -> String {
    guard !page.rows.isEmpty else {
      return language("Tidak ada perubahan yang menunggu.", "No changes are waiting.")
    }
    let table = Table(
      [
        .init(language("Layanan atau instansi", "Service or agency"), wraps: true),
        .init(language("Bagian", "Parts"), wraps: true),
        .init(language("Usulan", "Proposed version")), .init(language("Diusulkan", "Proposed at")),
      ],
      rows: page.rows.map {
        [$0.subject, $0.parts.joined(separator: ", "), $0.versionProposed, WireTime.text($0.proposedAtMs)]
      })
    return table.text() + "\n\n"
      + language("Setujui: mall catalogue approve KODE", "Approve: mall catalogue approve CODE")
  }
}
