import ArgumentParser
import Foundation
import MallDomain
import MallNode
import MallWire

struct Readmit: MallSubcommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings an application back that the mall acknowledged and lost, from its receipt and its input.",
    discussion: """
      After a mall was restored from a backup it may have lost applications that came after the backup. The receipt \
      that mall apply gave (with --receipt FILE or --format json) and the same input bring one back, under the same \
      tracking code. What is not lost stays as it is.

        mall readmit receipt.json --input skck.json
      """)

  @Argument(help: "The receipt: what mall apply wrote with --receipt, or printed as JSON.")
  var receipt: String

  @Option(help: "The application as it was handed in; - reads standard input.")
  var input: String

  @Option(help: "The channel, if mall apply was given one.")
  var channel: String?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let copy = try KeptReceipt(json: try JSONValue.read(try InputSource.read(receipt)))
    var application = try ApplicationInput(json: try InputSource.read(input))
    if let channel { application.channel = channel }
    let content = application
    let folder = input == "-" ? URL(filePath: ".") : URL(filePath: input).deletingLastPathComponent()
    let answer = try await connection.connected(as: .citizen) { client in
      let blobs = try await BlobUpload(client: client, folder: folder).upload(content.files)
      return try await client.call(
        .applicationReadmit,
        Wire.ReadmitRequest(
          trackingCode: copy.trackingCode, receipt: copy.receipt,
          content: content.content(
            service: copy.receipt.service, channel: ApplicationDesk.standardChannel, blobs: blobs)),
        answering: Wire.ReadmitResponse.self)
    }
    output.show(Readmitted(trackingCode: copy.trackingCode, answer: answer))
  }
}

/// An applicant's proof that the mall accepted an application, as `mall apply` writes it.
private struct KeptReceipt {
  var trackingCode: String
  var receipt: Wire.Receipt

  init(json: JSONValue) throws(CommandFailure) {
    guard case .string(let code)? = json["tracking_code"],
      case .string(let signed)? = json["receipt"]?["signed_receipt"], let bytes = HexText.bytes(signed),
      let receipt = try? Wire.Receipt(decoding: bytes)
    else {
      throw CommandFailure(
        .invalidArgument, "Itu bukan tanda terima dari `mall apply --receipt BERKAS`.",
        "That is no receipt of `mall apply --receipt FILE`.")
    }
    trackingCode = code
    self.receipt = receipt
  }
}

private struct Readmitted: Report {
  var trackingCode: String
  var answer: Wire.ReadmitResponse

  var json: JSONValue {
    .object([
      "tracking_code": .string(trackingCode), "case_id": .string(answer.caseID), "state": .string(answer.state),
      "was_known": .boolean(answer.wasKnown),
    ])
  }

  func text(in language: Language) -> String {
    (answer.wasKnown
      ? language("Permohonan ini tidak hilang.", "This application was not lost.")
      : language("Permohonan diterima kembali.", "The application is back."))
      + " " + language("Lacak: ", "Track: ") + "mall track \(trackingCode)"
  }
}
