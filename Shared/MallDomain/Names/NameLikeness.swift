/// How alike two names are, old and new spelling and common abbreviations counted as the same.
package enum NameLikeness {
  /// From here on, two names are shown as the same person's.
  package static let threshold = 0.5

  /// Every three letters in a row, each word with its beginning and end marked.
  package static func parts(of name: String) -> Set<String> {
    var parts: Set<String> = []
    for word in NameSpelling.words(of: name) {
      let letters = Array("^\(word)$")
      for start in letters.indices.dropLast(2) { parts.insert(String(letters[start..<start + 3])) }
    }
    return parts
  }

  /// From 0, nothing in common, to 1, the same: the share of parts in common (Dice).
  package static func likeness(_ first: String, _ second: String) -> Double {
    let (one, other) = (parts(of: first), parts(of: second))
    guard !one.isEmpty, !other.isEmpty else { return 0 }
    return 2 * Double(one.intersection(other).count) / Double(one.count + other.count)
  }

  /// From 0 to 1, word by word in whatever order: the words of the shorter name each with its likest of the longer, by
  /// their Jaro-Winkler likeness. A word that only one of them has costs little: documents leave names out.
  package static func wordLikeness(_ first: String, _ second: String) -> Double {
    var (short, long) = (NameSpelling.ownWords(of: first), NameSpelling.ownWords(of: second))
    if short.count > long.count { swap(&short, &long) }
    guard !short.isEmpty else { return 0 }
    let missing = long.count - short.count
    var (sum, letters) = (0.0, 0)
    for word in short.sorted(by: { $0.count > $1.count }) {
      let likeness = long.map { JaroWinkler.likeness(word, $0) }
      guard let best = likeness.indices.max(by: { likeness[$0] < likeness[$1] }) else { break }
      long.remove(at: best)
      sum += likeness[best] * Double(word.count)
      letters += word.count
    }
    return sum / Double(max(letters, 1)) * (1 - 0.03 * Double(missing))
  }
}
