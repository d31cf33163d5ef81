import ArgumentParser
import MallDomain
import MallWire

struct ShowApplication: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows an application's content to who holds the tracking code and knows a fact of it.")

  @Argument(help: "The tracking code.")
  var code: String

  @OptionGroup var fact: FactOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let fact = try fact.read()
    let answer = try await connection.connected(as: .citizen) { client in
      try await client.call(
        .applicationShow, Wire.ShowApplicationRequest(trackingCode: code, fact: fact),
        answering: Wire.ShowApplicationResponse.self)
    }
    output.show(ApplicationSheet(answer: answer))
  }
}

private struct ApplicationSheet: Report {
  var answer: Wire.ShowApplicationResponse

  var json: JSONValue {
    .object([
      "track": answer.track?.json ?? .null,
      "content": answer.content?.json ?? .null,
      "output": answer.output?.json ?? .null,
    ])
  }

  func text(in language: Language) -> String {
    var parts: [String] = []
    if let track = answer.track { parts.append(TrackSheet(track: track).text(in: language)) }
    if let content = answer.content {
      var sheet = Sheet(language("Isi permohonan", "Content of the application"))
      content.describe(in: &sheet, language)
      parts.append(sheet.text())
    }
    if let document = answer.output { parts.append(DocumentSheet(document: document).text(in: language)) }
    return parts.joined(separator: "\n\n")
  }
}
