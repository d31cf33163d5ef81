/// Why bytes are not a message. None of its texts holds anything of the bytes.
package enum WireError: Error, Hashable, Sendable {
  /// The bytes do not parse: torn, an overlong number, or another type than the schema's.
  case malformed(message: String)
  /// Decoding would take more memory than a message of this size may.
  case tooCostly(message: String, byteCount: Int)
  /// A text field is not UTF-8, or holds a NUL.
  case invalidText(message: String, field: String, number: UInt32)
}

extension WireError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let message):
      "the bytes are no \(message)"
    case .tooCostly(let message, let byteCount):
      "decoding \(byteCount) bytes of \(message) would take more memory than a message of this size may"
    case .invalidText(let message, let field, let number):
      "\(message).\(field) (field \(number)) must be UTF-8 text without NUL"
    }
  }
}
