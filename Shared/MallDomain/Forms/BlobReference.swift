/// A file that is kept apart from what names it.
package struct BlobReference: Hashable, Sendable, Codable {
  package static let hashLength = 32

  /// SHA-256 of the file, 32 bytes.
  package var sha256: [UInt8]
  /// In bytes.
  package var size: UInt64
  /// As the sender called it; shown, never used as a path.
  package var name: String
  /// Such as `application/pdf`; what the sender says, which the receiver of the bytes checks.
  package var mediaType: String

  package init(sha256: [UInt8], size: UInt64, name: String, mediaType: String) {
    self.sha256 = sha256
    self.size = size
    self.name = name
    self.mediaType = mediaType
  }
}
