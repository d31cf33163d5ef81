@testable import MallWire

/// A message that can fill itself at random.
protocol RandomMessage: WireMessage {
  init(random source: inout RandomSource)
}

/// Values for the fields of random messages, the same for the same seed. Every kind of value has its edges drawn often.
struct RandomSource: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64 (Steele, Lea and Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func flag() -> Bool { Bool.random(using: &self) }

  mutating func enumValue() -> UInt32 { UInt32.random(in: 0...12, using: &self) }

  mutating func integer<Value: FixedWidthInteger>() -> Value {
    switch Int.random(in: 0..<4, using: &self) {
    case 0: 0
    case 1: Value.max
    case 2: Value.min
    default: Value(truncatingIfNeeded: next() >> UInt64.random(in: 0..<64, using: &self))
    }
  }

  mutating func text() -> String {
    let samples = [
      "", "a", "disdukcapil.akta-kelahiran", "Jalan Proklamator Raya №7", "é\u{301}🧑‍👩‍👧", "\u{FFFF}\u{10FFFF}",
    ]
    let sample = samples.randomElement(using: &self) ?? ""
    return String(repeating: sample, count: Int.random(in: 1...3, using: &self))
  }

  mutating func bytes() -> [UInt8] {
    let count = [0, 1, 32, 300].randomElement(using: &self) ?? 0
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }

  mutating func texts() -> [String] { list { $0.text() } }

  mutating func byteStrings() -> [[UInt8]] { list { $0.bytes() } }

  mutating func message<Message: RandomMessage>() -> Message? {
    flag() ? Message(random: &self) : nil
  }

  mutating func messages<Message: RandomMessage>() -> [Message] {
    list { Message(random: &$0) }
  }

  /// Fields that no message of the schema has: numbers above its own.
  mutating func unknownFields(above number: UInt32) -> Wire.UnknownFields {
    guard Int.random(in: 0..<4, using: &self) == 0 else { return Wire.UnknownFields() }
    return Wire.UnknownFields(
      list { source in
        let wireType = Wire.WireType.allCases.randomElement(using: &source) ?? .varint
        let last = Wire.UnknownField.numbers.upperBound
        return Wire.UnknownField(
          number: UInt32.random(in: number + 1...(source.flag() ? last : number + 20), using: &source),
          wireType: wireType, content: source.content(of: wireType))
      })
  }

  private mutating func content(of wireType: Wire.WireType) -> [UInt8] {
    switch wireType {
    case .varint: flag() ? [0x01] : [0xAC, 0x02]
    case .fixed64: (1...8).map { $0 }
    case .fixed32: (1...4).map { $0 }
    case .lengthDelimited: flag() ? [0] : [3, 0xFF, 0x00, 0xFE]
    }
  }

  private mutating func list<Element>(_ element: (inout RandomSource) -> Element) -> [Element] {
    (0..<Int.random(in: 0...2, using: &self)).map { _ in element(&self) }
  }
}
