/// A service as the index sees it.
struct SearchDocument: Sendable {
  /// How much a place says about what a service is for.
  private enum Weight {
    static let name = 3.0
    static let keyword = 2.6
    static let output = 1.2
    static let description = 1.0
    static let agency = 0.9
    static let option = 0.7
    static let requirement = 0.25
  }

  /// What a stem is worth beside the word itself, and a meaning.
  private static let stemShare = 0.85
  private static let meaningShare = 0.95

  /// One word of a name or keyword, with the ids of its forms.
  struct Position: Sendable {
    var terms: [SearchTerms.ID]
  }

  let code: ServiceCode
  /// Names and keywords: what a query is compared with as a whole.
  private(set) var phrases: [[Position]] = []

  init(_ service: PublicService, of agency: Agency, forms: SearchForms, terms: inout SearchTerms.Builder, number: Int) {
    code = service.code
    var writer = Writer(document: number, forms: forms, terms: terms)
    for text in [service.name.indonesian, service.name.english].compactMap({ $0 }) {
      phrases.append(writer.add(text, Weight.name))
    }
    for keyword in service.keywords { phrases.append(writer.add(keyword, Weight.keyword)) }
    writer.add(service.output, Weight.output)
    writer.add(service.description, Weight.description)
    writer.add(agency.name, Weight.agency)
    _ = writer.add(agency.id.text, Weight.agency)
    for field in service.form {
      for option in field.options { writer.add(option.label, Weight.option) }
    }
    for requirement in service.requirements { writer.add(requirement.name, Weight.requirement) }
    terms = writer.terms
  }

  private struct Writer {
    let document: Int
    let forms: SearchForms
    var terms: SearchTerms.Builder

    mutating func add(_ text: LocalizedText, _ weight: Double) {
      _ = add(text.indonesian, weight)
      if let english = text.english { _ = add(english, weight) }
    }

    /// Indexes a text and gives its words back, without those that say nothing.
    mutating func add(_ text: String, _ weight: Double) -> [Position] {
      let words = forms.words(text)
      var positions = words.map { word in
        var ids = [note(word.text, weight)]
        for stem in word.stems { ids.append(note(stem, weight * SearchDocument.stemShare)) }
        return Position(terms: ids)
      }
      for meaning in forms.meanings(in: words) {
        let id = note(meaning.form, weight * SearchDocument.meaningShare)
        for place in meaning.range { positions[place].terms.append(id) }
      }
      let telling = zip(words, positions).filter { !SearchWords.isStopWord($0.0.text) }.map(\.1)
      return telling.isEmpty ? positions : telling
    }

    private mutating func note(_ form: String, _ weight: Double) -> SearchTerms.ID {
      let id = terms.id(form)
      terms.note(id, document: document, weight: weight)
      return id
    }
  }
}
