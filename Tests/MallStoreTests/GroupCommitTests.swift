import Foundation
import MallDomain
import Synchronization
import Testing

@testable import MallStore

@Suite struct GroupCommitTests {
  private static let items = """
    CREATE TABLE items (name TEXT PRIMARY KEY NOT NULL);
    CREATE TABLE parts (
      name TEXT NOT NULL,
      item TEXT NOT NULL REFERENCES items (name) DEFERRABLE INITIALLY DEFERRED
    );
    """

  private struct Unlucky: Error {}

  /// Holds the writer, lets `count` writes queue up behind it, then lets them go together.
  private func together<Value: Sendable>(
    _ store: TestStore, _ count: Int, _ body: @escaping @Sendable (Int, Transaction) throws -> Value
  ) async throws -> [Result<Value, any Error>] {
    let (database, gate) = (store.database, DispatchSemaphore(value: 0))
    let started = AsyncStream<Void>.makeStream()
    async let blocker: Void = database.write { _ in
      started.continuation.finish()
      gate.wait()
    }
    for await _ in started.stream {}
    let results = await withTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
      for number in 0..<count {
        group.addTask {
          do {
            return (number, .success(try await database.write { try body(number, $0) }))
          } catch {
            return (number, .failure(error))
          }
        }
      }
      while database.statistics.queued < min(count, DatabaseOptions().maximumQueuedWrites) { await Task.yield() }
      gate.signal()
      var results: [Int: Result<Value, any Error>] = [:]
      for await (number, result) in group { results[number] = result }
      return (0..<count).compactMap { results[$0] }
    }
    try await blocker
    return results
  }

  private func names(_ store: TestStore) async throws -> [String] {
    try await store.read { try $0.rows("SELECT name FROM items ORDER BY name").map { try $0.text("name") } }
  }

  @Test func whatWaitsSharesOneCommit() async throws {
    let store = try TestStore(tables: Self.items)
    let before = store.database.statistics.commits
    let results = try await together(store, 100) { number, transaction in
      try transaction.execute("INSERT INTO items (name) VALUES (?)", [.text("item \(number)")])
    }
    #expect(results.allSatisfy { (try? $0.get()) == 1 })
    #expect(store.database.statistics.commits - before == 2)
    #expect(try await names(store).count == 100)
  }

  @Test func aCommitTakesNoMoreThanItsShare() async throws {
    var options = DatabaseOptions()
    options.maximumWritesPerCommit = 10
    let store = try TestStore(tables: Self.items, options: options)
    let before = store.database.statistics.commits
    _ = try await together(store, 95) { number, transaction in
      try transaction.execute("INSERT INTO items (name) VALUES (?)", [.text("item \(number)")])
    }
    #expect(store.database.statistics.commits - before == 11)
  }

  @Test func aFailingWriteDisturbsNoNeighbour() async throws {
    let store = try TestStore(tables: Self.items)
    let results = try await together(store, 6) { number, transaction in
      try transaction.execute("INSERT INTO items (name) VALUES (?)", [.text("item \(number)")])
      if number == 2 { throw Unlucky() }
      if number == 3 { throw Refusal(.failedPrecondition) }
      if number == 4 { try transaction.execute("INSERT INTO items (name) VALUES (?)", ["item 4"]) }
    }
    #expect(throws: Unlucky.self) { try results[2].get() }
    #expect(throws: Refusal(.failedPrecondition)) { try results[3].get() }
    #expect(throws: StoreError.self) { try results[4].get() }
    #expect(try await names(store) == ["item 0", "item 1", "item 5"])
  }

  @Test func aFailingCommitFailsAllAndServingGoesOn() async throws {
    let store = try TestStore(tables: Self.items)
    let results = try await together(store, 5) { number, transaction in
      if number == 3 {
        try transaction.execute("INSERT INTO parts (name, item) VALUES (?, ?)", ["wheel", "no such item"])
      } else {
        try transaction.execute("INSERT INTO items (name) VALUES (?)", [.text("item \(number)")])
      }
    }
    #expect(results.allSatisfy { (try? $0.get()) == nil })
    #expect(try await names(store) == [])
    try await store.write { try $0.execute("INSERT INTO items (name) VALUES (?)", ["later"]) }
    #expect(try await names(store) == ["later"])
    #expect(store.database.isServing)
  }

  @Test func moreThanTheQueueTakesIsRefusedWithAHint() async throws {
    var options = DatabaseOptions()
    options.maximumQueuedWrites = 8
    let store = try TestStore(options: options)
    let (database, gate) = (store.database, DispatchSemaphore(value: 0))
    let started = AsyncStream<Void>.makeStream()
    async let blocker: Void = database.write { _ in
      started.continuation.finish()
      gate.wait()
    }
    for await _ in started.stream {}
    let refusals = await withTaskGroup(of: Refusal?.self) { group in
      for _ in 0..<20 {
        group.addTask {
          do {
            try await database.write { _ in }
            return nil
          } catch {
            return error as? Refusal
          }
        }
      }
      var refusals: [Refusal] = []
      while refusals.count < 12, let refusal = await group.next() { refusals += refusal.map { [$0] } ?? [] }
      gate.signal()
      for await refusal in group { refusals += refusal.map { [$0] } ?? [] }
      return refusals
    }
    try await blocker
    #expect(refusals.count == 12)
    #expect(refusals.allSatisfy { $0.code == .resourceExhausted && $0.retryAfter != nil })
  }

  @Test func aFullDiskRefusesAndRecovers() async throws {
    let store = try TestStore(tables: "CREATE TABLE files (content BLOB NOT NULL)")
    try await store.write { transaction in
      let pages = try transaction.integer("PRAGMA page_count") ?? 0
      try transaction.execute("PRAGMA max_page_count = \(pages + 10)")
    }
    let fill: @Sendable (Transaction) throws -> Void = { transaction in
      for _ in 0..<100 {
        try transaction.execute("INSERT INTO files (content) VALUES (?)", [.blob(Array(repeating: 7, count: 4_000))])
      }
    }
    #expect(await refusalCode { try await store.write(fill) } == .resourceExhausted)
    #expect(try await store.read { try $0.integer("SELECT COUNT(*) FROM files") } == 0)
    #expect(store.database.isServing)
    try await store.write { try $0.execute("PRAGMA max_page_count = 100000") }
    try await store.write(fill)
    #expect(try await store.read { try $0.integer("SELECT COUNT(*) FROM files") } == 100)
  }

  @Test func aDamagedFileEndsServing() async throws {
    let folder = try TemporaryFolder()
    let tables = "CREATE TABLE files (content BLOB NOT NULL)"
    let healthy = try TestStore.open(folder, tables: tables)
    try await healthy.write { transaction in
      for _ in 0..<500 {
        try transaction.execute("INSERT INTO files (content) VALUES (?)", [.blob(Array(repeating: 7, count: 4_000))])
      }
    }
    let pageSize = Int(try await healthy.read { try $0.integer("PRAGMA page_size") } ?? 0)
    let pages = Int(try await healthy.read { try $0.integer("PRAGMA page_count") } ?? 0)
    healthy.close()

    let file = try #require(FileHandle(forUpdatingAtPath: folder.file("mall.sqlite")))
    try file.seek(toOffset: UInt64((pages - 400) * pageSize))
    try file.write(contentsOf: Data(repeating: 0xA5, count: 300 * pageSize))
    try file.close()

    let reported = Mutex<[StoreError]>([])
    var options = DatabaseOptions()
    options.onFatal = { error in reported.withLock { $0.append(error) } }
    let database = try TestStore.open(folder, tables: tables, options: options)
    #expect(try await database.integrityProblems().isEmpty == false)
    for _ in 0..<2 {
      let code = await refusalCode {
        try await database.write { transaction in
          _ = try transaction.execute("UPDATE files SET content = ?", [.blob([1])])
        }
      }
      #expect(code == .dataLoss)
    }
    #expect(!database.isServing)
    #expect(reported.withLock { $0.count } == 1)
  }

  @Test func aClosedDatabaseRefuses() async throws {
    let store = try TestStore()
    store.database.close()
    #expect(await refusalCode { try await store.write { _ in } } == .unavailable)
  }

  @Test func theLogIsCopiedBackNowAndThen() async throws {
    let store = try TestStore(tables: Self.items)
    try await store.write { transaction in
      for number in 0..<9_000 {
        try transaction.execute("INSERT INTO items (name) VALUES (?)", [.text("item \(number)")])
      }
    }
    // The checkpoint comes after the answer, so the next write has it behind itself.
    try await store.write { _ in }
    #expect(store.database.statistics.checkpoints == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: store.folder.file("mall.sqlite"))
    #expect(try #require(attributes[.size] as? Int) > 9_000 * 8)
  }
}
