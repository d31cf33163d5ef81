/// Finds services by what people type: words in Indonesian or English, beginnings, forms, synonyms and misspellings.
///
/// In memory, built anew when the catalogue changes (about 50 ms for 161 services), and a value: the gateway swaps it.
/// The same query over the same services gives the same answer in the same order.
package struct CatalogueIndex: Sendable {
  /// A service found, and how well it fits; scores compare within one answer only.
  package struct Hit: Hashable, Sendable {
    package var code: ServiceCode
    package var score: Double
  }

  /// Hits whose score is below this share of the best one's are left out.
  private static let leastShare = 0.12

  let documents: [SearchDocument]
  let vocabulary: SearchTerms
  private let forms: SearchForms

  /// - Parameter agencies: with the services that can be found.
  package init(_ agencies: [Agency]) {
    self.init(agencies, forms: .standard)
  }

  init(_ agencies: [Agency], forms: SearchForms) {
    var terms = SearchTerms.Builder()
    documents = agencies.flatMap { agency in agency.services.map { ($0, agency) } }
      .sorted { $0.0.code < $1.0.code }.enumerated()
      .map { SearchDocument($1.0, of: $1.1, forms: forms, terms: &terms, number: $0) }
    vocabulary = terms.finish(documents: documents.count)
    self.forms = forms
  }

  /// The services that fit, best first; services that fit equally by code.
  package func search(_ text: String) -> [Hit] {
    let query = SearchQuery(text, forms: forms, terms: vocabulary)
    guard !query.units.isEmpty else { return [] }
    var hits: [Hit] = []
    for (number, scores) in query.scores(vocabulary) {
      let document = documents[number]
      hits.append(Hit(code: document.code, score: query.score(document, scores, vocabulary)))
    }
    hits.sort { $0.score != $1.score ? $0.score > $1.score : $0.code < $1.code }
    let least = (hits.first?.score ?? 0) * CatalogueIndex.leastShare
    return hits.filter { $0.score >= least }
  }
}
