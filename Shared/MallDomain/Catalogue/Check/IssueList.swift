/// Collects issues, with the checks that many fields share.
struct IssueList {
  private(set) var all: [CatalogueIssue] = []

  mutating func add(_ field: String, _ text: String) {
    all.append(CatalogueIssue(field: field, text: text))
  }

  mutating func add(_ issues: [CatalogueIssue]) {
    all += issues
  }

  mutating func count(_ count: Int, _ range: ClosedRange<Int>, _ field: String) {
    if count == 0, range.lowerBound > 0 {
      add(field, "must not be empty")
    } else if !range.contains(count) {
      add(field, "\(count) entries; at most \(range.upperBound) are allowed")
    }
  }

  mutating func unique(_ names: [String], _ field: String) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      add(field, "\"\(name)\" stands there twice")
    }
  }

  mutating func slug(_ text: String, _ field: String) {
    if !Slug.isValid(text, maximumLength: CatalogueLimits.nameCharacters) { add(field, "expected: \(Slug.rule)") }
  }

  mutating func slugs(_ texts: [String], _ field: String, upTo limit: Int) {
    count(texts.count, 0...limit, field)
    unique(texts, field)
    for (index, text) in texts.enumerated() { slug(text, "\(field)[\(index + 1)]") }
  }

  /// A text that people read: filled, trimmed, not too long.
  mutating func require(_ text: String, _ field: String, upTo limit: Int = CatalogueLimits.textCharacters) {
    if text.isEmpty {
      add(field, "must not be empty")
    } else if text.first?.isWhitespace == true || text.last?.isWhitespace == true {
      add(field, "must not begin or end with a space")
    } else if text.count > limit {
      add(field, "\(text.count) characters; at most \(limit) are allowed")
    }
  }

  /// A text written as `key` and `key_en`.
  mutating func require(name: LocalizedText, _ field: String, upTo limit: Int = CatalogueLimits.nameCharacters) {
    require(name.indonesian, field, upTo: limit)
    if let english = name.english { require(english, "\(field)_en", upTo: limit) }
  }

  /// A text written as `key: {id, en}`.
  mutating func require(_ text: LocalizedText, _ field: String, upTo limit: Int = CatalogueLimits.textCharacters) {
    require(text.indonesian, field, upTo: limit)
    if let english = text.english { require(english, "\(field).en", upTo: limit) }
  }

  mutating func range(_ number: Int?, _ range: ClosedRange<Int>, _ field: String) {
    if let number, !range.contains(number) {
      add(field, "a number from \(range.lowerBound) to \(range.upperBound) is expected")
    }
  }
}
