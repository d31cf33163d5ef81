import Foundation
import MallDomain
import Testing

@testable import MallStore

@Suite("Damaged databases")
struct DamageTests {
  private static let table = "CREATE TABLE notes (id BIGINT PRIMARY KEY NOT NULL, text TEXT NOT NULL)"
  /// So many that the middle of the file is theirs, and no page that opening reads.
  private static let rows = 20_000

  /// A closed database with some rows in it.
  private func closed() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let database = try TestStore.open(folder, tables: Self.table)
    try await database.write { transaction in
      for id in 0..<Self.rows {
        try transaction.execute(
          "INSERT INTO notes (id, text) VALUES (?, ?)", [SQLValue(id), "a note as long as a line"])
      }
    }
    database.close()
    return folder
  }

  /// Overwrites the middle of the file.
  private func damage(_ folder: TemporaryFolder) throws {
    let url = URL(filePath: folder.file("mall.sqlite"))
    var bytes = try Data(contentsOf: url)
    let middle = bytes.count / 2 / 4096 * 4096
    bytes.replaceSubrange(middle..<middle + 4096, with: Data(repeating: 0xA5, count: 4096))
    try bytes.write(to: url)
  }

  @Test("A sound file is found sound, running or stopped")
  func sound() async throws {
    let folder = try await closed()
    #expect(try StoppedDatabase(of: folder.path).problems() == [])
    let database = try TestStore.open(folder, tables: Self.table)
    #expect(try await database.isFoundSound(within: .seconds(60)))
    database.close()
  }

  @Test("Damage is found at the start, and told with the way back")
  func damaged() async throws {
    let folder = try await closed()
    try damage(folder)
    let database = try TestStore.open(folder, tables: Self.table)
    let error = await #expect(throws: StoreError.self) { try await database.isFoundSound(within: .seconds(60)) }
    #expect(error?.endsService == true)
    #expect(error.map { "\($0)" }?.contains("mall restore") == true)
    database.close()
  }

  @Test("Damage is found while the node is stopped")
  func damagedWhileStopped() async throws {
    let folder = try await closed()
    try damage(folder)
    do {
      #expect(try StoppedDatabase(of: folder.path).problems() != [])
    } catch let error as StoreError {
      // So damaged that the check itself can't read it.
      #expect(error.endsService)
    }
  }

  @Test("A database that is in use isn't opened a second time")
  func inUse() async throws {
    let folder = try await closed()
    let database = try TestStore.open(folder, tables: Self.table)
    let error = #expect(throws: StoreError.self) { try StoppedDatabase(of: folder.path).problems() }
    guard case .heldByProcess(getpid(), _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    database.close()
    #expect(try StoppedDatabase(of: folder.path).problems() == [])
  }
}
