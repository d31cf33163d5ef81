import FoundationEssentials
import MallDomain

/// What a backup of one node holds, beside its files in `backup.json`: a restore checks every byte against it.
package struct BackupManifest: Codable, Hashable, Sendable {
  package struct File: Codable, Hashable, Sendable {
    /// Relative to the backup's folder.
    package var path: String
    package var size: Int
    /// In lower-case hexadecimal.
    package var sha256: String
  }

  /// The newest delivery from a peer that the backup knows.
  package struct Received: Codable, Hashable, Sendable {
    package var sender: String
    package var epoch: UInt64
    package var sequence: Int64
  }

  package static let fileName = "backup.json"
  static let databaseName = "mall.sqlite"
  static let keyName = "seal.key"
  static let sealedKeyName = "seal.key.sealed"
  static let newestFormat = 1

  package var format = newestFormat
  package var node: String
  package var mall: String
  /// Of the program that made it.
  package var software: String
  package var sqlite: String
  package var epoch: UInt64
  /// By the node's machine, in milliseconds: the state that the backup holds lies between the two.
  package var begunAt: Int64
  package var madeAt: Int64
  /// The newest delivery in the outbox, and the newest entry of the audit log.
  package var outboxSequence: Int64
  package var auditSequence: Int64
  package var received: [Received]
  /// Steps of each module's schema.
  package var schema: [String: Int]
  package var files: [File]
  /// Files of cases that were missing or damaged on the node already, by their SHA-256.
  package var lost: [String]

  package var begun: MallInstant { MallInstant(milliseconds: begunAt) }
  package var bytes: Int { files.reduce(0) { $0 + $1.size } }

  /// Reads the manifest of a backup's folder.
  ///
  /// - Throws: `StoreError.backup` when there is none, or one that this program doesn't know.
  package static func read(from folder: String) throws(StoreError) -> BackupManifest {
    let path = folder + "/" + fileName
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .backup("\(folder) is no backup: it has no \(fileName)")
    }
    guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data) else {
      throw .backup("\(path) can't be read")
    }
    guard manifest.format <= newestFormat else {
      throw .backup("\(folder) was made by a newer program (\(manifest.software)): use that one")
    }
    for file in manifest.files {
      let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
        throw .backup("\(path) names a file outside of the backup")
      }
    }
    return manifest
  }

  func write(to folder: String) throws(StoreError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { throw .backup("the backup's manifest can't be written") }
    try DurableFile.create(Array(data), at: folder + "/" + Self.fileName)
  }
}
