extension Rupiah {
  /// The largest amount that forms take and that can be written in words (rule M13).
  package static let largest = Rupiah(999_999_999_999_999)

  /// Reads `1250000`, `1.250.000` or `Rp1.250.000`, with a minus before it or none. Dots must part thousands.
  package init?(text: String) {
    var rest = text[...]
    let isNegative = rest.hasPrefix("-")
    if isNegative { rest = rest.dropFirst() }
    if rest.hasPrefix("Rp") { rest = rest.dropFirst(2) }
    let groups = rest.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard groups.count == 1 || (1...3 ~= groups[0].count && groups.dropFirst().allSatisfy { $0.count == 3 }),
      let amount = Digits.value(of: groups.flatMap { $0 })
    else { return nil }
    self.init(isNegative ? -Int64(amount) : Int64(amount))
  }
}
