import NIOCore

/// The bytes that arrived and aren't a whole frame yet.
///
/// Memory is taken for bytes that have come, whatever a length announces. The rest of a read is copied, so that it
/// doesn't keep the whole read buffer alive.
package struct FrameAccumulator {
  package enum Next: Equatable {
    case envelope(ByteBuffer)
    case incomplete
    case empty
    case tooLarge(Int)
  }

  private static let lengthSize = MemoryLayout<UInt32>.size

  private var buffer = ByteBuffer()

  package init() {}

  package var isInsideFrame: Bool { buffer.readableBytes > 0 }

  package mutating func append(_ bytes: ByteBuffer) {
    if buffer.readableBytes == 0 {
      buffer = bytes
    } else {
      var bytes = bytes
      buffer.writeBuffer(&bytes)
    }
  }

  /// - Parameter limit: bytes of the largest envelope.
  package mutating func next(limit: Int) -> Next {
    guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return .incomplete }
    let count = Int(length)
    guard count > 0 else { return .empty }
    guard count <= limit else { return .tooLarge(count) }
    guard buffer.readableBytes >= Self.lengthSize + count else { return .incomplete }
    buffer.moveReaderIndex(forwardBy: Self.lengthSize)
    return buffer.readSlice(length: count).map(Next.envelope) ?? .incomplete
  }

  /// After the last whole frame of a read: keeps the rest only.
  package mutating func compact() {
    if buffer.readableBytes == 0 {
      buffer = ByteBuffer()
    } else if buffer.readerIndex > 0 || buffer.capacity > 4 * buffer.readableBytes {
      buffer = ByteBuffer(bytes: buffer.readableBytesView)
    }
  }

  package mutating func discard() {
    buffer = ByteBuffer()
  }
}
