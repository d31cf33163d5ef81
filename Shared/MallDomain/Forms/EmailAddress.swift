/// The e-mail addresses that people have: `local@domain` in ASCII without quotes or comments (RFC 5321, 4.1.2, in
/// part).
enum EmailAddress {
  private static let localPunctuation = Set("!#$%&'*+-/=?^_`{|}~.".utf8)

  /// The address with its domain in lower case, or nil.
  static func canonical(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count <= FormLimits.emailBytes, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    let local = bytes[..<at]
    let labels = bytes[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard 1...FormLimits.emailLocalPartBytes ~= local.count, local.allSatisfy(isLocalCharacter),
      !local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).contains(where: \.isEmpty),
      labels.count >= 2, labels.allSatisfy(isLabel), labels.last?.contains(where: Digits.isDigit) == false
    else { return nil }
    return String(decoding: local, as: UTF8.self) + "@"
      + String(decoding: bytes[(at + 1)...], as: UTF8.self).lowercased()
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private static func isLocalCharacter(_ byte: UInt8) -> Bool {
    isLetter(byte) || Digits.isDigit(byte) || localPunctuation.contains(byte)
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return 1...63 ~= label.count && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { isLetter($0) || Digits.isDigit($0) || $0 == hyphen }
  }
}
