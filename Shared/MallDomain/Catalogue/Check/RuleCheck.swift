/// The rules about rules: each names fields of the types that it compares, and a value that it can read.
enum RuleCheck {
  private static let ages = 1...120
  private static let workingDays = 1...260

  static func issues(_ rules: [ServiceRule], form: [FormField], issued: Set<String>) -> [CatalogueIssue] {
    var issues = IssueList()
    issues.count(rules.count, 0...CatalogueLimits.rulesPerService, "rules")
    issues.unique(rules.map(\.id), "rules")
    for rule in rules {
      issues.add(RuleCheck.issues(rule, form, issued).map { $0.under("rules[\(rule.id)]") })
    }
    return issues.all
  }

  private static func issues(_ rule: ServiceRule, _ form: [FormField], _ issued: Set<String>) -> [CatalogueIssue] {
    var issues = IssueList()
    issues.slug(rule.id, "id")
    issues.require(rule.message, "message")
    func type(_ id: String) -> FormField.FieldType? { form.first { $0.id == id }?.type }
    func field(_ allowed: FormField.FieldType...) {
      if !allowed.contains(where: { $0 == type(rule.field) }) {
        let types = allowed.map(\.rawValue).joined(separator: " or ")
        issues.add("field", "\"\(rule.field)\" is no field of type \(types) in the form")
      }
    }
    func otherDate(isRequired: Bool) {
      if let other = rule.otherField {
        if type(other) != .date { issues.add("other_field", "\"\(other)\" is no field of type date in the form") }
      } else if isRequired {
        issues.add("other_field", "is missing")
      }
    }
    func number(_ range: ClosedRange<Int>) {
      guard let number = rule.value.flatMap({ Int($0) }), range.contains(number) else {
        issues.add("value", "a number from \(range.lowerBound) to \(range.upperBound) is expected")
        return
      }
    }
    switch rule.kind {
    case .minimumAge:
      field(.nik)
      otherDate(isRequired: false)
      number(ages)
    case .notBefore:
      field(.date)
      otherDate(isRequired: true)
    case .workingDaysAhead:
      field(.date)
      number(workingDays)
    case .atMost:
      field(.integer, .money)
      number(0...Int(Rupiah.largest.amount))
    case .noActiveDocument, .activeDocument:
      field(.nik)
      if rule.value.map(issued.contains) != true {
        issues.add(
          "value", "a document type that the agency issues is expected: \(issued.sorted().joined(separator: ", "))")
      }
    }
    return issues.all
  }
}
