/// Takes one encoded message: called once, with its size and a function that fills memory of at least that size.
///
/// Not to fill the memory is allowed: then nothing is written.
package typealias WireWriter = (_ byteCount: Int, _ pack: (UnsafeMutableRawBufferPointer) -> Void) -> Void

/// A message of the protocol: a value that travels as protobuf.
///
/// Decoding takes bytes of any origin. It never crashes, takes memory only in proportion to the bytes given
/// (``WireArena/decodingBudget(for:)``), and refuses text that is not UTF-8 or holds a NUL.
package protocol WireMessage: Hashable, Sendable {
  /// The full protobuf name, such as "mall.v1.Envelope".
  static var messageName: String { get }

  /// Fields that this version of the schema doesn't know. They are encoded again as they came.
  var unknownFields: Wire.UnknownFields { get set }

  /// Reads a message from all of `bytes`.
  init(decoding bytes: UnsafeRawBufferPointer) throws(WireError)

  /// Encodes the message straight into memory of the caller's.
  func encode(_ write: WireWriter)
}

extension WireMessage {
  /// Reads a message from all of `bytes`.
  package init(decoding bytes: [UInt8]) throws(WireError) {
    self = try bytes.withUnsafeBufferPointer { (buffer) throws(WireError) in
      try Self(decoding: UnsafeRawBufferPointer(buffer))
    }
  }

  /// The message's bytes. Equal messages of one program give equal bytes.
  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    encode { byteCount, pack in
      // An array of no bytes is shared by the whole process, and isn't to be written to.
      guard byteCount > 0 else { return }
      bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { memory, initializedCount in
        pack(UnsafeMutableRawBufferPointer(memory))
        initializedCount = byteCount
      }
    }
    return bytes
  }
}
