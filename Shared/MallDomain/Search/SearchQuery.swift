/// What somebody typed, as the forms that may be meant, and how well a service fits it.
struct SearchQuery {
  /// How sure one can be that a form is meant.
  private enum Certainty {
    static let word = 1.0
    static let stem = 0.85
    static let meaning = 0.9
    static let completion = 0.75
    static let misspelling = 0.8
    static let secondMisspelling = 0.6
  }

  /// Words of fewer letters are not completed.
  private static let shortestStart = 3
  private static let completions = 12
  /// What the whole of a query and of a name or keyword having the same words is worth, in units of the word scores.
  private static let wholePhrase = 5.0

  /// One thing asked for: a word or a phrase, with all the forms under which it may be found.
  struct Unit {
    var forms: [SearchTerms.ID: Double] = [:]
    var rarity = 0.0

    mutating func add(_ id: SearchTerms.ID?, _ certainty: Double) {
      if let id { forms[id] = max(forms[id] ?? 0, certainty) }
    }
  }

  private(set) var units: [Unit] = []
  /// By term, the units that it may be meant by.
  private var meant: [[(unit: Int, certainty: Double)]]

  init(_ text: String, forms: SearchForms, terms: SearchTerms) {
    let all = Array(forms.words(String(text.prefix(SearchWords.queryCharacters))).prefix(SearchWords.queryWords))
    let meanings = forms.meanings(in: all)
    meant = Array(repeating: [], count: terms.rarity.count)
    for (place, word) in all.enumerated() {
      let isPhrase = meanings.contains { $0.range.count > 1 && $0.range.contains(place) }
      if SearchWords.isStopWord(word.text), !isPhrase, all.contains(where: { !SearchWords.isStopWord($0.text) }) {
        continue
      }
      var unit = SearchQuery.unit(word, isLast: place == all.count - 1, terms)
      for meaning in meanings where meaning.range.contains(place) {
        unit.add(terms.id(meaning.form), Certainty.meaning)
      }
      guard !unit.forms.isEmpty else { continue }
      unit.rarity = SearchQuery.rarity(of: unit, terms)
      units.append(unit)
    }
    for (number, unit) in units.enumerated() {
      for (term, certainty) in unit.forms { meant[term].append((number, certainty)) }
    }
  }

  private static func unit(_ word: SearchForms.Word, isLast: Bool, _ terms: SearchTerms) -> Unit {
    var unit = Unit()
    unit.add(terms.id(word.text), Certainty.word)
    let isKnown = !unit.forms.isEmpty
    for stem in word.stems { unit.add(terms.id(stem), Certainty.stem) }
    if word.text.utf8.count >= shortestStart, !isKnown || isLast {
      for completion in terms.completions(of: word.text, limit: completions) {
        let share = Double(word.text.utf8.count) / Double(completion.length)
        unit.add(completion.id, Certainty.completion * (isKnown ? share * share : share))
      }
    }
    // A known word is spelled right; an unknown one may be a misspelt word or form.
    if !isKnown {
      for spelling in [word.text] + word.stems {
        for neighbour in terms.neighbours(of: spelling) {
          unit.add(
            neighbour.id, neighbour.distance == 1 ? Certainty.misspelling : Certainty.secondMisspelling)
        }
      }
    }
    return unit
  }

  /// That of its surest form; among equally sure ones that of the rarest.
  private static func rarity(of unit: Unit, _ terms: SearchTerms) -> Double {
    let surest = unit.forms.values.max() ?? 0
    return unit.forms.filter { $0.value == surest }.map { terms.rarity[$0.key] }.max() ?? 0
  }

  // MARK: - Scores

  /// What each unit is worth in each service in which any occurs, by the service's number.
  func scores(_ terms: SearchTerms) -> [(document: Int, scores: [Double])] {
    var byDocument: [Int: [Double]] = [:]
    for (number, unit) in units.enumerated() {
      for (form, certainty) in unit.forms {
        for posting in terms.postings[form] {
          let value = certainty * posting.weight
          if value > byDocument[posting.document, default: [Double](repeating: 0, count: units.count)][number] {
            byDocument[posting.document, default: [Double](repeating: 0, count: units.count)][number] = value
          }
        }
      }
    }
    return byDocument.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The sum over the units by their rarity, less where units are missing, more where a name or keyword says just this.
  func score(_ document: SearchDocument, _ scores: [Double], _ terms: SearchTerms) -> Double {
    var sum = 0.0
    var covered = 0.0
    var all = 0.0
    for (unit, score) in zip(units, scores) {
      sum += unit.rarity * score
      covered += unit.rarity * min(1, score)
      all += unit.rarity
    }
    guard all > 0 else { return 0 }
    let coverage = covered / all
    return sum * (0.3 + 0.7 * coverage) + SearchQuery.wholePhrase * all * bestPhrase(document, all, terms)
  }

  /// How near the query comes to a name or keyword, both taken as sets of words: 1 when each has all of the other.
  private func bestPhrase(_ document: SearchDocument, _ all: Double, _ terms: SearchTerms) -> Double {
    var best = 0.0
    for phrase in document.phrases {
      var found = [Double](repeating: 0, count: units.count)
      var inPhrase = 0.0
      var weightOfPhrase = 0.0
      for position in phrase {
        let rarity = position.terms.first.map { terms.rarity[$0] } ?? 0
        weightOfPhrase += rarity
        var surest = 0.0
        for term in position.terms {
          for (unit, certainty) in meant[term] {
            surest = max(surest, certainty)
            found[unit] = max(found[unit], certainty)
          }
        }
        inPhrase += rarity * surest
      }
      guard inPhrase > 0 else { continue }
      let inQuery = zip(units, found).reduce(0) { $0 + $1.0.rarity * $1.1 }
      best = max(best, (inPhrase / weightOfPhrase) * (inQuery / all))
    }
    return best
  }
}
