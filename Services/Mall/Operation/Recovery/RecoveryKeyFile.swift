import Foundation
import MallDomain
import MallStore

/// The recovery key of a mall's folder. Backups need only its public half; the key itself belongs in a safe.
struct RecoveryKeyFile {
  static let name = "recovery.key"
  static let publicName = "recovery.pub"

  var data: DataFolder

  var key: URL { data.pki.appending(path: Self.name) }
  private var publicHalf: URL { data.pki.appending(path: Self.publicName) }

  /// The half that seals. Made, with the key beside it, where there is none yet.
  ///
  /// - Returns: also whether the key was made just now.
  func prepare() throws -> (half: RecoveryKey.PublicHalf, isNew: Bool) {
    if let text = try? String(contentsOf: publicHalf, encoding: .utf8) {
      guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
        throw CommandFailure(
          .failedPrecondition, "\(publicHalf.path) tidak dapat dibaca.", "\(publicHalf.path) can't be read.",
          exit: .configuration)
      }
      return (try RecoveryKey.PublicHalf(Array(bytes)), false)
    }
    let key = RecoveryKey.make()
    let half = try key.publicHalf
    try FileManager.default.createDirectory(
      at: data.pki, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard
      FileManager.default.createFile(
        atPath: self.key.path, contents: Data(key.text.utf8), attributes: [.posixPermissions: 0o600])
    else {
      throw CommandFailure(
        .failedPrecondition, "\(self.key.path) tidak dapat ditulis.", "\(self.key.path) can't be written.",
        exit: .cannotCreate)
    }
    try Data((Data(half.bytes).base64EncodedString() + "\n").utf8).write(to: publicHalf, options: .atomic)
    return (half, true)
  }

  /// - Parameter path: `-` reads standard input.
  static func read(_ path: String) throws -> RecoveryKey {
    try RecoveryKey(text: String(decoding: try InputSource.read(path), as: UTF8.self))
  }
}
