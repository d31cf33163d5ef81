/// The 32 digits of Douglas Crockford's base 32: no I, L, O or U, so that a code survives being read aloud.
enum Crockford {
  static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// The value of a digit, in the canonical alphabet only.
  static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "H"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "J"), UInt8(ascii: "K"): digit - UInt8(ascii: "J") + 18
    case UInt8(ascii: "M"), UInt8(ascii: "N"): digit - UInt8(ascii: "M") + 20
    case UInt8(ascii: "P")...UInt8(ascii: "T"): digit - UInt8(ascii: "P") + 22
    case UInt8(ascii: "V")...UInt8(ascii: "Z"): digit - UInt8(ascii: "V") + 27
    default: nil
    }
  }

  /// The value of a digit as people write it: either case, O for 0, I and L for 1.
  static func forgivingValue(of digit: UInt8) -> UInt8? {
    let upper = UInt8(ascii: "a")...UInt8(ascii: "z") ~= digit ? digit - 32 : digit
    switch upper {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    default: return value(of: upper)
    }
  }

  /// Digits for the lowest bits of a number, most significant first.
  static func text(_ value: some UnsignedInteger & FixedWidthInteger, digits: Int) -> String {
    String(
      decoding: (0..<digits).reversed().map { alphabet[Int(truncatingIfNeeded: value >> ($0 * 5)) & 31] }, as: UTF8.self
    )
  }
}
