/// The rules of a fee: what is free costs nothing, what is fixed has an amount, what is a tariff says which.
enum FeeCheck {
  static func issues(_ fee: Fee, form: [FormField]) -> [CatalogueIssue] {
    var issues = IssueList()
    if !fee.note.isEmpty { issues.require(fee.note, "note") }
    switch fee.kind {
    case .free: if fee.amount != .zero { issues.add("amount_idr", "what is free has the amount 0") }
    case .fixed: if (fee.amount ?? .zero) <= .zero { issues.add("amount_idr", "a fixed fee needs a positive amount") }
    case .tariff:
      if let amount = fee.amount, amount <= .zero { issues.add("amount_idr", "a positive amount is expected, or none") }
      if fee.note.isEmpty { issues.add("note", "a tariff needs a note that states the formula or the table") }
    }
    if let amount = fee.amount, amount > .largest { issues.add("amount_idr", "at most \(Rupiah.largest) is allowed") }
    if let rule = fee.rule {
      if fee.kind == .free { issues.add("rule", "what is free has no rule") }
      check(rule, form, &issues)
    }
    return issues.all
  }

  private static func check(_ rule: FeeRule, _ form: [FormField], _ issues: inout IssueList) {
    issues.count(rule.cases.count, 1...CatalogueLimits.entriesPerList, "rule.cases")
    issues.unique(rule.cases.map(\.value), "rule.cases")
    let possible = form.first { $0.id == rule.field }?.possibleValues
    if possible == nil { issues.add("rule.field", "\"\(rule.field)\" is no enum or boolean field of the form") }
    for entry in rule.cases {
      let place = "rule.cases[\(entry.value)]"
      if let possible, !possible.contains(entry.value) {
        issues.add("\(place).value", "is no value of \"\(rule.field)\"")
      }
      if !(Rupiah.zero...Rupiah.largest ~= entry.amount) { issues.add("\(place).amount_idr", "is out of range") }
    }
    if !(Rupiah.zero...Rupiah.largest ~= rule.otherwise) { issues.add("rule.otherwise_idr", "is out of range") }
    if let times = rule.timesField, form.first(where: { $0.id == times })?.type != .integer {
      issues.add("rule.times", "\"\(times)\" is no integer field of the form")
    }
  }
}
