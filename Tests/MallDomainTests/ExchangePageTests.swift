import Foundation
import Testing

@testable import MallDomain

/// The page of facts says what the list and the manifests say.
@Suite("docs/exchange.md")
struct ExchangePageTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/exchange.md")

  @Test("Each fact with what it is asked with, gives, is for, and who answers")
  func table() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    var rows: [String: [String]] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) }
      rows[cells[0].trimmingCharacters(in: CharacterSet(charactersIn: "`"))] = cells
    }
    #expect(Set(rows.keys) == Set(Fact.allCases.map(\.rawValue)))
    let agencies = try CatalogueFiles.agencies()
    for fact in Fact.allCases {
      let row = try #require(rows[fact.rawValue])
      func words(_ index: Int) -> Set<String> {
        Set(row[index].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
      }
      #expect(words(2) == Set(fact.arguments), "\(fact.rawValue)")
      if fact != .household { #expect(words(3) == Set(fact.fields), "\(fact.rawValue)") }
      #expect(words(4) == Set(fact.purposes.map(\.rawValue)), "\(fact.rawValue)")
      let answering = agencies.filter { agency in
        agency.queries.contains { $0.fact == fact.rawValue && $0.direction == .answers }
      }
      guard fact != .documentActive else {
        let issuers = agencies.flatMap(\.services).flatMap(\.requirements).compactMap(\.source?.agency)
        #expect(Set(issuers).isSubset(of: answering.map(\.id)))
        continue
      }
      #expect(words(5) == Set(answering.map(\.id.text)), "\(fact.rawValue)")
    }
  }
}
