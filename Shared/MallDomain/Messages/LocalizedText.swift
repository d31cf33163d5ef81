/// A language of the pages and the messages.
package enum Language: String, Hashable, Sendable, CaseIterable, Codable {
  case indonesian = "id"
  case english = "en"
}

/// A text in Indonesian, and in English where somebody wrote it.
package struct LocalizedText: Hashable, Sendable, Codable {
  package var indonesian: String
  package var english: String?

  package init(indonesian: String, english: String? = nil) {
    self.indonesian = indonesian
    self.english = english
  }

  /// The text in a language; Indonesian where there is no English.
  package func text(_ language: Language) -> String {
    language == .english ? english ?? indonesian : indonesian
  }
}
