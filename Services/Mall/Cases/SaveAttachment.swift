import ArgumentParser
import Crypto
import Foundation
import MallDomain
import MallNode
import MallWire

struct SaveAttachment: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "attachment", abstract: "Saves a file that was handed in with a case.")

  @OptionGroup var subject: CaseOptions

  @Argument(help: "The requirement or field whose file it is.")
  var name: String

  @Option(
    name: .customLong("output"), help: "Where to write it; - writes to standard output. Default: NAME with its ending.")
  var destination: String?

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let (blob, bytes) = try await connection.connected(as: .officer) { client in
      let desk = try await CaseDesk(client: client, options: subject)
      guard let blob = try await desk.show().content?.blob(named: name) else {
        throw CommandFailure(
          .notFound, "Berkas ini tidak punya file \(name); lihat `mall case show`.",
          "This case has no file \(name); see `mall case show`.")
      }
      return (blob, try await desk.download(blob))
    }
    if destination == "-" {
      FileHandle.standardOutput.write(Data(bytes))
      return
    }
    // The applicant's name of the file is shown, never used as a path.
    let ending = blob.mediaType == "application/pdf" ? "pdf" : blob.mediaType == "image/png" ? "png" : "jpg"
    let path = destination ?? "\(name).\(ending)"
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw CommandFailure(
        .failedPrecondition, "\(path) tidak dapat ditulis, atau sudah ada.",
        "\(path) can't be written, or exists already.", exit: .cannotCreate)
    }
    output.show(SavedFile(path: path, blob: blob))
  }
}

extension CaseDesk {
  /// Fetches a file of the case and checks it against its name, the hash.
  fileprivate func download(_ blob: Wire.BlobReference) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    repeat {
      let answer = try await client.call(
        .blobGet, Wire.GetBlobRequest(sha256: blob.sha256, caseID: caseID, offset: UInt64(bytes.count)),
        answering: Wire.GetBlobResponse.self)
      guard !answer.data.isEmpty || blob.size == 0 else { break }
      bytes += answer.data
    } while UInt64(bytes.count) < blob.size
    guard Array(SHA256.hash(data: bytes)) == blob.sha256 else {
      throw CommandFailure(
        .dataLoss, "Isi berkas tidak sesuai dengan tandanya. Laporkan kepada operator.",
        "The file doesn't match its hash. Tell the operator.")
    }
    return bytes
  }
}

extension Wire.ApplicationContent {
  fileprivate func blob(named name: String) -> Wire.BlobReference? {
    attachments.first { $0.requirement == name }?.blob ?? values.first { $0.field == name }?.blob
  }
}

private struct SavedFile: Report {
  var path: String
  var blob: Wire.BlobReference

  var json: JSONValue { .object(["path": .string(path), "file": blob.json]) }

  func text(in language: Language) -> String {
    language("Disimpan: ", "Saved: ") + "\(path) – \(blob.text)"
  }
}
