import Crypto
import MallDomain

/// Files that belong to cases, such as scans of documents: sealed on disk by their SHA-256, named by rows of the
/// database.
///
/// A file is taken in chunks into a place of its uploader's own, checked, flushed to the disk and only then named by a
/// row. It belongs to its uploader until it is attached to a case; after that who asks for it must name the case.
/// Knowing a hash therefore opens nothing, and saves nobody the upload.
package final class BlobStore: Sendable {
  private let files: BlobFiles
  private let database: Database
  private let limits: BlobLimits
  private let clock: MallClock

  /// - Parameter folder: made when it is missing. It is the database's: one database a folder.
  package init(
    folder: String, database: Database, sealer: Sealer, limits: BlobLimits = BlobLimits(), clock: MallClock = .system
  ) throws(StoreError) {
    files = try BlobFiles(folder: folder, sealer: sealer)
    self.database = database
    self.limits = limits
    self.clock = clock
  }

  /// Takes one chunk. The last chunk completes the file, if its hash is the one that was announced.
  ///
  /// A chunk that has come before, since its answer was lost, is answered again.
  ///
  /// - Parameters:
  ///   - size: of the whole file, the same with each chunk.
  ///   - offset: must be the number of bytes already held.
  /// - Throws: `Refusal`: `out_of_range` with the offset to go on from; `invalid_argument` for wrong sizes and for
  ///   content that isn't the one announced, which must be sent again from the start; `resource_exhausted` over a
  /// quota.
  package func put(
    sha256: [UInt8], size: Int, offset: Int, data: [UInt8], uploader: String
  ) async throws -> BlobProgress {
    try limits.check(hash: sha256, size: size, offset: offset, chunk: data.count)
    let begun = try await database.read { try BlobTables.upload(sha256, of: uploader, in: $0) }
    if begun == nil { try await begin(sha256, size: size, uploader: uploader) }
    guard begun == nil || begun?.size == size else {
      throw Refusal(.invalidArgument, detail: "size, which was \(begun?.size ?? 0) before")
    }
    if begun?.isComplete == true { return BlobProgress(held: size, isComplete: true) }
    let name = BlobName(sha256: sha256, uploader: uploader)
    let held = try await files.append(data, to: name, at: offset, size: size)
    guard held == size else { return BlobProgress(held: held, isComplete: false) }
    let now = clock.now()
    try await database.write { try BlobTables.complete(sha256, size: size, of: uploader, at: now, in: $0) }
    return BlobProgress(held: size, isComplete: true)
  }

  private func begin(_ sha256: [UInt8], size: Int, uploader: String) async throws {
    let limits = limits
    let now = clock.now()
    let total = try await database.read { try BlobTables.totalBytes(in: $0) }
    guard total + size <= limits.total else { throw Refusal.exhausted(retryAfter: .seconds(60)) }
    try await database.write { transaction in
      let waiting = try BlobTables.waitingBytes(of: uploader, in: transaction)
      guard waiting + size <= limits.perUploader else { throw Refusal.exhausted(retryAfter: .seconds(60)) }
      try BlobTables.begin(sha256, size: size, of: uploader, at: now, in: transaction)
    }
  }

  /// How much of an upload is held.
  package func progress(sha256: [UInt8], uploader: String) async throws -> BlobProgress {
    guard let upload = try await database.read({ try BlobTables.upload(sha256, of: uploader, in: $0) }) else {
      return BlobProgress(held: 0, isComplete: false)
    }
    if upload.isComplete { return BlobProgress(held: upload.size, isComplete: true) }
    let held = await files.held(BlobName(sha256: sha256, uploader: uploader))
    return BlobProgress(held: held, isComplete: false)
  }

  /// Whether a case has a file.
  package func progress(sha256: [UInt8], caseID: CaseID) async throws -> BlobProgress {
    let size = try await database.read { try BlobTables.size(sha256, of: caseID, in: $0) }
    return BlobProgress(held: size ?? 0, isComplete: size != nil)
  }

  /// At most `limit` bytes of a case's file, and the size of the whole.
  ///
  /// - Throws: `Refusal` (`not_found`) when the case has no such file.
  package func get(
    sha256: [UInt8], caseID: CaseID, offset: Int, limit: Int
  ) async throws -> (data: [UInt8], size: Int) {
    guard let size = try await database.read({ try BlobTables.size(sha256, of: caseID, in: $0) }) else {
      throw Refusal(.notFound, detail: "the file")
    }
    guard 0...size ~= offset, limit > 0 else { throw Refusal(.outOfRange, detail: "offset") }
    let count = min(limit, limits.chunk, size - offset)
    let data = try await files.read(sha256, at: offset, count: count)
    guard data.count == count else { throw Refusal(.dataLoss) }
    return (data, size)
  }

  /// Gives an uploader's complete files to a case, in the transaction that makes or supplements the case.
  ///
  /// - Throws: `Refusal` (`failed_precondition`) when one of them isn't there whole; nothing is attached then.
  package func attach(
    _ hashes: [[UInt8]], uploader: String, to caseID: CaseID, in transaction: Transaction
  ) throws {
    for sha256 in Set(hashes) where try BlobTables.size(sha256, of: caseID, in: transaction) == nil {
      guard try BlobTables.upload(sha256, of: uploader, in: transaction)?.isComplete == true else {
        throw Refusal(.failedPrecondition, detail: "a file is not uploaded whole")
      }
      try BlobTables.attach(sha256, of: uploader, to: caseID, in: transaction)
    }
  }

  /// Gives files that one case has to another, too.
  package func attach(
    _ hashes: [[UInt8]], ofCase source: CaseID, to caseID: CaseID, in transaction: Transaction
  ) throws(StoreError) {
    for sha256 in Set(hashes) {
      try BlobTables.attach(sha256, ofCase: source, to: caseID, in: transaction)
    }
  }

  /// Removes what nobody attached for a while, finished or not. Returns the number of files removed.
  package func collectOrphans(olderThan age: Duration = BlobLimits.patience) async throws -> Int {
    let limit = clock.now().adding(.zero - age)
    try await database.write { try BlobTables.forget(before: limit, in: $0) }
    var removed = 0
    for file in try await files.all() {
      let isNamed = try await database.read { transaction in
        switch file {
        case .stored(let sha256): try BlobTables.isStored(sha256, in: transaction)
        case .upload(let name): try BlobTables.isOpen(uploadNamed: name, in: transaction)
        }
      }
      // A file without a row may be one whose row is just being written: only old ones are orphans.
      if !isNamed, try await files.remove(file, unchangedSince: limit) { removed += 1 }
    }
    return removed
  }
}

