/// What a word may be a form of: light stemming of Indonesian affixes, and of English plurals.
///
/// Without a dictionary one can't know whether `menikah` is me- with `nikah` or men- with `tikah`. So a word has several
/// possible stems, and two words match when they share one; the wrong ones hardly ever meet.
enum IndonesianStem {
  /// Letters that must be left of a stem: shorter ones meet by chance.
  private static let shortest = 4

  /// The possible stems without the word itself, in a fixed order.
  static func stems(of word: String) -> [String] {
    guard word.utf8.count > shortest, word.utf8.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }) else {
      return []
    }
    var found: [String] = []
    func add(_ stem: some StringProtocol) {
      let stem = String(stem)
      if stem != word, stem.utf8.count >= shortest || isKnownShort(stem), !found.contains(stem) { found.append(stem) }
    }
    for base in [word] + withoutSuffixes(word) {
      add(base)
      for stem in withoutPrefix(base) {
        add(stem)
        // memper-, diper-, keber-: a second prefix under the first.
        withoutPrefix(stem).forEach(add)
      }
    }
    if word.hasSuffix("ies") { add(word.dropLast(3) + "y") }
    if word.hasSuffix("s"), !word.hasSuffix("ss") { add(word.dropLast()) }
    return found
  }

  /// Short words that carry a meaning of their own.
  private static func isKnownShort(_ stem: String) -> Bool {
    ["cek", "air", "ubah", "sim", "cat", "urus", "uji"].contains(stem)
  }

  private static let particles = ["nya", "lah", "kah", "pun", "ku", "mu"]
  private static let suffixes = ["kan", "an", "i"]

  private static func withoutSuffixes(_ word: String) -> [String] {
    let bare = particles.first { word.hasSuffix($0) && word.utf8.count - $0.utf8.count >= shortest }
      .map { String(word.dropLast($0.utf8.count)) }
    var found = bare.map { [$0] } ?? []
    for base in [word] + found {
      for suffix in suffixes where base.hasSuffix(suffix) && base.utf8.count - suffix.utf8.count >= shortest - 1 {
        found.append(String(base.dropLast(suffix.utf8.count)))
      }
    }
    return found
  }

  /// Prefixes, and the letter that a nasal prefix swallowed.
  private static let prefixes: [(prefix: String, lost: [String])] = [
    ("meng", ["", "k"]), ("peng", ["", "k"]), ("meny", ["s"]), ("peny", ["s"]), ("mem", ["", "p"]), ("pem", ["", "p"]),
    ("men", ["", "t"]), ("pen", ["", "t"]), ("ber", [""]), ("per", [""]), ("ter", [""]), ("me", [""]), ("pe", [""]),
    ("di", [""]), ("ke", [""]), ("se", [""]),
  ]

  private static func withoutPrefix(_ word: String) -> [String] {
    prefixes.filter { word.hasPrefix($0.prefix) }.flatMap { entry in
      entry.lost.map { $0 + word.dropFirst(entry.prefix.utf8.count) }
    }.filter { $0.utf8.count >= shortest || isKnownShort($0) }
  }
}
