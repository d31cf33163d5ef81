/// Turns words into the forms under which they are indexed and looked up.
struct SearchForms: Sendable {
  /// A word with all that it may stand for.
  struct Word: Sendable {
    var text: String
    var stems: [String]
  }

  /// Some words in a row that mean one thing of the table of synonyms.
  struct Meaning: Sendable {
    var range: Range<Int>
    /// Names the meaning; no word looks like it.
    var form: String
  }

  private struct Phrase: Sendable {
    var words: [String]
    var form: String
  }

  /// By the first word, longest first.
  private let phrases: [String: [Phrase]]

  static let standard = SearchForms(synonyms: SearchVocabulary.synonyms)

  init(synonyms: [[String]]) {
    var phrases: [String: [Phrase]] = [:]
    for group in synonyms {
      for text in group {
        let words = SearchWords.words(text)
        guard let first = words.first else { continue }
        phrases[first, default: []].append(Phrase(words: words, form: "=\(group[0])"))
      }
    }
    self.phrases = phrases.mapValues { list in
      list.enumerated().sorted { ($1.element.words.count, $0.offset) < ($0.element.words.count, $1.offset) }.map(
        \.element)
    }
  }

  func words(_ text: String) -> [Word] {
    SearchWords.words(text).map { Word(text: $0, stems: IndonesianStem.stems(of: $0)) }
  }

  /// The meanings in a row of words: at each word, the longest phrases that begin there.
  func meanings(in words: [Word]) -> [Meaning] {
    words.indices.flatMap { start -> [Meaning] in
      let candidates = ([words[start].text] + words[start].stems).flatMap { phrases[$0] ?? [] }
      let fitting = candidates.filter { phrase in
        start + phrase.words.count <= words.count
          && zip(phrase.words, words[start...]).allSatisfy { $0 == $1.text || $1.stems.contains($0) }
      }
      guard let longest = fitting.map(\.words.count).max() else { return [] }
      var forms: [String] = []
      for phrase in fitting where phrase.words.count == longest && !forms.contains(phrase.form) {
        forms.append(phrase.form)
      }
      return forms.map { Meaning(range: start..<(start + longest), form: $0) }
    }
  }
}
