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

/// The folder of a `BlobStore`, its files sealed. All that changes files runs on one queue, one after the other.
struct BlobFiles: Sendable {
  enum File: Hashable, Sendable {
    case stored([UInt8])
    /// By its file name.
    case upload(String)
  }

  /// Where files lie, by whether they are sealed; version 0.1.0 kept them open.
  enum Place: String, CaseIterable {
    case sealed
    case open = "stored"

    /// Below the store's folder.
    func path(_ sha256: [UInt8]) -> String {
      let name = Hexadecimal.text(sha256)
      return "\(rawValue)/\(name.prefix(2))/\(name)"
    }
  }

  private let folder: String
  private let uploads: String
  private let sealer: Sealer
  private let changes = DispatchQueue(label: "mall.blobs.changes")
  private let reads = DispatchQueue(label: "mall.blobs.reads", attributes: .concurrent)

  init(folder: String, sealer: Sealer) throws(StoreError) {
    self.folder = folder
    self.sealer = sealer
    uploads = folder + "/arriving"
    try DurableFile.makeFolder(folder + "/" + Place.sealed.rawValue)
    try DurableFile.makeFolder(uploads)
  }

  /// Appends a chunk; moves the file to its place when it is whole. Returns the bytes held.
  func append(_ data: [UInt8], to name: BlobName, at offset: Int, size: Int) async throws -> Int {
    try await run(changes) {
      let path = uploads + "/" + name.fileName
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw DurableFile.failure() }
      defer { close(descriptor) }
      let file = SealedFile(descriptor: descriptor, name: Hexadecimal.text(name.sha256), sealer: sealer)
      let held = try file.mend()
      let end = offset + data.count
      // A chunk that ends where the file ends came before, but its answer was lost.
      if end != held {
        guard offset == held else { throw Refusal(.outOfRange, detail: "offset; go on from \(held)") }
        try file.append(data)
      }
      if end == size { try keep(name, path, file) }
      return end
    }
  }

  private func keep(_ name: BlobName, _ path: String, _ file: SealedFile) throws {
    // A segment that a crash left torn is as good as wrong.
    guard (try? file.hash()) == name.sha256 else {
      unlink(path)
      throw Refusal(.invalidArgument, detail: "data, which is not what sha256 announced; send it again from the start")
    }
    guard fsync(file.descriptor) == 0 else { throw DurableFile.failure() }
    let place = folder + "/" + Place.sealed.path(name.sha256)
    try DurableFile.makeFolder(DurableFile.parent(of: place))
    guard rename(path, place) == 0 else { throw DurableFile.failure() }
    try DurableFile.synchronizeFolder(DurableFile.parent(of: place))
  }

  func held(_ name: BlobName) async -> Int {
    SealedFile.length(ofSealed: DurableFile.size(uploads + "/" + name.fileName) ?? 0)
  }

  func read(_ sha256: [UInt8], at offset: Int, count: Int) async throws -> [UInt8] {
    try await run(reads) {
      guard let place = place(of: sha256) else { throw Refusal(.dataLoss) }
      let path = folder + "/" + place.path(sha256)
      return try SealedFile.reading(path, name: Hexadecimal.text(sha256), sealer: sealer) { file in
        switch place {
        case .sealed: try file.read(at: offset, limit: count)
        case .open: try DurableFile.read(file.descriptor, at: offset, limit: count)
        }
      }
    }
  }

  func all() async throws -> [File] {
    try await run(reads) {
      let manager = FileManager.default
      let hashes = try Place.allCases.map { folder + "/" + $0.rawValue }.filter { manager.fileExists(atPath: $0) }
        .flatMap { place in
          try manager.contentsOfDirectory(atPath: place)
            .flatMap { try manager.contentsOfDirectory(atPath: place + "/" + $0) }
        }
      return Set(hashes).compactMap(Hexadecimal.bytes).map(File.stored)
        + (try manager.contentsOfDirectory(atPath: uploads)).map(File.upload)
    }
  }

  /// False when the file changed since.
  func remove(_ file: File, unchangedSince limit: MallInstant) async throws -> Bool {
    try await run(changes) {
      let path =
        switch file {
        case .stored(let sha256): folder + "/" + (place(of: sha256) ?? .sealed).path(sha256)
        case .upload(let name): uploads + "/" + name
        }
      var status = stat()
      guard stat(path, &status) == 0, Int64(status.st_mtim.tv_sec) < limit.milliseconds / 1000 else { return false }
      return unlink(path) == 0
    }
  }

  private func place(of sha256: [UInt8]) -> Place? { Self.place(of: sha256, in: folder) }

  /// Where a file lies; nil when it is lost.
  static func place(of sha256: [UInt8], in folder: String) -> Place? {
    Place.allCases.first { DurableFile.size(folder + "/" + $0.path(sha256)) != nil }
  }

  /// Whether a file still holds what its name says.
  static func isWhole(_ sha256: [UInt8], in folder: String, at place: Place, sealer: Sealer?) -> Bool {
    switch place {
    case .open: return (try? DurableFile.measure(folder + "/" + place.path(sha256)).sha256) == sha256
    case .sealed:
      guard let sealer else { return false }
      let hash = try? SealedFile.reading(
        folder + "/" + place.path(sha256), name: Hexadecimal.text(sha256), sealer: sealer
      ) { try $0.hash() }
      return hash == sha256
    }
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
