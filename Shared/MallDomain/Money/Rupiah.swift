/// An amount of money in whole rupiah. There is no floating point in money (general convention of the rules).
package struct Rupiah: Hashable, Comparable, Sendable {
  package var amount: Int64

  package static let zero = Rupiah(0)

  package init(_ amount: Int64) {
    self.amount = amount
  }

  package static func < (left: Rupiah, right: Rupiah) -> Bool {
    left.amount < right.amount
  }
}

extension Rupiah: Codable {
  package init(from decoder: any Decoder) throws {
    amount = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(amount)
  }
}

extension Rupiah: CustomStringConvertible {
  /// `Rp1.234.567` or `-Rp5.000` (rule M13).
  package var description: String { text }

  package var text: String {
    let digits = String(amount.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { grouped.append(".") }
      grouped.append(digit)
    }
    return (amount < 0 ? "-Rp" : "Rp") + grouped
  }
}
