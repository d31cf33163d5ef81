import GRDB
import Glibc
import MallDomain

/// A database file that no node has open.
enum DatabaseCopy {
  /// Reads from a copy.
  static func read<Value>(_ path: String, _ body: (Transaction) throws -> Value) throws -> Value {
    let queue = try open(path)
    let value = try queue.read { connection in try body(Transaction(connection)) }
    try queue.close()
    return value
  }

  /// Changes a copy in one durable transaction.
  static func write<Value>(_ path: String, _ body: (Transaction) throws -> Value) throws -> Value {
    let queue = try open(path)
    let value = try queue.writeWithoutTransaction { connection in
      try connection.execute(sql: "PRAGMA synchronous = FULL")
      var value: Value?
      try connection.inTransaction(.immediate) {
        value = try body(Transaction(connection))
        return .commit
      }
      try connection.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      guard let value else { throw StoreError.stopped }
      return value
    }
    try queue.close()
    return value
  }

  /// What SQLite's own check finds wrong; empty when it is sound.
  static func problems(_ path: String) throws -> [String] {
    try read(path) { transaction in
      try transaction.rows("PRAGMA quick_check").map { try $0.text("quick_check") }.filter { $0 != "ok" }
    }
  }

  /// Copies a database of which the caller holds the lock.
  static func copy(_ path: String, to target: String) throws {
    let source = try open(path)
    try copy(from: source, to: target)
    try source.close()
  }

  /// Copies a database as it stands at one moment to a new file, and flushes it.
  static func copy(from source: some DatabaseReader, to target: String) throws {
    do {
      let copy = try open(target)
      try source.backup(to: copy)
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      try copy.close()
    } catch {
      throw StoreError(error, statement: "backup")
    }
    let descriptor = Glibc.open(target, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DurableFile.failure() }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw DurableFile.failure() }
  }

  private static func open(_ path: String) throws(StoreError) -> DatabaseQueue {
    do {
      var configuration = Configuration()
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
      return try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw StoreError(error, statement: "open")
    }
  }
}
