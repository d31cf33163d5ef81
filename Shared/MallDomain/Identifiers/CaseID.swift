/// The name of a case: 26 digits of Crockford's base 32, of 48 bits of time and 80 random bits (the form of a ULID).
///
/// Ids sort by the millisecond in which they were made, so that newer rows come last in an index.
package struct CaseID: TextIdentifier {
  private static let length = 26
  private static let timeDigits = 10

  package let text: String

  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = Array(text.utf8)
    // 26 digits hold 130 bits; the first may use only three of its five.
    guard bytes.count == CaseID.length, bytes.allSatisfy({ Crockford.value(of: $0) != nil }),
      bytes[0] <= UInt8(ascii: "7")
    else {
      throw InvalidIdentifier(kind: "case id", rule: "26 digits of Crockford's base 32")
    }
    self.text = text
  }

  private init(unchecked text: String) {
    self.text = text
  }

  private static let halves: Range<UInt64> = 0..<(1 << 40)

  /// A new id. Times before 1970 count as 1970.
  package static func make(at instant: MallInstant) -> CaseID {
    make(at: instant, .random(in: halves), .random(in: halves))
  }

  /// The same, of a generator's numbers.
  package static func make(at instant: MallInstant, using generator: inout some RandomNumberGenerator) -> CaseID {
    let high = UInt64.random(in: halves, using: &generator)
    return make(at: instant, high, .random(in: halves, using: &generator))
  }

  private static func make(at instant: MallInstant, _ high: UInt64, _ low: UInt64) -> CaseID {
    let milliseconds = UInt64(max(0, instant.milliseconds)) & 0xFFFF_FFFF_FFFF
    let time = Crockford.text(milliseconds, digits: timeDigits)
    return CaseID(unchecked: time + Crockford.text(high, digits: 8) + Crockford.text(low, digits: 8))
  }

  /// The id that follows from a secret hash, of which it takes 80 bits, as if made at an instant.
  package init(at instant: MallInstant, bytes hash: [UInt8]) {
    func digits(_ bytes: ArraySlice<UInt8>) -> String {
      Crockford.text(bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }, digits: 8)
    }
    let milliseconds = UInt64(max(0, instant.milliseconds)) & 0xFFFF_FFFF_FFFF
    let time = Crockford.text(milliseconds, digits: CaseID.timeDigits)
    self.init(unchecked: time + digits(hash.prefix(5)) + digits(hash.dropFirst(5).prefix(5)))
  }

  /// When the id was made.
  package var madeAt: MallInstant {
    let milliseconds = text.utf8.prefix(CaseID.timeDigits).reduce(Int64(0)) { sum, digit in
      sum << 5 | Int64(Crockford.value(of: digit) ?? 0)
    }
    return MallInstant(milliseconds: milliseconds)
  }
}
