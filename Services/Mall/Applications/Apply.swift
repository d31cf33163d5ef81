import ArgumentParser
import Foundation
import MallDomain
import MallNode
import MallWire

struct Apply: MallSubcommand {
  static let configuration = CommandConfiguration(
    abstract: "Applies for a service, or prints a filled example of the application.",
    discussion: """
      The input is JSON; its shape is that of the example:

        mall apply disdukcapil.akta-kelahiran --example > contoh.json
        mall apply disdukcapil.akta-kelahiran --input contoh.json

      Files named in the input are sent first, in chunks; a broken upload goes on \
      where it stopped. The same --key again gets the same answer and makes no \
      second application.
      """)

  @Argument(help: "The service's code, such as disdukcapil.akta-kelahiran.")
  var code: String

  @Option(help: "The application as a JSON file; - reads standard input.")
  var input: String?

  @Flag(help: "Print an example input, which the mall accepts as it stands.")
  var example = false

  @Option(help: "counter, online or outreach; default: what the input says, else online.")
  var channel: String?

  @Option(help: "Idempotency key, 8 to 128 characters; default: a random one, which is printed.")
  var key: String?

  @Option(help: "Keep the signed receipt in this file: with it mall readmit brings the application back if it is lost.")
  var receipt: String?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard example != (input != nil) else {
      throw ValidationError("Give either --input FILE|- or --example.")
    }
  }

  func perform() async throws {
    guard let input else {
      let filled = try await connection.connected(as: .citizen) { client in
        try await ApplicationDesk(client: client).example(for: code)
      }
      StandardOutput.write(
        JSONWriter.text(ExampleInput(content: filled.content, form: filled.form, channel: channel).json))
      return
    }
    var application = try ApplicationInput(json: try InputSource.read(input))
    if let named = application.service, named != code {
      throw CommandFailure(
        .invalidArgument, "Masukan ini untuk layanan \(named), bukan \(code).",
        "This input is for the service \(named), not \(code).")
    }
    if let channel { application.channel = channel }
    let folder = input == "-" ? URL(filePath: ".") : URL(filePath: input).deletingLastPathComponent()
    let key = key ?? RandomName.make()
    let content = application
    do {
      let answer = try await connection.connected(as: .citizen) { client in
        try await ApplicationDesk(client: client).submit(content, service: code, key: key, folder: folder)
      }
      let submission = Submission(key: key, answer: answer)
      if let receipt { try submission.keep(in: receipt) }
      output.show(submission)
    } catch let refusal as Refusal where refusal.code == .deadlineExceeded || refusal.code == .unavailable {
      throw CommandFailure(
        refusal.code,
        refusal.message.text(.indonesian) + " Ulangi dengan --key \(key): tidak akan ada permohonan kedua.",
        refusal.message.text(.english) + " Repeat with --key \(key): there will be no second application.")
    }
  }
}

/// What every applicant does, by command or in the demonstration.
struct ApplicationDesk: Sendable {
  /// The channel of an input that names none.
  static let standardChannel = "online"

  var client: MallClient

  /// An example made by the service's agency, or by those of a bundle's parts, and the form it fills.
  func example(for code: String) async throws -> (content: Wire.ApplicationContent, form: [Wire.FormField]) {
    let sheet = try await client.call(
      .catalogueService, Wire.GetServiceRequest(code: code), answering: Wire.GetServiceResponse.self)
    let form = sheet.service?.form ?? []
    guard !sheet.parts.isEmpty else { return (try await serviceExample(of: code), form) }
    var bundle = BundleExample(bundle: code)
    for part in sheet.parts {
      bundle.add(try await serviceExample(of: part.service), of: part)
    }
    return (bundle.content, form)
  }

  private func serviceExample(of code: String) async throws -> Wire.ApplicationContent {
    let answer = try await client.call(
      .catalogueExample, Wire.ExampleRequest(service: code), target: code, answering: Wire.ExampleResponse.self)
    guard let content = answer.content else {
      throw CommandFailure(
        .internal, "Instansi tidak mengirim contoh untuk \(code).", "The agency sent no example for \(code).")
    }
    return content
  }

  /// Uploads the files, then hands the application in.
  ///
  /// - Parameters:
  ///   - key: the same key again gets the same answer.
  ///   - folder: where relative paths of files begin.
  func submit(
    _ input: ApplicationInput, service code: String, key: String, folder: URL
  ) async throws -> Wire.SubmitResponse {
    let blobs = try await BlobUpload(client: client, folder: folder).upload(input.files)
    return try await client.call(
      .applicationSubmit,
      Wire.SubmitRequest(
        idempotencyKey: key, content: input.content(service: code, channel: Self.standardChannel, blobs: blobs)),
      answering: Wire.SubmitResponse.self)
  }
}

private struct Submission: Report {
  var key: String
  var answer: Wire.SubmitResponse

  var json: JSONValue {
    .object([
      "tracking_code": .string(answer.trackingCode),
      "idempotency_key": .string(key),
      "receipt": answer.receipt?.json ?? .null,
    ])
  }

  /// Writes the receipt so that only its owner can read it: the tracking code stands in it.
  func keep(in file: String) throws(CommandFailure) {
    let text = Data((JSONWriter.text(json) + "\n").utf8)
    guard
      FileManager.default.createFile(atPath: file, contents: text, attributes: [.posixPermissions: 0o600])
    else {
      throw CommandFailure(
        .failedPrecondition,
        "Permohonan diterima dengan kode \(answer.trackingCode), tetapi \(file) tidak dapat ditulis.",
        "The application is accepted under the code \(answer.trackingCode), but \(file) can't be written.",
        exit: .cannotCreate)
    }
  }

  func text(in language: Language) -> String {
    var sheet = Sheet(language("Permohonan diterima", "Application accepted"))
    sheet.add(language("Kode lacak", "Tracking code"), answer.trackingCode)
    if let receipt = answer.receipt {
      sheet.add(language("Layanan", "Service"), receipt.service)
      sheet.add(language("Diterima", "Accepted at"), WireTime.text(receipt.acceptedAtMs))
      sheet.add(language("Nomor berkas", "Case"), receipt.caseID)
    }
    sheet.add(language("Kunci ulang", "Idempotency key"), key)
    return sheet.text() + "\n\n"
      + language("Simpan kode lacak. Lacak: ", "Keep the tracking code. Track: ") + "mall track \(answer.trackingCode)"
  }
}
