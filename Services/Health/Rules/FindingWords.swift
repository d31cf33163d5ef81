import MallDomain

/// Findings in one line each.
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
