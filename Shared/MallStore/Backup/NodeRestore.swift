import FoundationEssentials
import GRDB
import MallDomain

/// Brings a node's backup back into an empty folder: checks every byte, opens the sealed keys, and begins a new epoch,
/// so that no name of a delivery is used twice and peers send again what the node lost.
package struct NodeRestore: Sendable {
  /// What was restored.
  package struct Report: Sendable {
    package var manifest: BackupManifest
    package var epoch: UInt64
    package var restoredAt: MallInstant
    /// So many numbers of each register are left out.
    package var skippedNumbers: Int64
  }

  /// Numbers left out for each day between backup and restore: more than a district's office issues of one kind.
  package static let numbersADay: Int64 = 1000
  private static let day: Int64 = 86_400_000

  private let backup: String
  private let key: RecoveryKey
  private let numbersADay: Int64
  private let clock: MallClock

  /// - Parameters:
  ///   - backup: the folder that `NodeBackup` made.
  ///   - numbersADay: what the lost days may have issued at most, of certificates, bills and the like.
  package init(
    _ backup: String, key: RecoveryKey, numbersADay: Int64 = numbersADay, clock: MallClock = .system
  ) {
    self.backup = backup
    self.key = key
    self.numbersADay = numbersADay
    self.clock = clock
  }

  /// - Parameter target: the node's folder to be; it must not exist, or be empty. After a failure it is as it was.
  /// - Throws: `StoreError.backup` when the folder is taken or the backup isn't whole; `unsealable` with another recovery
  ///   key than the backup was made for.
  package func restore(into target: String) throws -> Report {
    let manifest = try BackupManifest.read(from: backup)
    guard try Self.isFree(target) else { throw Self.taken(target) }
    let partial = target + ".restoring"
    try DurableFile.removeTree(partial)
    do {
      try copy(manifest, to: partial)
      let report = try begin(manifest, in: partial)
      try DurableFile.publish(partial, as: target)
      return report
    } catch {
      try? DurableFile.removeTree(partial)
      throw error
    }
  }

  static func isFree(_ folder: String) throws -> Bool {
    guard DurableFile.size(folder) != nil else { return true }
    return try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty
  }

  static func taken(_ target: String) -> StoreError {
    .backup("\(target) is not empty: move it aside first, and keep it until all is well (mv \(target) \(target).lost)")
  }

  /// - Throws: `StoreError.backup` unless a file of the backup is what was backed up.
  static func check(_ file: BackupManifest.File, at path: String) throws(StoreError) {
    guard DurableFile.size(path) != nil else { throw .backup("the backup is not whole: \(path) is missing") }
    let (size, hash) = try DurableFile.measure(path)
    guard size == file.size, Hexadecimal.text(hash) == file.sha256 else {
      throw .backup("the backup is damaged: \(path) is not what was backed up")
    }
  }

  private func copy(_ manifest: BackupManifest, to partial: String) throws {
    try DurableFile.makeFolder(partial)
    for file in manifest.files {
      try Self.check(file, at: backup + "/" + file.path)
      // What was read a second time is checked a second time.
      let (_, hash) = try DurableFile.copy(backup + "/" + file.path, to: partial + "/" + file.path)
      guard Hexadecimal.text(hash) == file.sha256 else {
        throw StoreError.backup("the backup is damaged: \(file.path) is not what was backed up")
      }
    }
    let sealed = partial + "/" + BackupManifest.sealedKeyName
    guard let bytes = try DurableFile.contents(sealed) else {
      throw StoreError.backup("the backup is not whole: \(BackupManifest.sealedKeyName) is missing")
    }
    let name = "\(manifest.node)/\(BackupManifest.keyName)"
    try DurableFile.create(try key.open(bytes, name: name), at: partial + "/" + BackupManifest.keyName)
    try FileManager.default.removeItem(atPath: sealed)
  }

  /// Begins the restored node's new life.
  private func begin(_ manifest: BackupManifest, in folder: String) throws -> Report {
    let path = folder + "/" + BackupManifest.databaseName
    let problems = try DatabaseCopy.problems(path)
    guard problems.isEmpty else {
      throw StoreError.backup("the backup's database is damaged: \(problems[0])")
    }
    let now = clock.now()
    let days = max(0, now.milliseconds - manifest.begunAt) / Self.day + 1
    let skipped = numbersADay * days
    let audit = AuditLog(sealer: try Sealer.load(keyFile: folder + "/" + BackupManifest.keyName))
    let node = try NodeID(manifest.node)
    let epoch = try DatabaseCopy.write(path) { transaction in
      let epoch = try NodeSettings.renewEpoch(in: transaction)
      try RestoreMark(restoredAt: now, from: manifest.begun).set(in: transaction)
      try Counter.skip(skipped, from: manifest.begun, to: now, in: transaction)
      try BlobTables.forgetUnattached(in: transaction)
      try audit.append(
        AuditEntry(
          at: now, principal: Principal(role: .operator, subject: "mall restore", voucher: node),
          method: "node.restore", purpose: "operation", caseID: nil, subject: nil,
          detail: "restored from the backup of \(manifest.begunAt)", outcome: .ok),
        in: transaction)
      return epoch
    }
    return Report(manifest: manifest, epoch: epoch, restoredAt: now, skippedNumbers: skipped)
  }
}

/// That a database was restored: when, and from the state of when, both by the machine's clock.
package struct RestoreMark: Hashable, Sendable {
  package var restoredAt: MallInstant
  package var from: MallInstant

  private static let restoredName = "restored-at"
  private static let fromName = "restored-from"

  package init(restoredAt: MallInstant, from instant: MallInstant) {
    self.restoredAt = restoredAt
    from = instant
  }

  /// Of the newest restore; nil where there was none.
  package init?(in transaction: Transaction) throws(StoreError) {
    guard let restored = try NodeSettings.text(Self.restoredName, in: transaction).flatMap({ Int64($0) }),
      let from = try NodeSettings.text(Self.fromName, in: transaction).flatMap({ Int64($0) })
    else { return nil }
    self.init(restoredAt: MallInstant(milliseconds: restored), from: MallInstant(milliseconds: from))
  }

  func set(in transaction: Transaction) throws(StoreError) {
    try NodeSettings.set(Self.restoredName, to: String(restoredAt.milliseconds), in: transaction)
    try NodeSettings.set(Self.fromName, to: String(from.milliseconds), in: transaction)
  }
}
