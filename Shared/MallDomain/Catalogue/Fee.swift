/// What a service costs the applicant.
package struct Fee: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case free, fixed, tariff
  }

  package var kind: Kind
  /// The usual or lowest amount; nil where only the rule or the agency can tell.
  package var amount: Rupiah?
  /// A formula, a table or the legal basis, in Indonesian.
  package var note: String
  package var rule: FeeRule?

  package init(kind: Kind, amount: Rupiah?, note: String, rule: FeeRule? = nil) {
    self.kind = kind
    self.amount = amount
    self.note = note
    self.rule = rule
  }
}

/// A tariff that a manifest can state: the amount by the value of one form field, times the number in another.
package struct FeeRule: Hashable, Sendable {
  package struct Case: Hashable, Sendable {
    package var value: String
    package var amount: Rupiah

    package init(value: String, amount: Rupiah) {
      self.value = value
      self.amount = amount
    }
  }

  package var field: String
  package var cases: [Case]
  package var otherwise: Rupiah
  package var timesField: String?

  package init(field: String, cases: [Case], otherwise: Rupiah, timesField: String? = nil) {
    self.field = field
    self.cases = cases
    self.otherwise = otherwise
    self.timesField = timesField
  }
}

extension Fee {
  /// What an application costs by its form values; nil where only the agency can tell.
  package func amount(for values: [String: String]) -> Rupiah? {
    guard let rule else { return amount }
    return rule.amount(for: values)
  }
}

extension FeeRule {
  /// The amount by the values, which are those that the form accepted.
  ///
  /// A number of pieces that the applicant left out counts as one. Nil when the product is beyond any amount of money.
  package func amount(for values: [String: String]) -> Rupiah? {
    let single = cases.first { $0.value == values[field] }?.amount ?? otherwise
    guard let pieces = timesField.flatMap({ values[$0] }) else { return single }
    guard let count = Int64(pieces), count >= 0 else { return nil }
    let (total, overflow) = single.amount.multipliedReportingOverflow(by: count)
    return overflow || total > Rupiah.largest.amount ? nil : Rupiah(total)
  }
}
