import ArgumentParser
import MallDomain
import MallLink
import MallNode
import MallWire

struct FetchKeys: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Fetches the mall's document keys and lists, with which documents are verified without a network.",
    discussion: "Compare the authority's fingerprint once with the one that the mall makes known (`mall pki list`).")

  @Option(name: .customLong("output"), help: "The file to write.")
  var destination: String = "mall.keys"

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let file = try await connection.connected(as: .citizen) { try await Self.fetch($0) }
    let keys = try VerificationKeys(pages: file.bundles, pinned: nil)
    try OutputFile.write(file.encoded(), to: destination)
    output.show(KeysReport(keys: keys, path: destination))
  }

  /// All pages.
  static func fetch(_ client: MallClient) async throws -> Wire.VerificationBundleFile {
    var file = Wire.VerificationBundleFile()
    var token = ""
    repeat {
      let answer = try await client.call(
        .documentKeys, Wire.VerificationBundleRequest(pageToken: token),
        answering: Wire.VerificationBundleResponse.self)
      if let bundle = answer.bundle { file.bundles.append(bundle) }
      token = answer.nextPageToken
    } while !token.isEmpty
    return file
  }
}

private struct KeysReport: Report {
  var keys: VerificationKeys
  var path: String

  var json: JSONValue {
    .object([
      "mall": .string(keys.mall), "authority": .string(keys.authority), "keys": .integer(keys.verifier.keyCount),
      "lists": .integer(keys.verifier.listCount), "made_at": .string(keys.madeAt.isoText), "path": .string(path),
    ])
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Kunci dokumen ", "Document keys of ") + keys.mall)
    sheet.add(language("Sidik jari otoritas", "Authority"), keys.authority)
    sheet.add(language("Kunci", "Keys"), String(keys.verifier.keyCount))
    sheet.add(language("Daftar", "Lists"), String(keys.verifier.listCount))
    sheet.add(language("Keadaan per", "As of"), keys.madeAt.wallText)
    sheet.add(language("Berkas", "File"), path)
    return sheet.text()
  }
}
