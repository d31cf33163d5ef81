/// How alike two names are, old and new spelling and common abbreviations counted as the same.
///
/// A convention of the product: the registers of former decades write `Soekardjo`, `Tjahjono`, `Moh.` where today's write
/// `Sukarjo`, `Cahyono`, `Muhammad`.
enum NameLikeness {
  /// From here on, two names are shown as the same person's.
  static let threshold = 0.5

  private static let spellings = [
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("ch", "kh"), ("ph", "f"), ("ee", "i"),
  ]
  private static let abbreviations = [
    "m": "muhammad", "mhd": "muhammad", "moh": "muhammad", "mohd": "muhammad", "muh": "muhammad", "md": "muhammad",
    "mohamad": "muhammad", "mohammad": "muhammad", "muhamad": "muhammad", "mochamad": "muhammad",
    "mochammad": "muhammad", "abd": "abdul", "st": "siti",
  ]

  /// The words of a name in today's spelling.
  static func words(of name: String) -> [String] {
    name.lowercased().split { !$0.isLetter }.map { word in
      let plain = String(word)
      if let full = abbreviations[plain] { return full }
      return spellings.reduce(plain) { text, pair in text.replacing(pair.0, with: pair.1) }
    }
  }

  /// Every three letters in a row, each word with its beginning and end marked.
  static func parts(of name: String) -> Set<String> {
    var parts: Set<String> = []
    for word in words(of: name) {
      let letters = Array("^\(word)$")
      for start in letters.indices.dropLast(2) { parts.insert(String(letters[start..<start + 3])) }
    }
    return parts
  }

  /// From 0, nothing in common, to 1, the same: the share of parts in common (Dice).
  static func likeness(_ first: String, _ second: String) -> Double {
    let (one, other) = (parts(of: first), parts(of: second))
    guard !one.isEmpty, !other.isEmpty else { return 0 }
    return 2 * Double(one.intersection(other).count) / Double(one.count + other.count)
  }
}
