import ArgumentParser
import MallDomain
import MallNode
import MallWire

struct ListCases: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the cases of an agency, or of all agencies that the officer works for.")

  @Option(help: "The agency; default: all that stand in the officer's credential.")
  var agency: String?

  @Option(help: "One state, such as received or in-review; open: all unfinished; all: every case.")
  var state = "open"

  @Option(help: "Only cases of this service.")
  var service: String = ""

  @OptionGroup var paging: PagingOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard paging.pageSize == nil || agency != nil else {
      throw ValidationError("--page-size needs --agency: the pages of several agencies can't be told apart.")
    }
  }

  func perform() async throws {
    let list = try await connection.connected(as: .officer) { client in
      if let agency {
        return CaseList(
          page: try await paging.fetch { size, token in
            try await cases(of: agency, client, size: size, token: token)
          })
      }
      return try await casesOfAllAgencies(client)
    }
    output.show(list)
  }

  /// Agencies that are away are named, not waited for.
  private func casesOfAllAgencies(_ client: MallClient) async throws -> CaseList {
    let agencies = client.credential.identity.agencies.map(\.text).sorted()
    guard !agencies.isEmpty else {
      throw CommandFailure(
        .permissionDenied, "Kredensial ini tidak menyebut instansi: bukan milik petugas.",
        "This credential names no agency: it is no officer's.")
    }
    var list = CaseList(page: Page(rows: []))
    for agency in agencies {
      do {
        list.page.rows += try await PagingOptions.wholeList { size, token in
          try await cases(of: agency, client, size: size, token: token)
        }
      } catch let refusal as Refusal where refusal.code == .unavailable || refusal.code == .deadlineExceeded {
        list.away.append(agency)
      }
    }
    return list
  }

  private func cases(
    of agency: String, _ client: MallClient, size: UInt32, token: String
  ) async throws -> (rows: [Wire.CaseSummary], next: String) {
    let answer = try await client.call(
      .caseList,
      Wire.ListCasesRequest(
        agency: agency, state: state == "all" ? "" : state, service: service, pageSize: size, pageToken: token),
      target: agency, answering: Wire.ListCasesResponse.self)
    return (answer.cases, answer.nextPageToken)
  }
}

private struct CaseList: Report {
  var page: Page<Wire.CaseSummary>
  /// Agencies that did not answer.
  var away: [String] = []

  var json: JSONValue {
    .object([
      "cases": .array(page.rows.map(\.json)),
      "next_page_token": .string(page.nextToken),
      "away": .strings(away),
    ])
  }

  func text(in language: Language) -> String {
    let missing =
      away.isEmpty
      ? "" : "\n" + language("Tidak menjawab: ", "No answer from: ") + away.joined(separator: ", ")
    guard !page.rows.isEmpty else { return language("Tidak ada berkas.", "No cases.") + missing }
    let table = Table(
      [
        .init(language("Berkas", "Case")), .init(language("Layanan", "Service"), wraps: true),
        .init(language("Keadaan", "State"), wraps: true), .init(language("Petugas", "Officer"), wraps: true),
        .init(language("Batas", "Due")),
      ],
      rows: page.rows.map {
        [$0.caseID, $0.service, StateText.of($0.state, language), $0.officer, $0.due]
      })
    return table.text() + "\n\n" + language("\(page.rows.count) berkas.", "\(page.rows.count) cases.") + missing
  }
}
