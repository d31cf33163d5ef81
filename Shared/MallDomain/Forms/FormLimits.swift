/// The limits of an application's content. They keep one application from being a burden, and no honest one meets them.
package enum FormLimits {
  /// Values, files, attachments and consents together.
  package static let entries = 500
  /// Bytes of all texts and their ids together; a frame of 1 MiB must hold them with room to spare.
  package static let totalTextBytes = 256 * 1024
  /// Bytes of one text.
  package static let textBytes = 16 * 1024
  /// Characters of a text whose field sets no limit.
  package static let textCharacters = 2_000
  /// Bytes of one file.
  package static let fileBytes: UInt64 = 10 * 1024 * 1024
  /// Bytes of all files of an application.
  package static let totalFileBytes: UInt64 = 50 * 1024 * 1024
  /// Bytes of a file's name, the limit of common file systems.
  package static let fileNameBytes = 255
  /// Bytes of an e-mail address (RFC 5321, 4.5.3.1: 254 with the local part's 64).
  package static let emailBytes = 254
  package static let emailLocalPartBytes = 64
  /// Bytes of an id that is echoed in a violation.
  package static let echoedCharacters = 64
  /// Scans and photographs that any office can open, and that are no programs.
  package static let mediaTypes = ["application/pdf", "image/jpeg", "image/png"]
}
