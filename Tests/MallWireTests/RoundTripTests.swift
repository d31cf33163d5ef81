import Testing

@testable import MallWire

@Suite("Messages come back as they were")
struct RoundTripTests {
  private static let seeds: Range<UInt64> = 0..<40

  @Test("every message, filled at random")
  func everyMessage() throws {
    #expect(allMessages.count > 80)
    for type in allMessages {
      for seed in Self.seeds {
        try roundTrip(type, seed: seed)
      }
    }
  }

  private func roundTrip<Message: RandomMessage>(_ type: Message.Type, seed: UInt64) throws {
    var source = RandomSource(seed: seed)
    let message = Message(random: &source)
    let bytes = message.encoded()
    let decoded = try Message(decoding: bytes)
    #expect(decoded == message, "\(Message.messageName), seed \(seed)")
    #expect(decoded.encoded() == bytes, "\(Message.messageName), seed \(seed)")
  }

  @Test("every message with nothing set is no bytes, and back")
  func emptyMessages() throws {
    for type in allMessages {
      let empty = try type.init(decoding: [])
      #expect(empty.encoded() == [], "\(type.messageName)")
    }
  }

  @Test("a message is written into the caller's memory")
  func encodingIntoMemory() throws {
    let message = Wire.Principal(role: "officer", subject: "p-17", voucher: "tax", agencies: ["bapenda"])
    var written: [UInt8] = []
    message.encode { byteCount, pack in
      written = [UInt8](repeating: 0xEE, count: byteCount + 2)
      written.withUnsafeMutableBytes { pack($0) }
    }
    #expect(written.suffix(2) == [0xEE, 0xEE])
    #expect(Array(written.dropLast(2)) == message.encoded())
  }

  @Test("fields of a newer schema pass through, also inside sub-messages")
  func unknownFields() throws {
    let newer = ProtobufBytes.delimited(1000, Array("baru".utf8)) + ProtobufBytes.tag(1001, 0) + [0xAC, 0x02]
    let principal = ProtobufBytes.delimited(1, Array("citizen".utf8)) + newer
    let bytes = ProtobufBytes.tag(1, 0) + [3] + ProtobufBytes.delimited(9, principal) + newer

    var envelope = try Wire.Envelope(decoding: bytes)
    #expect(envelope.kind == .request)
    #expect(envelope.principal?.role == "citizen")
    #expect(envelope.unknownFields.fields.map(\.number) == [1000, 1001])
    #expect(envelope.encoded() == bytes)

    envelope.id = 7
    let forwarded = try Wire.Envelope(decoding: envelope.encoded())
    #expect(forwarded.unknownFields == envelope.unknownFields)
    #expect(forwarded.principal?.unknownFields.fields.count == 2)
  }

  @Test("an enum value of a newer schema is kept")
  func unknownEnumValue() throws {
    let envelope = try Wire.Envelope(decoding: ProtobufBytes.tag(1, 0) + [99])
    #expect(envelope.kind.rawValue == 99)
    #expect(try Wire.Envelope(decoding: envelope.encoded()).kind == envelope.kind)
  }

  @Test("the last of a field sent twice counts, sub-messages are merged, as protobuf says")
  func repeatedSingularFields() throws {
    let first = ProtobufBytes.delimited(9, ProtobufBytes.delimited(1, Array("bank".utf8)))
    let second = ProtobufBytes.delimited(9, ProtobufBytes.delimited(2, Array("s".utf8)))
    let envelope = try Wire.Envelope(
      decoding: ProtobufBytes.delimited(3, Array("a".utf8)) + first + second
        + ProtobufBytes.delimited(3, Array("b".utf8)))
    #expect(envelope.method == "b")
    #expect(envelope.principal == Wire.Principal(role: "bank", subject: "s"))
  }
}