/// How far an upload has come.
package struct BlobProgress: Hashable, Sendable {
  /// Bytes held, from the start.
  package var held: Int
  package var isComplete: Bool
}

/// Limits of uploads, in bytes.
package struct BlobLimits: Hashable, Sendable {
  /// How long a file may wait to be attached to a case.
  package static let patience = Duration.seconds(86_400)

  /// A file: a scanned document of some pages.
  package var size = 10 << 20
  /// A chunk: it travels in one frame.
  package var chunk = 256 << 10
  /// What an uploader may have waiting to be attached.
  package var perUploader = 64 << 20
  /// The whole store.
  package var total = 64 << 30

  package init() {}

  func check(hash: [UInt8], size: Int, offset: Int, chunk: Int) throws(Refusal) {
    guard hash.count == SHA256.byteCount else { throw Refusal(.invalidArgument, detail: "sha256") }
    guard 1...self.size ~= size else { throw Refusal(.invalidArgument, detail: "size: at most \(self.size) bytes") }
    guard 1...self.chunk ~= chunk else {
      throw Refusal(.invalidArgument, detail: "data: at most \(self.chunk) bytes at once")
    }
    guard offset >= 0, offset <= size - chunk else { throw Refusal(.invalidArgument, detail: "offset") }
  }
}
