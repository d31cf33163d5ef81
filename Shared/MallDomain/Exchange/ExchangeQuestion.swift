/// A question of one agency to another about a person, for a case and a purpose (rule M8).
package struct ExchangeQuestion: Hashable, Sendable {
  package var fact: String
  package var subject: NIK
  /// Further arguments of the fact, such as the document type.
  package var arguments: [String: String]
  package var purpose: String

  package init(fact: String, subject: NIK, arguments: [String: String] = [:], purpose: String) {
    self.fact = fact
    self.subject = subject
    self.arguments = arguments
    self.purpose = purpose
  }
}

/// The answer: a verdict, and only the values that the fact gives.
package struct ExchangeAnswer: Hashable, Sendable {
  package enum Verdict: String, Sendable, CaseIterable {
    case yes, no, unknown
  }

  package var verdict: Verdict
  package var values: [String: String]
  package var at: MallInstant

  package init(verdict: Verdict, values: [String: String] = [:], at: MallInstant) {
    self.verdict = verdict
    self.values = values
    self.at = at
  }
}
