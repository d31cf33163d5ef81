/// The code with which a citizen follows an application: 80 random bits as 16 digits of Crockford's base 32, and two
/// check digits, shown as `XXXX-XXXX-XXXX-XXXX-CC`.
///
/// The check digits write the 80-bit number modulo 1021, the largest prime below 32 × 32, so that any one wrong digit
/// and any two neighbours swapped are noticed. Who holds the code sees the state of the application: it is stored
/// hashed and its description is masked.
package struct TrackingCode: Hashable, Sendable {
  private static let dataDigits = 16
  private static let checkDigits = 2
  private static let groupLength = 4
  private static let modulus: UInt32 = 1021

  /// 18 digits without dashes: what is hashed.
  package let canonical: String

  /// Reads a code as people write it: either case, with or without dashes and spaces, O for 0, I and L for 1.
  package init(_ text: String) throws(InvalidIdentifier) {
    let invalid = InvalidIdentifier(kind: "tracking code", rule: "18 letters and digits, of which two check the others")
    var values: [UInt8] = []
    for byte in text.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
      guard let value = Crockford.forgivingValue(of: byte), values.count < 18 else { throw invalid }
      values.append(value)
    }
    guard values.count == TrackingCode.dataDigits + TrackingCode.checkDigits,
      TrackingCode.check(values.prefix(TrackingCode.dataDigits)) == UInt32(values[16]) * 32 + UInt32(values[17])
    else { throw invalid }
    canonical = TrackingCode.write(values)
  }

  private init(data: [UInt8]) {
    let check = TrackingCode.check(data[...])
    canonical = TrackingCode.write(data + [UInt8(check / 32), UInt8(check % 32)])
  }

  /// The code that follows from a secret hash: its first 80 bits.
  package init(bytes hash: [UInt8]) {
    var number = hash.prefix(10).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    var data = [UInt8](repeating: 0, count: TrackingCode.dataDigits)
    for index in data.indices.reversed() {
      data[index] = UInt8(number % 32)
      number /= 32
    }
    self.init(data: data)
  }

  /// A code that nobody can guess: 80 bits of the system's randomness.
  package static func make() -> TrackingCode {
    TrackingCode(data: (0..<dataDigits).map { _ in UInt8.random(in: 0..<32) })
  }

  /// The same, of a generator's numbers.
  package static func make(using generator: inout some RandomNumberGenerator) -> TrackingCode {
    TrackingCode(data: (0..<dataDigits).map { _ in UInt8.random(in: 0..<32, using: &generator) })
  }

  /// The code as it is shown: `XXXX-XXXX-XXXX-XXXX-CC`.
  package var text: String {
    var shown = ""
    for (index, digit) in canonical.enumerated() {
      if index > 0, index % TrackingCode.groupLength == 0 { shown.append("-") }
      shown.append(digit)
    }
    return shown
  }

  private static func write(_ values: [UInt8]) -> String {
    String(decoding: values.map { Crockford.alphabet[Int($0)] }, as: UTF8.self)
  }

  private static func check(_ data: ArraySlice<UInt8>) -> UInt32 {
    data.reduce(0) { ($0 * 32 + UInt32($1)) % modulus }
  }
}

extension TrackingCode: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { canonical.prefix(2) + "**-****-****-****-**" }
  package var debugDescription: String { description }
}
