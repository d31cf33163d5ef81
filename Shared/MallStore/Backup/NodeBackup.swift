import FoundationEssentials
import GRDB
import Glibc
import MallDomain

/// Makes a backup of a node while it works: its database as it stood at one moment, the files of its cases, and its
/// sealing keys, sealed to the recovery key.
///
/// The node makes it itself, over a reading connection of its own pool: no other process may open a live database. The
/// copy is one read transaction, which holds back no writer; only the writer checkpoints, so that the copy meets no
/// checkpoint of another connection (the WAL-reset race of SQLite before 3.51.3).
package struct NodeBackup: Sendable {
  /// The node's folder, with `mall.sqlite`, `seal.key` and `blobs`.
  private let source: String
  private let node: NodeID
  private let mall: String
  private let software: String
  private let recoveryKey: RecoveryKey.PublicHalf
  private let clock: MallClock

  package init(
    of source: String, node: NodeID, mall: String, software: String, recoveryKey: RecoveryKey.PublicHalf,
    clock: MallClock = .system
  ) {
    self.source = source
    self.node = node
    self.mall = mall
    self.software = software
    self.recoveryKey = recoveryKey
    self.clock = clock
  }

  /// Makes the backup in a folder that must not exist, and gives it its name only when all of it is on the disk.
  ///
  /// - Throws: `StoreError.diskFull`, or what is wrong with the database. Files of cases that are missing or damaged
  ///   don't end it: they are listed.
  package func make(from database: Database, in target: String) async throws -> BackupManifest {
    try await make(in: target) { path in try await database.copy(to: path) }
  }

  /// The same of a node that is stopped, whose database nobody else opens meanwhile.
  ///
  /// - Throws: `StoreError.heldByProcess` when the node is running.
  package func makeOfStoppedNode(in target: String) async throws -> BackupManifest {
    let path = source + "/" + BackupManifest.databaseName
    guard DurableFile.size(path) != nil else { throw StoreError.backup("\(source) holds no node's database") }
    let lock = try FileLock(databasePath: path)
    defer { lock.release() }
    return try await make(in: target) { copy in try DatabaseCopy.copy(path, to: copy) }
  }

  private func make(
    in target: String, copying: (_ path: String) async throws -> Void
  ) async throws -> BackupManifest {
    guard DurableFile.size(target) == nil else { throw StoreError.backup("\(target) exists already") }
    let partial = target + ".partial"
    try DurableFile.removeTree(partial)
    do {
      try DurableFile.makeFolder(partial)
      let begun = clock.now()
      let copy = partial + "/" + BackupManifest.databaseName
      try await copying(copy)
      // A backup that can't be restored is none: better to hear of it now.
      let problems = try DatabaseCopy.problems(copy)
      guard problems.isEmpty else { throw StoreError.damaged(problems[0]) }
      let made = clock.now()
      let manifest = try fill(partial, begun: begun, made: made)
      try DurableFile.publish(partial, as: target)
      return manifest
    } catch {
      try? DurableFile.removeTree(partial)
      throw error
    }
  }

  /// Adds what belongs to the database's copy.
  private func fill(_ folder: String, begun: MallInstant, made: MallInstant) throws -> BackupManifest {
    let copy = folder + "/" + BackupManifest.databaseName
    var manifest = try DatabaseCopy.read(copy) { transaction in
      BackupManifest(
        node: node.text, mall: mall, software: software,
        sqlite: try transaction.row("SELECT sqlite_version() AS version")?.text("version") ?? "",
        epoch: try NodeSettings.epoch(in: transaction), begunAt: begun.milliseconds, madeAt: made.milliseconds,
        outboxSequence: try Counter.last("outbox", in: transaction),
        auditSequence: try Counter.last("audit", in: transaction),
        received: try Inbox.marks(in: transaction).map { sender, mark in
          BackupManifest.Received(sender: sender.text, epoch: mark.epoch, sequence: mark.sequence)
        }.sorted { $0.sender < $1.sender },
        schema: try Self.schema(in: transaction), files: [], lost: [])
    }
    let (size, hash) = try DurableFile.measure(copy)
    manifest.files.append(
      BackupManifest.File(path: BackupManifest.databaseName, size: size, sha256: Hexadecimal.text(hash)))
    try sealKey(in: folder, &manifest)
    try copyBlobs(to: folder, &manifest)
    try manifest.write(to: folder)
    return manifest
  }

  private static func schema(in transaction: Transaction) throws -> [String: Int] {
    var steps: [String: Int] = [:]
    for row in try transaction.rows("SELECT module, COUNT(*) AS steps FROM migrations GROUP BY module") {
      steps[try row.text("module")] = try row.int("steps")
    }
    return steps
  }

  private func sealKey(in folder: String, _ manifest: inout BackupManifest) throws {
    guard let key = try DurableFile.contents(source + "/" + BackupManifest.keyName) else {
      throw StoreError.keyFile("the node has no \(BackupManifest.keyName)")
    }
    let path = folder + "/" + BackupManifest.sealedKeyName
    try DurableFile.create(try recoveryKey.seal(key, name: "\(node)/\(BackupManifest.keyName)"), at: path)
    let (size, hash) = try DurableFile.measure(path)
    manifest.files.append(
      BackupManifest.File(path: BackupManifest.sealedKeyName, size: size, sha256: Hexadecimal.text(hash)))
  }

  /// A file is on the disk before its row is, and never changes, so that whatever the copy names is there.
  private func copyBlobs(to folder: String, _ manifest: inout BackupManifest) throws {
    let named = try DatabaseCopy.read(folder + "/" + BackupManifest.databaseName) { transaction in
      try transaction.rows("SELECT DISTINCT sha256 FROM blob_cases ORDER BY sha256").map { try $0.bytes("sha256") }
    }
    let blobs = source + "/blobs"
    let keyFile = source + "/" + BackupManifest.keyName
    let sealer = DurableFile.size(keyFile) == nil ? nil : try Sealer.load(keyFile: keyFile)
    for sha256 in named {
      let name = Hexadecimal.text(sha256)
      guard let place = BlobFiles.place(of: sha256, in: blobs) else {
        manifest.lost.append(name)
        continue
      }
      let path = "blobs/" + place.path(sha256)
      let (size, hash) = try DurableFile.copy(source + "/" + path, to: folder + "/" + path)
      if !BlobFiles.isWhole(sha256, in: folder + "/blobs", at: place, sealer: sealer) { manifest.lost.append(name) }
      manifest.files.append(BackupManifest.File(path: path, size: size, sha256: Hexadecimal.text(hash)))
    }
  }
}
