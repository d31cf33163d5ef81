import ArgumentParser
import MallDomain
import MallNode
import MallWire

struct ListDeliveries: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists what was set aside, of the gateway and of all connected nodes, or of one.",
    discussion: """
      A delivery that its receiver refuses again and again is set aside. It holds back its own case and nothing \
      else. Mend the reason, then `mall deliveries retry`; or give it up with `mall deliveries discard`.
      """)

  @Option(
    name: [.customLong("node"), .customLong("agency")],
    help: "Only of this node, by its name or by an agency that it serves.")
  var node: String?

  @OptionGroup var paging: PagingOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard paging.pageSize == nil || node != nil else {
      throw ValidationError("--page-size needs --node: the pages of several nodes can't be told apart.")
    }
  }

  func perform() async throws {
    let list = try await connection.connected(as: .operator) { client in
      if let node {
        let page = try await paging.fetch { size, token in
          try await Self.page(of: node, client, size: size, token: token)
        }
        return SetAsideList(rows: page.rows, nextToken: page.nextToken)
      }
      return try await Self.everyNode(client)
    }
    output.show(list)
  }

  /// Nodes that are away are named, not waited for.
  private static func everyNode(_ client: MallClient) async throws -> SetAsideList {
    let answers = try await NodeDirectory(client: client).askEach { node in
      try await PagingOptions.wholeList { size, token in
        try await page(of: node, client, size: size, token: token)
      }
    }
    return SetAsideList(rows: answers.found.flatMap(\.1), away: answers.away)
  }

  private static func page(
    of node: String, _ client: MallClient, size: UInt32, token: String
  ) async throws -> (rows: [SetAsideList.Row], next: String) {
    let answer = try await client.call(
      .deliveryListSetAside, Wire.ListSetAsideRequest(pageSize: size, pageToken: token), target: node,
      answering: Wire.ListSetAsideResponse.self)
    return (answer.deliveries.map { SetAsideList.Row(node: node, delivery: $0) }, answer.nextPageToken)
  }
}

private struct SetAsideList: Report {
  struct Row: Sendable {
    var node: String
    var delivery: Wire.SetAsideDelivery
  }

  var rows: [Row]
  var nextToken = ""
  /// Nodes that did not answer.
  var away: [String] = []

  var json: JSONValue {
    .object([
      "deliveries": .array(
        rows.map { row in
          .object([
            "node": .string(row.node), "sequence": .integer(row.delivery.sequence),
            "destination": .string(row.delivery.destination), "kind": .string(row.delivery.kind),
            "case_id": .text(row.delivery.caseID), "reason": .string(row.delivery.reason),
            "tries": .integer(row.delivery.tries), "created_at": WireTime.json(row.delivery.createdAtMs),
            "set_aside_at": WireTime.json(row.delivery.setAsideAtMs), "held_back": .integer(row.delivery.heldBack),
          ])
        }),
      "next_page_token": .string(nextToken),
      "away": .strings(away),
    ])
  }

  func text(in language: Language) -> String {
    let missing =
      away.isEmpty ? "" : "\n" + language("Tidak menjawab: ", "No answer from: ") + away.joined(separator: ", ")
    guard !rows.isEmpty else {
      return language("Tidak ada kiriman yang disisihkan.", "No deliveries are set aside.") + missing
    }
    let table = Table(
      [
        .init(language("Simpul", "Node")), .init(language("Nomor", "Number"), alignment: .right),
        .init(language("Tujuan", "To")), .init(language("Jenis", "Kind"), wraps: true),
        .init(language("Berkas", "Case")), .init(language("Sejak", "Since")),
        .init(language("Alasan", "Reason"), wraps: true),
      ],
      rows: rows.map { row in
        [
          row.node, String(row.delivery.sequence), row.delivery.destination, row.delivery.kind, row.delivery.caseID,
          WireTime.text(row.delivery.setAsideAtMs), row.delivery.reason,
        ]
      })
    return table.text() + "\n\n"
      + language(
        "Perbaiki sebabnya, lalu: mall deliveries retry NOMOR --node SIMPUL",
        "Mend the reason, then: mall deliveries retry NUMBER --node NODE") + missing
  }
}
