/// An amount in Indonesian words (terbilang, rule M13), as receipts state it beside the digits.
extension Rupiah {
  /// `satu juta seribu rupiah`; a negative amount begins with "minus". Refuses above 10^15 - 1.
  package func words() throws(Refusal) -> String {
    guard amount.magnitude <= Rupiah.largest.amount.magnitude else {
      throw Refusal(.outOfRange, Message(.moneyWordsLimit))
    }
    let words = amount == 0 ? ["nol"] : Rupiah.words(for: Int(amount.magnitude))
    return ((amount < 0 ? ["minus"] : []) + words + ["rupiah"]).joined(separator: " ")
  }

  private static let scales: [(value: Int, name: String)] = [
    (1_000_000_000_000, "triliun"), (1_000_000_000, "miliar"), (1_000_000, "juta"), (1_000, "ribu"),
  ]

  private static func words(for number: Int) -> [String] {
    var rest = number
    var words: [String] = []
    for scale in scales where rest >= scale.value {
      let count = rest / scale.value
      // One thousand is one word, one million is two.
      words += count == 1 && scale.value == 1_000 ? ["seribu"] : hundreds(count) + [scale.name]
      rest %= scale.value
    }
    return words + hundreds(rest)
  }

  /// The words of 1 to 999; none for 0.
  private static func hundreds(_ number: Int) -> [String] {
    switch number {
    case 0: []
    case 1...9: [digits[number]]
    case 10: ["sepuluh"]
    case 11: ["sebelas"]
    case 12...19: [digits[number - 10], "belas"]
    case 20...99: [digits[number / 10], "puluh"] + hundreds(number % 10)
    case 100...199: ["seratus"] + hundreds(number - 100)
    default: [digits[number / 100], "ratus"] + hundreds(number % 100)
    }
  }

  private static let digits = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
  ]
}
