import Crypto
import FoundationEssentials
import Glibc

/// A file of which nobody reads anything without the key: segments of equal length, each sealed by itself and bound to
/// its place, so that a file can grow, and any part of it can be read.
///
/// Layout: sealed segments (see ``Sealer``) of `segment` bytes of content each, the last one shorter.
struct SealedFile {
  /// Content bytes of a segment.
  static let segment = 65_536
  private static let sealedSegment = segment + Sealer.overhead

  let descriptor: Int32
  /// Names the file: a segment of one file opens in no other.
  let name: String
  let sealer: Sealer

  /// Opens an existing file for reading.
  static func reading<Value>(
    _ path: String, name: String, sealer: Sealer, _ body: (SealedFile) throws -> Value
  ) throws -> Value {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DurableFile.failure() }
    defer { close(descriptor) }
    return try body(SealedFile(descriptor: descriptor, name: name, sealer: sealer))
  }

  /// Content bytes that a file of so many bytes holds.
  static func length(ofSealed size: Int) -> Int {
    size / sealedSegment * segment + max(0, size % sealedSegment - Sealer.overhead)
  }

  private var sealedSize: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Content bytes.
  var length: Int { Self.length(ofSealed: sealedSize) }

  /// At most `limit` bytes from an offset.
  ///
  /// - Throws: `StoreError.unsealable` where a segment was changed.
  func read(at offset: Int, limit: Int) throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = offset / Self.segment
    var skipped = offset % Self.segment
    while bytes.count < limit {
      let content = try open(index)
      guard content.count > skipped else { break }
      bytes += content[skipped...].prefix(limit - bytes.count)
      guard content.count == Self.segment else { break }
      skipped = 0
      index += 1
    }
    return bytes
  }

  /// Adds bytes at the end. A segment that isn't full is sealed anew with what comes.
  func append(_ data: [UInt8]) throws(StoreError) {
    var index = length / Self.segment
    var content = try open(index)
    var rest = data[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.segment - content.count)
      rest = rest.dropFirst(part.count)
      content += part
      try DurableFile.write(
        sealer.seal(content, for: place(index)), to: descriptor, at: index * Self.sealedSegment)
      content = []
      index += 1
    }
  }

  /// Drops a last segment that a crash left torn. Returns the content bytes that remain.
  func mend() throws(StoreError) -> Int {
    let whole = sealedSize / Self.sealedSegment
    if (try? open(whole)) == nil {
      guard ftruncate(descriptor, off_t(whole * Self.sealedSegment)) == 0 else { throw DurableFile.failure() }
    }
    return length
  }

  func hash() throws(StoreError) -> [UInt8] {
    var hash = SHA256()
    var index = 0
    while true {
      let content = try open(index)
      hash.update(data: content)
      guard content.count == Self.segment else { return Array(hash.finalize()) }
      index += 1
    }
  }

  /// The content of a segment; empty past the end.
  private func open(_ index: Int) throws(StoreError) -> [UInt8] {
    let sealed = try DurableFile.read(descriptor, at: index * Self.sealedSegment, limit: Self.sealedSegment)
    return sealed.isEmpty ? [] : try sealer.open(sealed, for: place(index))
  }

  private func place(_ index: Int) -> String { "blobs.segment:\(name):\(index)" }
}
