/// A sentence for a person: a stable key, and arguments that fill its blanks in any language.
///
/// Arguments never hold personal data, since messages are logged and travel.
package struct Message: Hashable, Sendable, Codable {
  package var key: MessageKey
  package var arguments: [String]

  package init(_ key: MessageKey, _ arguments: String...) {
    self.key = key
    self.arguments = arguments
  }

  package init(key: MessageKey, arguments: [String]) {
    self.key = key
    self.arguments = arguments
  }

  package func text(_ language: Language) -> String {
    Messages.text(self, language)
  }

  package var localized: LocalizedText {
    LocalizedText(indonesian: text(.indonesian), english: text(.english))
  }
}

/// The string tables.
package enum Messages {
  /// The sentence in a language, with `{0}`, `{1}` … replaced by the arguments.
  ///
  /// An argument may name other sentences by their keys, several with ", " between them: they are shown in the
  /// language.
  package static func text(_ message: Message, _ language: Language) -> String {
    fill(template(message.key, language), with: message.arguments.map { spell($0, language) })
  }

  private static func spell(_ argument: String, _ language: Language) -> String {
    argument.split(separator: ", ", omittingEmptySubsequences: false).map { part in
      MessageKey(rawValue: String(part)).map { template($0, language) } ?? String(part)
    }.joined(separator: ", ")
  }

  static func template(_ key: MessageKey, _ language: Language) -> String {
    switch language {
    case .indonesian: indonesian(key)
    case .english: english(key)
    }
  }

  /// Blanks without an argument stay as they are, so that a mistake shows.
  static func fill(_ template: String, with arguments: [String]) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let blank = rest[rest.index(after: open)..<close]
      if let number = Int(blank), arguments.indices.contains(number) {
        result += arguments[number]
      } else {
        result += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
