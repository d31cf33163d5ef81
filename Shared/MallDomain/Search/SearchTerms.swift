/// The forms that occur in the catalogue: where, how prominently, and how rare they are.
struct SearchTerms: Sendable {
  typealias ID = Int

  /// A service in which a form occurs.
  struct Posting: Sendable {
    var document: Int
    /// The weight of the most prominent place.
    var weight: Double
  }

  private(set) var postings: [[Posting]] = []
  /// How telling a form is: the rarer, the more.
  private(set) var rarity: [Double] = []
  private var ids: [String: ID] = [:]
  /// Plain words as bytes, by length, for prefixes and misspellings; meanings aren't among them.
  private var spelled: [[(bytes: [UInt8], id: ID)]] = []
  /// Plain words in order, for prefixes.
  private var sorted: [(text: String, id: ID)] = []

  func id(_ form: String) -> ID? { ids[form] }

  /// The words that begin with some letters, shortest first; at most `limit`.
  func completions(of start: String, limit: Int) -> [(id: ID, length: Int)] {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].text < start { low = middle + 1 } else { high = middle }
    }
    let found = sorted[low...].prefix { $0.text.hasPrefix(start) }.map { (id: $0.id, length: $0.text.utf8.count) }
    return Array(found.sorted { ($0.length, $0.id) < ($1.length, $1.id) }.prefix(limit))
  }

  /// The words that are a misspelling away, with their distance.
  func neighbours(of word: String) -> [(id: ID, distance: Int)] {
    let bytes = Array(word.utf8)
    let limit = EditDistance.allowed(length: bytes.count)
    guard limit > 0 else { return [] }
    var found: [(id: ID, distance: Int)] = []
    for length in max(3, bytes.count - limit)...(bytes.count + limit) where length < spelled.count {
      for candidate in spelled[length] {
        // Hardly anybody misses the first letter; swapped with the second it counts.
        guard candidate.bytes[0] == bytes[0] || candidate.bytes[0] == bytes[1] else { continue }
        if let distance = EditDistance.distance(bytes, candidate.bytes, limit: limit), distance > 0 {
          found.append((candidate.id, distance))
        }
      }
    }
    let nearest = found.map(\.distance).min() ?? 0
    return found.filter { $0.distance == nearest }
  }

  struct Builder {
    private var ids: [String: ID] = [:]
    private var words: [String] = []
    private var weights: [[Int: Double]] = []

    mutating func id(_ form: String) -> ID {
      if let id = ids[form] { return id }
      ids[form] = words.count
      words.append(form)
      weights.append([:])
      return words.count - 1
    }

    mutating func note(_ id: ID, document: Int, weight: Double) {
      weights[id][document] = max(weights[id][document] ?? 0, weight)
    }

    func finish(documents: Int) -> SearchTerms {
      var terms = SearchTerms()
      terms.ids = ids
      terms.postings = weights.map { byDocument in
        byDocument.map { Posting(document: $0.key, weight: $0.value) }.sorted { $0.document < $1.document }
      }
      terms.rarity = weights.map { SearchTerms.rarity(occurrences: $0, documents: documents) }
      for (id, word) in words.enumerated() where !word.hasPrefix("=") {
        let bytes = Array(word.utf8)
        while terms.spelled.count <= bytes.count { terms.spelled.append([]) }
        terms.spelled[bytes.count].append((bytes, id))
        terms.sorted.append((word, id))
      }
      terms.sorted.sort { $0.text < $1.text }
      return terms
    }
  }

  /// An occurrence in a minor place counts as part of one: "KTP" among the requirements of all doesn't make it common.
  private static func rarity(occurrences: [Int: Double], documents: Int) -> Double {
    let count = occurrences.values.sorted().reduce(0) { $0 + min(1, $1) }
    // The fourth root grows as slowly as BM25's logarithm over the range that occurs, and is exact on every machine.
    return ((Double(documents) + 0.5) / (count + 0.5)).squareRoot().squareRoot()
  }
}
