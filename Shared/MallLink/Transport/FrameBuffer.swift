import MallWire
import NIOCore

/// Frames on their way out, coalesced into few writes.
struct FrameBuffer {
  /// What goes to TLS at once: four of its records.
  static let chunk = 65_536
  /// What an idle link may keep for the next frame.
  private static let kept = 4_096

  private var buffer = ByteBuffer()

  var count: Int { buffer.readableBytes }

  /// Appends a frame, encoded in place.
  ///
  /// - Parameter accept: told the bytes of the envelope; nothing is appended when it says false.
  mutating func append(_ envelope: Wire.Envelope, if accept: (Int) -> Bool = { _ in true }) {
    envelope.encode { count, pack in
      guard accept(count) else { return }
      buffer.writeInteger(UInt32(count))
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { memory in
        pack(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
        return count
      }
    }
  }

  mutating func takeChunk() -> ByteBuffer? {
    guard count > 0 else { return nil }
    return buffer.readSlice(length: min(count, Self.chunk))
  }

  mutating func takeAll() -> ByteBuffer {
    defer { buffer = ByteBuffer() }
    return buffer
  }

  /// After a flush.
  mutating func compact() {
    if count > 0 {
      buffer.discardReadBytes()
    } else if buffer.capacity > Self.kept {
      buffer = ByteBuffer()
    } else {
      buffer.clear()
    }
  }
}
