import ArgumentParser
import Foundation
import MallDomain
import MallWire

struct Supplement: MallSubcommand {
  static let configuration = CommandConfiguration(
    abstract: "Hands in what the officer asked for.",
    discussion: """
      The input is JSON with "values" and "attachments" as in `mall apply --example`; it replaces what was handed in.
      """)

  @Argument(help: "The tracking code.")
  var code: String

  @Option(help: "What is handed in, as a JSON file; - reads standard input.")
  var input: String?

  @Option(help: "What you want to tell the officer.")
  var note: String?

  @Option(help: "Idempotency key, 8 to 128 characters; default: a random one.")
  var key: String?

  @OptionGroup var fact: FactOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard input != nil || note != nil else { throw ValidationError("Give --input FILE|-, --note TEXT or both.") }
    guard !(input == "-" && fact.fact == "-") else {
      throw ValidationError("Only one of --input and --fact can read standard input.")
    }
  }

  func perform() async throws {
    let fact = try fact.read()
    let content = try input.map { try ApplicationInput(json: try InputSource.read($0)) } ?? ApplicationInput()
    let folder = input.map { URL(filePath: $0).deletingLastPathComponent() } ?? URL(filePath: ".")
    let answer = try await connection.connected(as: .citizen) { client in
      let blobs = try await BlobUpload(client: client, folder: folder).upload(content.files)
      return try await client.call(
        .applicationSupplement,
        Wire.SupplementRequest(
          trackingCode: code, fact: fact, idempotencyKey: key ?? RandomName.make(),
          values: content.fieldValues(blobs: blobs), attachments: content.wireAttachments(blobs: blobs),
          note: note ?? content.note ?? ""),
        answering: Wire.SupplementResponse.self)
    }
    output.show(StateReport(state: answer.state))
  }
}

/// The state after an applicant's step.
struct StateReport: Report {
  var state: String

  var json: JSONValue { .object(["state": .string(state)]) }

  func text(in language: Language) -> String {
    language("Keadaan sekarang: ", "State now: ") + StateText.of(state, language)
  }
}
