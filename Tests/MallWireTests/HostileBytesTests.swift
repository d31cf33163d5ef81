import Testing

@testable import MallWire

@Suite("Hostile bytes end in a clean error")
struct HostileBytesTests {
  private typealias Bytes = ProtobufBytes

  @Test(
    "bytes that are no message",
    arguments: [
      ("a tag without a value", [0x08]),
      ("an overlong varint", [0x10] + [UInt8](repeating: 0x80, count: 10) + [0x01]),
      ("an overlong tag", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
      ("a length beyond the end", [0x1A, 0x05, 0x61]),
      ("a length of 4 GiB", [0x1A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x61]),
      ("a length of 2^64 - 1", [0x1A] + [UInt8](repeating: 0xFF, count: 9) + [0x01]),
      ("a number where text belongs", [0x18, 0x01]),
      ("text where a number belongs", [0x0A, 0x01, 0x61]),
      ("the start of a group", [0x7B, 0x7C]),
      ("a wire type that doesn't exist", [0x7F]),
      ("field number 0", [0x00, 0x01]),
      ("a field number above 2^29 - 1", [0x80, 0x80, 0x80, 0x80, 0x70, 0x01]),
      ("a torn sub-message", [0x4A, 0x02, 0x0A, 0x05]),
    ] as [(String, [UInt8])])
  func malformed(what: String, bytes: [UInt8]) {
    #expect(throws: WireError.self, "\(what)") { try Wire.Envelope(decoding: bytes) }
  }

  @Test("every beginning of a valid message decodes or is refused")
  func truncated() throws {
    var source = RandomSource(seed: 11)
    for type in allMessages {
      let bytes = type.init(random: &source).encoded()
      for count in bytes.indices {
        try decodesOrRefuses(type, Array(bytes[..<count]))
      }
    }
  }

  @Test("messages with bytes changed at random decode or are refused")
  func mutated() throws {
    var source = RandomSource(seed: 12)
    for type in allMessages {
      for _ in 0..<50 {
        var bytes = type.init(random: &source).encoded()
        guard !bytes.isEmpty else { continue }
        for _ in 0...Int.random(in: 0..<4, using: &source) {
          let index = bytes.indices.randomElement(using: &source) ?? 0
          bytes[index] = UInt8.random(in: 0...255, using: &source)
        }
        try decodesOrRefuses(type, bytes)
      }
    }
  }

  /// What decodes must also encode and decode again to the same.
  private func decodesOrRefuses<Message: WireMessage>(_ type: Message.Type, _ bytes: [UInt8]) throws {
    guard let message = try? Message(decoding: bytes) else { return }
    #expect(try Message(decoding: message.encoded()) == message)
  }

  @Test(
    "text must be UTF-8 without NUL",
    arguments: [
      [0xFF], [0x61, 0x00, 0x62], [0x00], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3],
    ] as [[UInt8]])
  func invalidText(text: [UInt8]) {
    #expect(throws: WireError.invalidText(message: "mall.v1.Envelope", field: "method", number: 3)) {
      try Wire.Envelope(decoding: Bytes.delimited(3, text))
    }
    #expect(throws: WireError.invalidText(message: "mall.v1.Envelope", field: "via", number: 7)) {
      try Wire.Envelope(decoding: Bytes.delimited(7, Array("gateway".utf8)) + Bytes.delimited(7, text))
    }
    #expect(throws: WireError.invalidText(message: "mall.v1.Principal", field: "role", number: 1)) {
      try Wire.Envelope(decoding: Bytes.delimited(9, Bytes.delimited(1, text)))
    }
  }

  @Test("an error text holds nothing of the bytes")
  func errorTexts() {
    let secret = "3201010101010001"
    let bytes = Bytes.delimited(3, Array(secret.utf8) + [0])
    #expect {
      try Wire.Envelope(decoding: bytes)
    } throws: { error in
      !"\(error)".contains(secret) && "\(error)".contains("method")
    }
  }

  private static let megabyte = 1 << 20

  @Test(
    "a frame of many small elements is refused before it takes more memory than the budget",
    arguments: [
      ("empty texts", [0x3A, 0x00]),
      ("empty sub-messages in one list", [0x32, 0x02, 0x1A, 0x00]),
      ("one sub-message over and over", [0x52, 0x00]),
      ("unknown fields", [0x78, 0x00]),
    ] as [(String, [UInt8])])
  func bombs(what: String, element: [UInt8]) {
    let bytes = [UInt8]([[UInt8]](repeating: element, count: Self.megabyte / element.count).joined())
    let expected = WireError.tooCostly(message: "mall.v1.Envelope", byteCount: bytes.count)
    #expect(throws: expected, "\(what)") { try Wire.Envelope(decoding: bytes) }
  }

  @Test("a list that costs most for its bytes is refused, one of ordinary rows is not")
  func densestLists() throws {
    let empty = Bytes.delimited(6, [])
    let bomb = [UInt8]([[UInt8]](repeating: empty, count: Self.megabyte / empty.count).joined())
    #expect(throws: WireError.tooCostly(message: "mall.v1.Agency", byteCount: bomb.count)) {
      try Wire.Agency(decoding: bomb)
    }

    let option = Wire.Option(value: "1", label: Wire.LocalizedText(id: "Ya", en: "Yes"))
    let form = Wire.FormField(id: "f", options: [Wire.Option](repeating: option, count: 20_000))
    let decoded = try Wire.FormField(decoding: form.encoded())
    #expect(decoded.options.count == 20_000)
  }

  @Test("large contents cost no more than their size")
  func largeBody() throws {
    let envelope = Wire.Envelope(kind: .response, id: 1, body: [UInt8](repeating: 7, count: 4 * Self.megabyte))
    #expect(try Wire.Envelope(decoding: envelope.encoded()) == envelope)
  }
}
