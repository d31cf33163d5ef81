/// What a check of a file found. An officer cannot approve past a finding that blocks.
package struct Finding: Hashable, Sendable {
  package enum Severity: String, Sendable, CaseIterable {
    case passed, warning, blocks
  }

  /// The rule by its id, such as "N2".
  package var rule: String
  package var severity: Severity
  package var text: LocalizedText
  /// The form field or requirement concerned.
  package var field: String?

  package init(rule: String, severity: Severity, text: LocalizedText, field: String? = nil) {
    self.rule = rule
    self.severity = severity
    self.text = text
    self.field = field
  }
}
