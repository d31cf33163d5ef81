import MallDomain

/// By what a resident is found without their number: each is one row of the index, and never a scan.
enum ResidentKey: Hashable, Sendable {
  /// All words of the name, in whatever order.
  case wholeName([String])
  /// A word, and how another one of the name begins: one of the two may be misspelt.
  case twoWords(String, beginning: Character)
  case word(String)
  /// The only word of a name, with one sound left out.
  case shortened(String)
  case born(LocalDate)
  case childOf(NIK)

  /// Words beyond these are not looked for.
  private static let mostWords = 5

  /// What the keyed hash is made of.
  var text: String {
    switch self {
    case .wholeName(let words): "name|" + words.joined(separator: " ")
    case .twoWords(let word, let beginning): "words|\(word)|\(beginning)"
    case .word(let word): "word|\(word)"
    case .shortened(let word): "short|\(word)"
    case .born(let date): "born|\(date)"
    case .childOf(let mother): "mother|\(mother.text)"
    }
  }

  /// Under all of these a resident stands in the index.
  static func all(of resident: Resident) -> Set<ResidentKey> {
    var keys = Set(steps(for: resident.name).joined())
    keys.insert(.born(resident.birthDate))
    if let mother = resident.mother { keys.insert(.childOf(mother)) }
    return keys
  }

  /// The keys of a name from the narrowest to the widest, to be tried in this order.
  static func steps(for name: String) -> [[ResidentKey]] {
    let words = NameSpelling.ownWords(of: name).map(NameSpelling.skeleton(of:)).filter { !$0.isEmpty }
      .prefix(mostWords)
    guard let first = words.first else { return [] }
    guard words.count > 1 else { return [[.wholeName([first])], [.word(first)], shortened(first)] }
    var pairs: [ResidentKey] = []
    for one in words.indices {
      for other in words.indices where other != one {
        guard let beginning = words[other].first else { continue }
        pairs.append(.twoWords(words[one], beginning: beginning))
      }
    }
    return [[.wholeName(words.sorted())], pairs, words.map(ResidentKey.word)]
  }

  private static func shortened(_ word: String) -> [ResidentKey] {
    [.shortened(word)]
      + word.indices.map { place in
        var shorter = word
        shorter.remove(at: place)
        return .shortened(shorter)
      }
  }
}
