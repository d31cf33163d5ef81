import NIOCore

/// What a NATS server says: lines ended by CR LF, and messages with a payload after their line.
/// <https://docs.nats.io/reference/reference-protocols/nats-protocol>
struct NATSParser {
  enum Event {
    case info
    case ping
    case pong
    case message(subject: Substring, replyTo: Substring?, payloadLength: Int)
    case refused(String)
  }

  private var buffer = ByteBuffer()

  mutating func append(_ bytes: ByteBuffer) {
    if buffer.readableBytes == 0 {
      buffer = bytes
    } else {
      buffer.writeImmutableBuffer(bytes)
    }
  }

  /// The next whole event; nil when more bytes are needed.
  mutating func next() -> Event? {
    while let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
      let length = end - buffer.readerIndex + 1
      let line = buffer.getString(at: buffer.readerIndex, length: length - 2) ?? ""
      let words = line.split(separator: " ")
      switch words.first {
      case "MSG":
        guard let payloadLength = words.last.flatMap({ Int($0) }), words.count >= 4 else { return .refused(line) }
        guard buffer.readableBytes >= length + payloadLength + 2 else { return nil }
        buffer.moveReaderIndex(forwardBy: length + payloadLength + 2)
        return .message(
          subject: words[1], replyTo: words.count == 5 ? words[3] : nil, payloadLength: payloadLength)
      case "+OK": buffer.moveReaderIndex(forwardBy: length)
      default:
        buffer.moveReaderIndex(forwardBy: length)
        switch words.first {
        case "INFO": return .info
        case "PING": return .ping
        case "PONG": return .pong
        default: return .refused(line)
        }
      }
    }
    return nil
  }
}
