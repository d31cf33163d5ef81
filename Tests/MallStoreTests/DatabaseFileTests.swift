import Foundation
import MallDomain
import Testing

@testable import MallStore

@Suite struct DatabaseFileTests {
  @Test func commitsAreDurable() async throws {
    let store = try TestStore()
    let pragmas = try await store.write { transaction in
      try ["synchronous", "journal_mode", "wal_autocheckpoint", "foreign_keys"].map {
        try transaction.value("PRAGMA \($0)")
      }
    }
    #expect(pragmas == [2, "wal", 0, 1])
  }

  @Test func readersCannotWrite() async throws {
    let store = try TestStore()
    await #expect(throws: StoreError.self) {
      try await store.read { try NodeSettings.set("a", to: "b", in: $0) }
    }
  }

  @Test func aSecondOpenerIsRefusedAndToldWhoHoldsTheFile() throws {
    let store = try TestStore()
    #expect(throws: StoreError.heldByProcess(getpid(), path: store.folder.file("mall.sqlite"))) {
      try TestStore.open(store.folder)
    }
  }

  @Test func theFileIsFreeAgainAfterItsHolderIsGone() async throws {
    let folder = try TemporaryFolder()
    do {
      let database = try TestStore.open(folder)
      try await database.write { try NodeSettings.set("greeting", to: "hello", in: $0) }
      #expect(try await database.read { try NodeSettings.text("greeting", in: $0) } == "hello")
      database.close()
    }
    #expect(size(of: "mall.sqlite-wal", in: folder) ?? 0 == 0)
    let database = try TestStore.open(folder)
    #expect(try await database.read { try NodeSettings.text("greeting", in: $0) } == "hello")
  }

  private func size(of name: String, in folder: TemporaryFolder) -> Int? {
    try? FileManager.default.attributesOfItem(atPath: folder.file(name))[.size] as? Int
  }

  @Test func theEpochIsDrawnOnceAndAnewAfterARestore() async throws {
    let folder = try TemporaryFolder()
    let first = try await reopen(folder) { _ in }
    let second = try await reopen(folder) { try NodeSettings.renewEpoch(in: $0) }
    let third = try await reopen(folder) { _ in }
    let other = try TestStore().database.epoch
    #expect(first == second)
    #expect(Set([first, third, other]).count == 3)
    #expect([first, third, other].allSatisfy { 1...UInt64(Int64.max) ~= $0 })
  }

  /// Opens, writes, closes; returns the epoch.
  private func reopen(
    _ folder: TemporaryFolder, _ body: @escaping @Sendable (Transaction) throws -> Void
  ) async throws -> UInt64 {
    let database = try TestStore.open(folder)
    defer { database.close() }
    try await database.write(body)
    return database.epoch
  }

  @Test func aDatabaseBelongsToOneNode() async throws {
    let store = try TestStore()
    let (gateway, other) = (try NodeID("gateway"), try NodeID("other"))
    try await store.write { try NodeSettings.claim(gateway, in: $0) }
    try await store.write { try NodeSettings.claim(gateway, in: $0) }
    await #expect(throws: StoreError.self) {
      try await store.write { try NodeSettings.claim(other, in: $0) }
    }
  }

  @Test(arguments: ["postgres://localhost", "sqlite:", "mall.sqlite"])
  func onlySQLiteIsKnown(url: String) throws {
    #expect(throws: StoreError.self) { try Database.open(url, migrations: [], logger: .init(label: "test")) }
  }

  @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    let text = Data("These are the minutes of a meeting, and no database at all.".utf8)
    try text.write(to: URL(fileURLWithPath: folder.file("mall.sqlite")))
    #expect(throws: StoreError.self) { try TestStore.open(folder) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("mall.sqlite"))) == text)
  }

  @Test func anotherProgramsDatabaseIsRefused() async throws {
    let folder = try TemporaryFolder()
    let database = try TestStore.open(folder)
    try await database.write { try $0.execute("PRAGMA application_id = 7") }
    database.close()
    #expect(throws: StoreError.self) { try TestStore.open(folder) }
  }

  /// What a SIGKILL leaves: the files as they are, without a last checkpoint.
  @Test func whatWasAnsweredIsThereAfterACrash() async throws {
    let store = try TestStore(tables: "CREATE TABLE items (number BIGINT PRIMARY KEY NOT NULL)")
    for number in 1...200 {
      try await store.write { try $0.execute("INSERT INTO items (number) VALUES (?)", [SQLValue(number)]) }
    }
    let crashed = try TemporaryFolder()
    for name in ["mall.sqlite", "mall.sqlite-wal"] {
      try FileManager.default.copyItem(atPath: store.folder.file(name), toPath: crashed.file(name))
    }
    let survivor = try TestStore(folder: crashed, tables: "CREATE TABLE items (number BIGINT PRIMARY KEY NOT NULL)")
    #expect(try await survivor.read { try $0.integer("SELECT COUNT(*) FROM items") } == 200)
    #expect(try await survivor.database.integrityProblems() == [])
  }
}
