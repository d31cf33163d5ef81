import Crypto
import Foundation
import MallDomain
import Testing

@testable import MallStore

@Suite struct BackupTests {
  private let store: TestStore
  private let key = RecoveryKey.make()
  private let target: String

  init() throws {
    store = try TestStore(tables: "CREATE TABLE items (number BIGINT PRIMARY KEY NOT NULL)")
    try FileManager.default.copyItem(atPath: store.folder.file("keys/seal.key"), toPath: store.folder.file("seal.key"))
    target = store.folder.file("backups/first")
  }

  private func back(_ folder: String? = nil) async throws -> BackupManifest {
    try await NodeBackup(
      of: store.folder.path, node: NodeID("gateway"), mall: "contoh", software: "mall/test",
      recoveryKey: key.publicHalf
    ).make(from: store.database, in: folder ?? target)
  }

  private func restore(_ key: RecoveryKey? = nil) throws -> (report: NodeRestore.Report, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    return (try NodeRestore(target, key: key ?? self.key).restore(into: folder.file("node")), folder)
  }

  private func open(_ folder: TemporaryFolder) throws -> Database {
    try Database.open(
      "sqlite:" + folder.file("node/mall.sqlite"),
      migrations: StoreSchema.node + StoreSchema.gateway + StoreSchema.agency + [
        MigrationList(
          module: "test",
          steps: [Migration("tables", "CREATE TABLE items (number BIGINT PRIMARY KEY NOT NULL)")])
      ], logger: .init(label: "test"))
  }

  @Test func aBackupMadeUnderLoadIsOneMoment() async throws {
    let database = store.database
    let manifest = try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<300 {
            try await database.write { transaction in
              // Pairs: a copy that holds one without the other is no moment.
              for half in 0...1 {
                try transaction.execute(
                  "INSERT INTO items (number) VALUES (?)", [SQLValue(writer * 1000 + number * 2 + half)])
              }
            }
          }
        }
      }
      defer { group.cancelAll() }
      try await database.write { try $0.execute("INSERT INTO items (number) VALUES (-2), (-1)") }
      let manifest = try await back()
      try await group.waitForAll()
      return manifest
    }
    let (_, folder) = try restore()
    let restored = try open(folder)
    let count = try await restored.read { try $0.integer("SELECT COUNT(*) FROM items") } ?? 0
    #expect(count >= 2 && count.isMultiple(of: 2))
    #expect(manifest.lost.isEmpty && manifest.epoch == database.epoch)
    #expect(FileManager.default.fileExists(atPath: target + "/seal.key") == false, "no key lies open in a backup")
  }

  @Test func aRestoreBeginsAnEpochAndMarksTheMoment() async throws {
    try await store.write { [sealer = store.sealer] transaction in
      try Outbox.enqueue(
        destination: "tax", orderingKey: "a", kind: "k", content: [1], sealedBy: sealer, at: TestStore.now,
        in: transaction)
      _ = try Counter.next("bill-2026", in: transaction)
    }
    let manifest = try await back()
    #expect(manifest.outboxSequence == 1)
    let (report, folder) = try restore()
    let restored = try open(folder)
    #expect(restored.epoch == report.epoch && restored.epoch != store.database.epoch)
    let mark = try await restored.read { try RestoreMark(in: $0) }
    #expect(mark?.from == manifest.begun)
    let kept = try await restored.read { try Outbox.find(1, in: $0) }
    #expect(kept?.epoch == store.database.epoch, "what is still to be sent keeps its name")
    let next = try await restored.write { try Counter.next("bill-2026", in: $0) }
    #expect(next == 1 + NodeRestore.numbersADay + 1, "no number that may have been issued is issued again")
    #expect(try await restored.read { try Counter.last("outbox", in: $0) } == 1)
    let key = try Sealer.load(keyFile: folder.file("node/seal.key"))
    #expect(try key.open(store.sealer.seal([1, 2], for: "here"), for: "here") == [1, 2])
  }

  @Test func countersThatBeganInTheLostTimeSkipToo() async throws {
    _ = try await back()
    let (report, folder) = try restore()
    let restored = try open(folder)
    let today = LocalDate(jakarta: report.restoredAt)
    let year = String(today.year)
    for (name, first) in [
      ("certificate/LU/\(today)", 1001), ("document/skck/\(year)", 1001), ("bill-\(today.year + 1)", 1),
      ("certificate/LU/\(today.adding(days: 30))", 1), ("npwpd", 1001), ("outbox", 1),
    ] {
      #expect(try await restored.write { try Counter.next(name, in: $0) } == Int64(first), "\(name)")
      #expect(try await restored.write { try Counter.next(name, in: $0) } == Int64(first + 1), "\(name)")
    }
  }

  @Test(arguments: ["mall.sqlite", "seal.key.sealed", "backup.json"])
  func aBackupThatIsNotWholeIsRefused(name: String) async throws {
    _ = try await back()
    let path = target + "/" + name
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 2] ^= 0xff
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.self) { try restore() }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: StoreError.self) { try restore() }
  }

  @Test func anotherKeyOpensNothingAndNothingIsOverwritten() async throws {
    _ = try await back()
    #expect(throws: StoreError.unsealable(place: "gateway/seal.key")) { try restore(RecoveryKey.make()) }
    #expect(throws: StoreError.self) { try NodeRestore(target, key: key).restore(into: store.folder.path) }
    await #expect(throws: StoreError.self) { try await back() }
    let typed = try RecoveryKey(text: key.text)
    #expect(try typed.publicHalf == key.publicHalf)
    #expect(throws: StoreError.self) { try RecoveryKey(text: "mall-recovery-key-1 none") }
  }

  @Test func filesOfCasesGoWithTheBackup() async throws {
    let blobs = try BlobStore(folder: store.folder.file("blobs"), database: store.database, sealer: store.sealer)
    let bytes = Array("a scan".utf8)
    let hash = Array(SHA256.hash(data: bytes))
    _ = try await blobs.put(sha256: hash, size: bytes.count, offset: 0, data: bytes, uploader: "u")
    let caseID = Sample.caseID(1)
    try await store.write { try blobs.attach([hash], uploader: "u", to: caseID, in: $0) }
    _ = try await back()
    let (_, folder) = try restore()
    let restored = try BlobStore(
      folder: folder.file("node/blobs"), database: try open(folder),
      sealer: try Sealer.load(keyFile: folder.file("node/seal.key")))
    #expect(try await restored.get(sha256: hash, caseID: caseID, offset: 0, limit: 100).data == bytes)
  }
}
