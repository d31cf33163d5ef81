/// Cuts text into words as people search them: lower case, without accents, without punctuation.
enum SearchWords {
  /// Characters of a query that are read; nobody types more into a search box.
  static let queryCharacters = 200
  /// Words of a query that are read.
  static let queryWords = 16

  static func words(_ text: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.lowercased().unicodeScalars {
      if let plain = plain(scalar) {
        word.unicodeScalars.append(plain)
      } else if !word.isEmpty {
        words.append(spelling(word))
        word = ""
      }
    }
    if !word.isEmpty { words.append(spelling(word)) }
    return words
  }

  /// Words that say nothing about which service is meant: grammar, politeness, and "how do I".
  static func isStopWord(_ word: String) -> Bool {
    SearchVocabulary.stopWords.contains(word)
  }

  /// How the catalogue spells what people write in several ways.
  private static func spelling(_ word: String) -> String {
    SearchVocabulary.spellings[word] ?? word
  }

  /// Nil for what stands between words.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "a"..."z", "0"..."9": scalar
    case "à", "á", "â", "ä", "å", "ã": "a"
    case "è", "é", "ê", "ë": "e"
    case "ì", "í", "î", "ï": "i"
    case "ò", "ó", "ô", "ö", "õ": "o"
    case "ù", "ú", "û", "ü": "u"
    case "ç": "c"
    case "ñ": "n"
    default: scalar.properties.isAlphabetic ? scalar : nil
    }
  }
}
