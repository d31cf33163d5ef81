/// An Indonesian telephone number (rule M13). The description is masked.
///
/// Mobile numbers are accepted as `08…`, `+628…` and `628…` and stored as `+628…`. Landlines stay as typed with their
/// area code, `021…`. The national form has 10 to 13 digits.
package struct PhoneNumber: Hashable, Sendable {
  private static let nationalLengths = 10...13
  private static let separators: Set<Character> = [" ", "-", ".", "(", ")"]

  /// The form with the leading 0.
  package let national: String

  /// Nil for what isn't a number; separators are forgiven.
  package init?(_ text: String) {
    var digits = text.filter { !PhoneNumber.separators.contains($0) }
    if digits.hasPrefix("+62") {
      digits = "0" + digits.dropFirst(3)
    } else if digits.hasPrefix("628") {
      digits = "0" + digits.dropFirst(2)
    }
    let bytes = Array(digits.utf8)
    guard PhoneNumber.nationalLengths.contains(bytes.count), Digits.areAll(bytes), bytes[0] == UInt8(ascii: "0"),
      bytes[1] >= UInt8(ascii: "2")
    else { return nil }
    national = digits
  }

  package var isMobile: Bool { national.hasPrefix("08") }

  /// The stored form: `+628…`, or the landline with its area code.
  package var text: String {
    isMobile ? "+62" + national.dropFirst() : national
  }
}

extension PhoneNumber: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { Masking.phone(self) }
  package var debugDescription: String { description }
}
