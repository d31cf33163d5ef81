import MallDomain

/// A rate as an exact decimal, to a hundredth of a percent. There is no floating point in money.
struct Percentage: Hashable, Sendable {
  static let whole: Int64 = 10_000

  /// Hundredths of a percent: 20 is 0.2 %.
  let basisPoints: Int64

  init(basisPoints: Int64) {
    self.basisPoints = basisPoints
  }

  init(percent: Int64) {
    basisPoints = percent * 100
  }

  /// So much of an amount, rounded down to whole rupiah.
  func of(_ amount: Rupiah) -> Rupiah {
    of(amount, times: [])
  }

  /// This part of further parts of an amount, rounded down once at the end.
  func of(_ amount: Rupiah, times others: [Percentage]) -> Rupiah {
    var product = Int128(amount.amount)
    var divisor: Int128 = 1
    for rate in [self] + others {
      product *= Int128(rate.basisPoints)
      divisor *= Int128(Self.whole)
    }
    return Rupiah(Int64(clamping: product / divisor))
  }
}

extension Percentage: CustomStringConvertible {
  /// `0,2%`, as Indonesians write it.
  var description: String {
    let (percent, hundredths) = basisPoints.quotientAndRemainder(dividingBy: 100)
    guard hundredths != 0 else { return "\(percent)%" }
    let digits = hundredths % 10 == 0 ? "\(hundredths / 10)" : hundredths < 10 ? "0\(hundredths)" : "\(hundredths)"
    return "\(percent),\(digits)%"
  }
}
