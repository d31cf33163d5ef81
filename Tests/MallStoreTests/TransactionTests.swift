import MallDomain
import Testing

@testable import MallStore

@Suite struct TransactionTests {
  @Test func anEndlessReadIsEnded() async throws {
    let store = try TestStore()
    await #expect(throws: StoreError.timedOut) {
      try await store.database.read(limit: .milliseconds(20)) { transaction in
        try transaction.integer(
          "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT MAX(n) FROM numbers")
      }
    }
    #expect(try await store.read { try $0.integer("SELECT 5") } == 5)
  }

  @Test func aReadSeesASnapshot() async throws {
    let store = try TestStore()
    try await store.write { try Counter.next("visits", in: $0) }
    let seen = try await store.read { transaction in
      [try Counter.last("visits", in: transaction), try Counter.last("visits", in: transaction)]
    }
    #expect(seen == [1, 1])
  }

  @Test func errorsNameColumnsAndNeverValues() async throws {
    let store = try TestStore(tables: "CREATE TABLE people (name TEXT PRIMARY KEY NOT NULL, age BIGINT)")
    let insert: @Sendable (Transaction) throws -> Void = { transaction in
      try transaction.execute("INSERT INTO people (name, age) VALUES (?, ?)", ["Siti Aminah", "secret age"])
    }
    try await store.write(insert)
    let failures: [@Sendable (Transaction) throws -> Void] = [
      insert,
      { _ = try $0.row("SELECT * FROM people")?.integer("age") },
      { _ = try $0.row("SELECT * FROM people")?.date("name") },
      { _ = try $0.row("SELECT * FROM people")?.identifier("name", as: CaseID.self) },
      { _ = try $0.row("SELECT * FROM people")?.text("address") },
      { _ = try $0.integer("SELECT name FROM people") },
      { _ = try $0.rows("SELECT * FROM nobody WHERE name = ?", ["Siti Aminah"]) },
    ]
    for failure in failures {
      do {
        try await store.write(failure)
        Issue.record("nothing was thrown")
      } catch let error as StoreError {
        #expect(!error.description.contains("Siti"))
        #expect(!error.description.contains("secret"))
        #expect(error.description.contains("people") || error.description.contains("nobody"))
      }
    }
  }

  @Test func aCounterHasNoGaps() async throws {
    let store = try TestStore()
    struct Undo: Error {}
    var numbers: [Int64] = []
    for round in 1...5 {
      numbers.append(try await store.write { try Counter.next("receipts", in: $0) })
      try? await store.write { transaction in
        _ = try Counter.next("receipts", in: transaction)
        throw Undo()
      }
      #expect(numbers.last == Int64(round))
    }
    #expect(try await store.read { try Counter.last("receipts", in: $0) } == 5)
    #expect(try await store.read { try Counter.last("others", in: $0) } == 0)
  }

  @Test func valuesComeBackAsTheyWere() async throws {
    let store = try TestStore(tables: "CREATE TABLE kinds (a BIGINT, b TEXT, c BLOB, d DOUBLE PRECISION, e BIGINT)")
    let values: [SQLValue] = [.integer(.min), "Ünïcode", .blob([0, 255, 0]), .real(0.5), nil]
    try await store.write { try $0.execute("INSERT INTO kinds VALUES (?, ?, ?, ?, ?)", values) }
    let row = try #require(try await store.read { try $0.row("SELECT * FROM kinds") })
    #expect(try ["a", "b", "c", "d", "e"].map { try row.value($0) } == values)
    #expect(try row.bits("a") == 1 << 63)
  }

  @Test func aTextWithNULIsRefusedRatherThanCut() async throws {
    let store = try TestStore()
    await #expect(throws: StoreError.self) {
      try await store.write { try NodeSettings.set("name", to: "a\u{0}b", in: $0) }
    }
  }

  @Test(arguments: [(0, 50), (-1, 50), (7, 7), (5_000, 200)])
  func pageSizesAreBounded(asked: Int, given: Int) throws {
    #expect(try PageRequest(size: asked).size == given)
  }

  @Test(arguments: ["%%%", "AAAA", "YQ==\n"])
  func aForeignPageTokenIsRefused(token: String) throws {
    let page = try PageRequest(size: 10, token: token)
    #expect(throws: Refusal.self) { try page.after(keys: 2) }
  }
}
