import ArgumentParser
import MallDomain
import MallWire

struct BundleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Matters of life that need several agencies, each one application: list, show.",
    discussion: """
      Apply and track as for a single service:

        mall apply mal.anak-lahir --example > anak.json
        mall apply mal.anak-lahir --input anak.json
      """,
    subcommands: [ListBundles.self, ShowService.self])
}

struct ListBundles: MallSubcommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the bundles of this mall.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let answer = try await connection.connected(as: .citizen) { client in
      try await client.call(
        .catalogueBundles, Wire.ListBundlesRequest(), answering: Wire.ListBundlesResponse.self)
    }
    output.show(BundleList(bundles: answer.bundles))
  }
}

private struct BundleList: Report {
  var bundles: [Wire.BundleSummary]

  var json: JSONValue {
    .object([
      "bundles": .array(
        bundles.map {
          .object([
            "code": .string($0.code), "name": $0.name.json, "description": $0.description.json,
            "services": .strings($0.services), "available": .boolean($0.available),
          ])
        })
    ])
  }

  func text(in language: Language) -> String {
    let away = language(" (tidak tersedia di sini)", " (not available here)")
    return Table(
      [
        .init(language("Kode", "Code")), .init(language("Nama", "Name")),
        .init(language("Layanan", "Services"), wraps: true),
      ],
      rows: bundles.map {
        [$0.code, $0.name.text(language) + ($0.available ? "" : away), $0.services.joined(separator: ", ")]
      }
    ).text()
  }
}
