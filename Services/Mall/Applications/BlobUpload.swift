import Crypto
import Foundation
import MallDomain
import MallNode
import MallWire

/// Brings the files of an application to the mall before the application itself, in chunks; what arrived before a
/// break is not sent again.
struct BlobUpload: Sendable {
  /// Bytes of a chunk: the protocol's largest.
  static let chunkSize = 256 * 1024
  /// How often the mall may name another offset before the upload is given up.
  private static let patience = 8

  var client: MallClient
  /// Where relative paths begin.
  var folder: URL

  /// Uploads every file and says which blob each became.
  func upload(_ files: [InputFile]) async throws -> [InputFile: Wire.BlobReference] {
    var blobs: [InputFile: Wire.BlobReference] = [:]
    for file in files where blobs[file] == nil {
      switch file {
      case .uploaded(let blob): blobs[file] = blob
      case .inline(let name, let mediaType, let bytes):
        blobs[file] = try await upload(bytes, name: name, mediaType: mediaType)
      case .path(let path):
        let url = URL(filePath: path, relativeTo: folder)
        let bytes = Array(try InputSource.read(url.path))
        let name = url.lastPathComponent
        blobs[file] = try await upload(bytes, name: name, mediaType: MediaType.of(fileName: name))
      }
    }
    return blobs
  }

  private func upload(_ bytes: [UInt8], name: String, mediaType: String) async throws -> Wire.BlobReference {
    guard UInt64(bytes.count) <= FormLimits.fileBytes else {
      let limit = FormLimits.fileBytes / 1_048_576
      throw CommandFailure(
        .invalidArgument, "Berkas \(name) lebih besar dari \(limit) MiB.",
        "The file \(name) is larger than \(limit) MiB.")
    }
    let blob = Wire.BlobReference(
      sha256: Array(SHA256.hash(data: bytes)), size: UInt64(bytes.count), name: name, mediaType: mediaType)
    var known = try await state(of: blob)
    var refusals = 0
    while !known.complete {
      let start = Int(min(known.held, blob.size))
      let chunk = Array(bytes[start..<min(start + Self.chunkSize, bytes.count)])
      do {
        known = try await put(chunk, at: start, of: blob)
      } catch {
        guard Self.namesAnotherOffset(error), refusals < Self.patience else { throw error }
        refusals += 1
        known = try await state(of: blob)
      }
    }
    return blob
  }

  private func put(
    _ chunk: [UInt8], at offset: Int, of blob: Wire.BlobReference
  ) async throws -> (held: UInt64, complete: Bool) {
    let answer = try await client.call(
      .blobPut, Wire.PutBlobRequest(sha256: blob.sha256, size: blob.size, offset: UInt64(offset), data: chunk),
      answering: Wire.PutBlobResponse.self)
    return (answer.held, answer.complete)
  }

  private func state(of blob: Wire.BlobReference) async throws -> (held: UInt64, complete: Bool) {
    let answer = try await client.call(
      .blobHas, Wire.HasBlobRequest(sha256: blob.sha256), answering: Wire.HasBlobResponse.self)
    return (answer.held, answer.complete)
  }

  /// A chunk that begins elsewhere than where the mall stands, as when two uploads of one file meet.
  private static func namesAnotherOffset(_ error: any Error) -> Bool {
    guard let refusal = error as? Refusal else { return false }
    return refusal.code == .outOfRange || refusal.code == .failedPrecondition || refusal.code == .aborted
  }
}
