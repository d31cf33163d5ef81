/// The words of a name as today's registers would write them.
///
/// A convention of the product: the registers of former decades write `Soekardjo`, `Tjahjono`, `Moh.` where today's write
/// `Sukarjo`, `Cahyono`, `Muhammad`.
package enum NameSpelling {
  private static let spellings = [
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("ch", "kh"), ("ph", "f"), ("ee", "i"),
  ]
  private static let abbreviations = [
    "m": "muhammad", "mhd": "muhammad", "moh": "muhammad", "mohd": "muhammad", "muh": "muhammad", "md": "muhammad",
    "mohamad": "muhammad", "mohammad": "muhammad", "muhamad": "muhammad", "mochamad": "muhammad",
    "mochammad": "muhammad", "abd": "abdul", "st": "siti",
  ]
  /// What follows is the father's name, which not every document bears.
  private static let patronymicMarks: Set<String> = ["bin", "binti", "b", "bt"]
  /// Sounds that are written one way here and another way there; tried in this order.
  private static let sounds = [("dz", "z"), ("kh", "h"), ("ks", "x"), ("q", "k"), ("v", "p"), ("f", "p"), ("z", "s")]

  /// In lower case, old spellings and common abbreviations made today's.
  package static func words(of name: String) -> [String] {
    name.lowercased().split { !$0.isLetter }.map { word in
      let plain = String(word)
      if let full = abbreviations[plain] { return full }
      return spellings.reduce(plain) { text, pair in text.replacing(pair.0, with: pair.1) }
    }
  }

  /// The words of the name itself: without the father's behind `bin` or `binti`.
  package static func ownWords(of name: String) -> [String] {
    let words = words(of: name)
    guard let mark = words.dropFirst().firstIndex(where: patronymicMarks.contains) else { return words }
    return Array(words[..<mark])
  }

  /// What is left of a word when all is gone that ears and pens confuse: its consonants, with doubled ones once; a vowel at
  /// its beginning is a dot.
  package static func skeleton(of word: String) -> String {
    let plain = sounds.reduce(word) { text, pair in text.replacing(pair.0, with: pair.1) }
    var skeleton = ""
    for (index, letter) in plain.enumerated() {
      let isVowel = "aeiouy".contains(letter) && !(letter == "y" && index == 0)
      if isVowel || (letter == "h" && index > 0) {
        if index == 0 { skeleton.append(".") }
        continue
      }
      if skeleton.last != letter { skeleton.append(letter) }
    }
    return skeleton
  }
}
