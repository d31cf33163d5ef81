/// How personal data is shown where not all of it may be (rule M12, a convention). Logs hold masked values only.
package enum Masking {
  /// A NIK or a family card number: the first and the last four digits, `1802********0003`.
  package static func populationNumber(_ text: String) -> String {
    ends(of: text, first: 4, last: 4)
  }

  /// The first four and the last three digits of the national form, `0812*****789`.
  package static func phone(_ phone: PhoneNumber) -> String {
    ends(of: phone.national, first: 4, last: 3)
  }

  /// The first letter and the domain, `s***@example.go.id`.
  package static func email(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@"), let first = text.first, at > text.startIndex else { return "***" }
    return "\(first)***\(text[at...])"
  }

  /// The first letter of each word and always three stars, `S*** A***`.
  package static func name(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).map { "\($0.prefix(1))***" }.joined(separator: " ")
  }

  /// Too short a text is hidden whole, rather than shown by its two ends.
  private static func ends(of text: String, first: Int, last: Int) -> String {
    guard text.count > first + last else { return String(repeating: "*", count: text.count) }
    return text.prefix(first) + String(repeating: "*", count: text.count - first - last) + text.suffix(last)
  }
}
