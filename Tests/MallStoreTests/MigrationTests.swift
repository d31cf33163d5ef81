import MallDomain
import Testing

@testable import MallStore

@Suite struct MigrationTests {
  private static let first = Migration("first", "CREATE TABLE fruits (name TEXT NOT NULL);")
  private static let second = Migration("second", "ALTER TABLE fruits ADD COLUMN colour TEXT;")

  private func open(_ folder: TemporaryFolder, _ steps: [Migration], module: String = "fruits") throws -> Database {
    try TestStore.open(folder, migrations: [MigrationList(module: module, steps: steps)])
  }

  @Test func stepsAreAppliedOnceAndInOrder() async throws {
    let folder = try TemporaryFolder()
    var database = try open(folder, [Self.first])
    try await database.write { try $0.execute("INSERT INTO fruits (name) VALUES (?)", ["salak"]) }
    database.close()
    database = try open(folder, [Self.first, Self.second])
    let row = try await database.read { try $0.row("SELECT * FROM fruits") }
    #expect(try row?.text("name") == "salak")
    #expect(try row?.optionalText("colour") == nil)
  }

  @Test func aNewerFileIsRefused() throws {
    let folder = try TemporaryFolder()
    try open(folder, [Self.first, Self.second]).close()
    do {
      _ = try open(folder, [Self.first])
      Issue.record("an older program opened a newer file")
    } catch StoreError.newerFile(let reason) {
      #expect(reason.contains("fruits/second"))
    }
  }

  @Test func aFileWithUnknownTablesIsRefused() throws {
    let folder = try TemporaryFolder()
    try open(folder, [Self.first]).close()
    do {
      _ = try TestStore.open(folder, migrations: [])
      Issue.record("tables of an unknown module were accepted")
    } catch StoreError.newerFile(let reason) {
      #expect(reason.contains("fruits"))
    }
  }

  @Test func aNewerLayoutIsRefused() async throws {
    let folder = try TemporaryFolder()
    let database = try open(folder, [])
    try await database.write { try $0.execute("PRAGMA user_version = 99") }
    database.close()
    do {
      _ = try open(folder, [])
      Issue.record("a file of a newer layout was opened")
    } catch StoreError.newerFile(let reason) {
      #expect(reason.contains("99"))
    }
  }

  @Test(arguments: [
    Migration("first", "CREATE TABLE fruits (name TEXT);"),
    Migration("other", "CREATE TABLE fruits (name TEXT NOT NULL);"),
  ])
  func aChangedStepIsRefused(changed: Migration) throws {
    let folder = try TemporaryFolder()
    try open(folder, [Self.first]).close()
    #expect(throws: StoreError.self) { try open(folder, [changed]) }
  }

  @Test func aFailingStepLeavesNothingBehind() async throws {
    let folder = try TemporaryFolder()
    let broken = Migration("broken", "CREATE TABLE vegetables (name TEXT); CREATE TABLE fruits (name TEXT);")
    #expect(throws: StoreError.self) { try open(folder, [Self.first, broken]) }
    let database = try open(folder, [Self.first])
    let tables = try await database.read {
      try $0.integer("SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('fruits', 'vegetables')")
    }
    #expect(tables == 1)
  }
}
