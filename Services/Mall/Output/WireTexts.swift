import MallDomain
import MallWire

/// How values of the wire are written for people and in JSON.
extension Wire.LocalizedText? {
  func text(_ language: Language) -> String {
    guard let self else { return "" }
    return language == .english && !self.en.isEmpty ? self.en : self.id
  }

  var json: JSONValue {
    guard let self else { return .null }
    return .object(["id": .string(self.id), "en": .text(self.en)])
  }
}

extension LocalizedText {
  var json: JSONValue { .object(["id": .string(indonesian), "en": .string(text(.english))]) }
}

extension MallInstant {
  /// From a wire field in which 0 means absent.
  init?(wire milliseconds: Int64) {
    guard milliseconds != 0 else { return nil }
    self.init(milliseconds: milliseconds)
  }

  /// `2026-11-24 09:30`, on the wall in Jakarta.
  var wallText: String { "\(LocalDate(jakarta: self)) \(LocalTime(jakarta: self))" }

  /// `2026-11-24T09:30:05+07:00` (RFC 3339).
  var isoText: String {
    let second = (milliseconds / 1000) % 60
    let padded = (second < 10 ? "0" : "") + String(second)
    return "\(LocalDate(jakarta: self))T\(LocalTime(jakarta: self)):\(padded)+07:00"
  }
}

/// Times of the wire, in which 0 means absent.
enum WireTime {
  static func json(_ milliseconds: Int64) -> JSONValue {
    MallInstant(wire: milliseconds).map { .string($0.isoText) } ?? .null
  }

  static func text(_ milliseconds: Int64) -> String {
    MallInstant(wire: milliseconds)?.wallText ?? "-"
  }
}

/// Bytes as lower-case hexadecimal digits.
enum HexText {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
