import MallWire

/// What decodes must encode, and decode to the same again.
enum MessageTarget {
  static func envelope(_ bytes: [UInt8]) -> String? {
    violation(Wire.Envelope.self, bytes)
  }

  static func body(_ bytes: [UInt8]) -> String? {
    guard let first = bytes.first else { return nil }
    let type = Wire.allMessages[Int(first) % Wire.allMessages.count]
    return violation(type, Array(bytes.dropFirst()))
  }

  private static func violation<Message: WireMessage>(_ type: Message.Type, _ bytes: [UInt8]) -> String? {
    guard let message = try? Message(decoding: bytes) else { return nil }
    let encoded = message.encoded()
    guard let again = try? Message(decoding: encoded) else {
      return "\(Message.messageName) encodes to what it refuses"
    }
    return again == message ? nil : "\(Message.messageName) changes on its way"
  }
}
