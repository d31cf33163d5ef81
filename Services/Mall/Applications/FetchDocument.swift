import ArgumentParser
import MallDomain
import MallWire

struct FetchDocument: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "document", abstract: "Shows the document that an application led to.")

  @Argument(help: "The tracking code.")
  var code: String

  @OptionGroup var fact: FactOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let fact = try fact.read()
    let answer = try await connection.connected(as: .citizen) { client in
      try await client.call(
        .documentFetch, Wire.FetchDocumentRequest(trackingCode: code, fact: fact),
        answering: Wire.FetchDocumentResponse.self)
    }
    guard let document = answer.document else {
      throw CommandFailure(
        .notFound, "Belum ada dokumen; lihat `mall track`.", "There is no document yet; see `mall track`.")
    }
    output.show(DocumentSheet(document: document))
  }
}

/// A document as its record says.
struct DocumentSheet: Report {
  var document: Wire.Document

  var json: JSONValue { .object(["document": document.json]) }

  func text(in language: Language) -> String {
    var sheet = Sheet(document.title.text(language))
    document.describe(in: &sheet, language)
    return sheet.text()
  }
}
