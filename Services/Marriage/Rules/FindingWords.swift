import MallDomain

/// Findings in one line each, and the refusal of an issue that one of them blocks.
extension Finding {
  static func passed(_ rule: String, _ indonesian: String, _ english: String, field: String? = nil) -> Finding {
    Finding(
      rule: rule, severity: .passed, text: LocalizedText(indonesian: indonesian, english: english), field: field)
  }

  static func warning(_ rule: String, _ indonesian: String, _ english: String, field: String? = nil) -> Finding {
    Finding(
      rule: rule, severity: .warning, text: LocalizedText(indonesian: indonesian, english: english), field: field)
  }

  static func blocks(_ rule: String, _ indonesian: String, _ english: String, field: String? = nil) -> Finding {
    Finding(
      rule: rule, severity: .blocks, text: LocalizedText(indonesian: indonesian, english: english), field: field)
  }
}

extension Refusal {
  /// An issue past a finding that blocks it, named with its own words.
  init(blockedBy finding: Finding) {
    self.init(
      .failedPrecondition, Message(.caseFindingsBlock, "1"),
      violations: [
        FieldViolation(
          field: finding.field ?? finding.rule,
          message: Message(.caseFinding, "\(finding.text.indonesian) / \(finding.text.text(.english))"))
      ])
  }
}
