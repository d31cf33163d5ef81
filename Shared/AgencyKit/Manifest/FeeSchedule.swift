import MallDomain

/// What a manifest's service costs.
struct FeeSchedule {
  private let fee: Fee

  init(_ fee: Fee) {
    self.fee = fee
  }

  /// The fee by the form's answers. Zero where only the agency's own formula can tell.
  func amount(for content: ApplicationContent) -> Rupiah {
    switch fee.kind {
    case .free: .zero
    case .fixed: fee.amount ?? .zero
    case .tariff: fee.rule.map { amount(by: $0, content) } ?? fee.amount ?? .zero
    }
  }

  private func amount(by rule: FeeRule, _ content: ApplicationContent) -> Rupiah {
    let answer = content.values[rule.field]
    let base = rule.cases.first { $0.value == answer }?.amount ?? rule.otherwise
    guard let timesField = rule.timesField else { return base }
    let times = content.values[timesField].flatMap { Int64($0) } ?? 1
    let (product, overflow) = base.amount.multipliedReportingOverflow(by: max(0, times))
    return overflow ? Rupiah(.max) : Rupiah(product)
  }

  /// A tariff that no table of the manifest holds is told to the officer, who collects it as the agency always did.
  var findings: [Finding] {
    guard fee.kind == .tariff, fee.rule == nil, fee.amount == nil else { return [] }
    return [
      Finding(
        rule: "fee", severity: .warning,
        text: LocalizedText(
          indonesian: "Tarif dihitung instansi di luar mal: \(fee.note)",
          english: "The agency computes and collects this tariff outside the mall: \(fee.note)"))
    ]
  }
}
