import MallLink
import NIOCore

/// The first byte says in how large pieces the rest of the stream arrives.
enum FrameTarget {
  private static let limit = 512

  static func violation(_ bytes: [UInt8]) -> String? {
    guard let first = bytes.first else { return nil }
    let stream = Array(bytes.dropFirst())
    let whole = read(stream, inPiecesOf: max(1, stream.count))
    let torn = read(stream, inPiecesOf: Int(first) + 1)
    return whole == torn ? nil : "frames depend on how the stream is torn"
  }

  private static func read(_ stream: [UInt8], inPiecesOf size: Int) -> [FrameAccumulator.Next] {
    var accumulator = FrameAccumulator()
    var found: [FrameAccumulator.Next] = []
    var start = 0
    while start < stream.count {
      let end = min(stream.count, start + size)
      accumulator.append(ByteBuffer(bytes: stream[start..<end]))
      start = end
      loop: while true {
        let next = accumulator.next(limit: limit)
        switch next {
        case .incomplete: break loop
        case .envelope: found.append(next)
        case .empty, .tooLarge: return found + [next]
        }
      }
      accumulator.compact()
    }
    return found
  }
}
