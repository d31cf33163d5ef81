/// Bytes as the 45 characters that a QR code packs best (RFC 9285): three for two bytes, in capitals.
package enum Base45 {
  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

  package static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 2) {
      let isPair = start + 1 < bytes.count
      var value = isPair ? Int(bytes[start]) << 8 | Int(bytes[start + 1]) : Int(bytes[start])
      for _ in 0..<(isPair ? 3 : 2) {
        text.append(alphabet[value % 45])
        value /= 45
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// - Returns: nil for a text that `text` never writes.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var digits: [Int] = []
    for character in text.utf8 {
      guard let digit = alphabet.firstIndex(of: character) else { return nil }
      digits.append(digit)
    }
    guard digits.count % 3 != 1 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 3) {
      let isTriple = start + 2 < digits.count
      let value = digits[start] + 45 * digits[start + 1] + (isTriple ? 2_025 * digits[start + 2] : 0)
      guard value <= (isTriple ? 0xffff : 0xff) else { return nil }
      if isTriple { bytes.append(UInt8(value >> 8)) }
      bytes.append(UInt8(value & 0xff))
    }
    return bytes
  }
}
