import Testing

@testable import MallDomain

@Suite struct FactTests {
  @Test func `The list of facts is closed, and each says what it gives and for what`() {
    #expect(
      Fact.allCases.map(\.rawValue) == [
        "is-alive", "is-of-age", "is-unmarried", "lives-in-district", "document-active", "tax-clear",
        "resident-summary", "are-related", "person-reserved", "household",
      ])
    #expect(Fact.allCases.allSatisfy { !$0.purposes.isEmpty })
    // Most give a verdict and nothing else.
    #expect(
      Fact.allCases.filter { !$0.fields.isEmpty } == [.documentActive, .taxClear, .residentSummary, .personReserved])
    #expect(Fact.documentActive.gives("issued-on") && !Fact.documentActive.gives("number"))
    #expect(Fact.household.purposes == [.demonstration])
  }
}
