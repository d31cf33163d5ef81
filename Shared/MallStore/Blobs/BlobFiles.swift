import Crypto
import Dispatch
import FoundationEssentials
import Glibc
import MallDomain

/// The file of an upload: of one uploader, so that nobody's bytes meet another's.
struct BlobName: Hashable, Sendable {
  let sha256: [UInt8]
  /// The name of the file: hashes in hexadecimal, whatever the uploader is called.
  let fileName: String

  init(sha256: [UInt8], uploader: String) {
    self.sha256 = sha256
    fileName = Hexadecimal.text(SHA256.hash(data: Array(uploader.utf8)).prefix(16)) + "-" + Hexadecimal.text(sha256)
  }
}

/// The folder of a `BlobStore`. All that changes files runs on one queue, one after the other.
struct BlobFiles: Sendable {
  enum File: Hashable, Sendable {
    case stored([UInt8])
    /// By its file name.
    case upload(String)
  }

  private let stored: String
  private let uploads: String
  private let changes = DispatchQueue(label: "mall.blobs.changes")
  private let reads = DispatchQueue(label: "mall.blobs.reads", attributes: .concurrent)

  init(folder: String) throws(StoreError) {
    stored = folder + "/stored"
    uploads = folder + "/uploads"
    try DurableFile.makeFolder(stored)
    try DurableFile.makeFolder(uploads)
  }

  /// Appends a chunk; moves the file to its place when it is whole. Returns the bytes held.
  func append(_ data: [UInt8], to name: BlobName, at offset: Int, size: Int) async throws -> Int {
    try await run(changes) {
      let path = uploads + "/" + name.fileName
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw DurableFile.failure() }
      defer { close(descriptor) }
      let held = DurableFile.size(path) ?? 0
      let end = offset + data.count
      // A chunk that ends where the file ends came before, but its answer was lost.
      if end != held {
        guard offset == held else { throw Refusal(.outOfRange, detail: "offset; go on from \(held)") }
        try DurableFile.write(data, to: descriptor, at: offset)
      }
      if end == size { try keep(name, path, descriptor, size: size) }
      return end
    }
  }

  private func keep(_ name: BlobName, _ path: String, _ descriptor: Int32, size: Int) throws {
    guard try hash(descriptor, size: size) == name.sha256 else {
      unlink(path)
      throw Refusal(.invalidArgument, detail: "data, which is not what sha256 announced; send it again from the start")
    }
    guard fsync(descriptor) == 0 else { throw DurableFile.failure() }
    let place = place(name.sha256)
    try DurableFile.makeFolder(DurableFile.parent(of: place))
    guard rename(path, place) == 0 else { throw DurableFile.failure() }
    try DurableFile.synchronizeFolder(DurableFile.parent(of: place))
  }

  private func hash(_ descriptor: Int32, size: Int) throws -> [UInt8] {
    var hash = SHA256()
    var offset = 0
    while offset < size {
      let bytes = try DurableFile.read(descriptor, at: offset, limit: min(1 << 20, size - offset))
      guard !bytes.isEmpty else { break }
      hash.update(data: bytes)
      offset += bytes.count
    }
    return Array(hash.finalize())
  }

  func held(_ name: BlobName) async -> Int {
    DurableFile.size(uploads + "/" + name.fileName) ?? 0
  }

  func read(_ sha256: [UInt8], at offset: Int, count: Int) async throws -> [UInt8] {
    try await run(reads) {
      let descriptor = open(place(sha256), O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Refusal(.dataLoss) }
      defer { close(descriptor) }
      return try DurableFile.read(descriptor, at: offset, limit: count)
    }
  }

  func all() async throws -> [File] {
    try await run(reads) {
      let manager = FileManager.default
      let parts = try manager.contentsOfDirectory(atPath: stored)
      let hashes = try parts.flatMap { try manager.contentsOfDirectory(atPath: stored + "/" + $0) }
      return hashes.compactMap(Hexadecimal.bytes).map(File.stored)
        + (try manager.contentsOfDirectory(atPath: uploads)).map(File.upload)
    }
  }

  /// False when the file changed since.
  func remove(_ file: File, unchangedSince limit: MallInstant) async throws -> Bool {
    try await run(changes) {
      let path =
        switch file {
        case .stored(let sha256): place(sha256)
        case .upload(let name): uploads + "/" + name
        }
      var status = stat()
      guard stat(path, &status) == 0, Int64(status.st_mtim.tv_sec) < limit.milliseconds / 1000 else { return false }
      return unlink(path) == 0
    }
  }

  private func place(_ sha256: [UInt8]) -> String {
    let name = Hexadecimal.text(sha256)
    return stored + "/" + name.prefix(2) + "/" + name
  }

  /// Runs what waits for the disk outside of the threads that tasks share.
  private func run<Value: Sendable>(
    _ queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: body)) }
    }
  }
}

/// Bytes as pairs of digits 0-9 a-f.
enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Nil for what isn't hexadecimal.
  static func bytes(_ text: String) -> [UInt8]? {
    let values = text.utf8.map { digits.firstIndex(of: $0) }
    guard values.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: values.count, by: 2) {
      guard let high = values[index], let low = values[index + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
