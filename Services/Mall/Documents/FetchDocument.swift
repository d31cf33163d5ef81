import ArgumentParser
import Foundation
import MallDomain
import MallLink
import MallWire

struct FetchDocument: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "document",
    abstract: "Shows the document that an application led to, or saves it.",
    discussion: """
      --output akta.html writes a page for reading and for printing on A4, with the QR code that proves it;
      any other name gets the signed machine-readable record, which `mall verify` reads.
      """)

  @Argument(help: "The tracking code.")
  var code: String

  @Option(help: "Which of several documents, by its type. Default: the main one.")
  var type: String?

  @Option(name: .customLong("output"), help: "Where to write it: FILE.html for the page, else the signed record.")
  var destination: String?

  @OptionGroup var fact: FactOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let fact = try fact.read()
    let (answer, service) = try await connection.connected(as: .citizen) { client in
      let answer = try await client.call(
        .documentFetch, Wire.FetchDocumentRequest(trackingCode: code, fact: fact),
        answering: Wire.FetchDocumentResponse.self)
      let code = answer.document?.service ?? ""
      return (
        answer,
        try? await client.call(
          .catalogueService, Wire.GetServiceRequest(code: code), answering: Wire.GetServiceResponse.self)
      )
    }
    let paper = try IssuedPaper(answer, type: type)
    guard let destination else { return output.show(paper) }
    try save(paper, service: service, to: destination)
    output.show(SavedDocument(path: destination, paper: paper))
  }

  private func save(_ paper: IssuedPaper, service: Wire.GetServiceResponse?, to path: String) throws {
    let bytes: [UInt8]
    if path.hasSuffix(".html") {
      bytes = Array(try paper.page(service: service, language: output.language).utf8)
    } else if let signed = paper.signed {
      bytes = signed.encoded()
    } else {
      throw CommandFailure(
        .failedPrecondition, "Dokumen ini belum ditandatangani instansinya; hanya halamannya dapat disimpan.",
        "This document bears no signature of its agency; only its page can be saved.")
    }
    try OutputFile.write(bytes, to: path)
  }
}
