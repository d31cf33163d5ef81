import MallDomain

extension Wire.Fee {
  package init(_ fee: Fee) {
    self.init(
      kind: fee.kind.rawValue, amount: fee.amount.map { Wire.FeeAmount(rupiah: $0.amount) }, note: fee.note,
      rule: fee.rule.map(Wire.FeeRule.init))
  }
}

extension Fee {
  package init(wire: Wire.Fee) throws(Refusal) {
    self.init(
      kind: try WireReading.name(wire.kind, "service.fee.kind"),
      amount: try wire.amount.map { (amount) throws(Refusal) in
        try WireReading.amount(amount.rupiah, "service.fee.amount")
      },
      note: wire.note, rule: try wire.rule.map(FeeRule.init(wire:)))
  }
}

extension Wire.FeeRule {
  package init(_ rule: FeeRule) {
    self.init(
      field: rule.field, cases: rule.cases.map { Wire.FeeRuleCase(value: $0.value, rupiah: $0.amount.amount) },
      otherwiseRupiah: rule.otherwise.amount, timesField: rule.timesField ?? "")
  }
}

extension FeeRule {
  package init(wire: Wire.FeeRule) throws(Refusal) {
    self.init(
      field: wire.field,
      cases: try wire.cases.map { (tariff) throws(Refusal) in
        Case(value: tariff.value, amount: try WireReading.amount(tariff.rupiah, "service.fee.rule.cases"))
      },
      otherwise: try WireReading.amount(wire.otherwiseRupiah, "service.fee.rule.otherwise_rupiah"),
      timesField: wire.timesField.nonEmpty)
  }
}
