/// A name that people and programs write as text, parsed once at the border and never a raw string inside.
package protocol TextIdentifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The identifier in its one canonical writing.
  var text: String { get }
  init(_ text: String) throws(InvalidIdentifier)
}

extension TextIdentifier {
  package var description: String { text }

  package static func < (left: Self, right: Self) -> Bool {
    left.text < right.text
  }

  package init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// A text that is no identifier of its kind. It doesn't repeat the text, which may hold personal data.
package struct InvalidIdentifier: Error, Hashable, Sendable, CustomStringConvertible {
  package var kind: String
  package var rule: String

  package init(kind: String, rule: String) {
    self.kind = kind
    self.rule = rule
  }

  package var description: String {
    "not a \(kind): \(rule)"
  }
}

/// Lower-case words of letters and digits joined by hyphens, such as `akta-kelahiran`.
enum Slug {
  static let rule = "lower-case letters and digits, in words joined by single hyphens"

  static func isValid(_ text: some StringProtocol, maximumLength: Int) -> Bool {
    let bytes = Array(text.utf8)
    guard 1...maximumLength ~= bytes.count, let first = bytes.first, let last = bytes.last else { return false }
    let hyphen = UInt8(ascii: "-")
    guard first != hyphen, last != hyphen else { return false }
    return zip(bytes, bytes.dropFirst()).allSatisfy { $0 != hyphen || $1 != hyphen }
      && bytes.allSatisfy { $0 == hyphen || Digits.isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
  }
}
