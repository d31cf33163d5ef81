import Testing

@testable import MallDomain

@Suite struct SearchRecallTests {
  /// The promise of the catalogue's search, over queries as people type them.
  private static let promisedRecall = 0.9

  @Test func findsTheServiceAmongTheFirstThree() throws {
    let index = try CatalogueFiles.index()
    let rows = try TestData.vectors("search_queries", columns: ["query", "service"])
    #expect(rows.count == 200)
    var misses: [String] = []
    var first = 0
    for row in rows {
      let codes = index.search(row[0]).prefix(3).map(\.code.text)
      if codes.first == row[1] { first += 1 }
      if !codes.contains(row[1]) { misses.append("\(row[0]): \(row[1]), found \(codes.joined(separator: " "))") }
    }
    let recall = Double(rows.count - misses.count) / Double(rows.count)
    print("search: recall in the first three \(recall), first \(Double(first) / Double(rows.count))")
    #expect(recall >= SearchRecallTests.promisedRecall, "missed:\n\(misses.joined(separator: "\n"))")
  }
}
