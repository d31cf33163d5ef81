import Dispatch
import GRDB
import Logging
import MallDomain

/// A node's database: one file, one writer, several readers.
///
/// Writes go through a group commit (`GroupCommit`): what waits while one commit runs shares the next, and nobody is
/// answered before the commit that holds their write is on the disk. Reads see a snapshot and are bounded in time.
package final class Database: Sendable {
  private let pool: DatabasePool
  private let writer: GroupCommit
  private let lock: FileLock
  private let readLimit: Duration
  private let logger: Logger
  /// Tells this file from an earlier or a restored one: part of the name of each delivery.
  package let epoch: UInt64

  private init(file: DatabaseFile, options: DatabaseOptions, logger: Logger) {
    pool = file.pool
    lock = file.lock
    epoch = file.epoch
    readLimit = options.readLimit
    self.logger = logger
    writer = GroupCommit(pool: file.pool, options: options, logger: logger)
  }

  /// Opens a database, makes it when there is none, and brings its schema up to date.
  ///
  /// - Parameter url: `sqlite:PATH`.
  /// - Throws: why the file isn't served: held by another process, newer than the program, not ours, or unusable.
  package static func open(
    _ url: String, migrations: [MigrationList], clock: MallClock = .system,
    options: DatabaseOptions = DatabaseOptions(),
    logger: Logger
  ) throws(StoreError) -> Database {
    let scheme = "sqlite:"
    guard url.hasPrefix(scheme), url.utf8.count > scheme.utf8.count else {
      throw .refusedToOpen("a database is named sqlite:PATH")
    }
    let file = try DatabaseFile.open(
      path: String(url.dropFirst(scheme.count)), migrations: migrations, now: clock.now(), options: options,
      logger: logger)
    return Database(file: file, options: options, logger: logger)
  }

  /// Runs `body` in a transaction and returns when it is on the disk.
  ///
  /// A body that throws changes nothing and disturbs no neighbour. Bodies run one at a time and must not wait for
  /// anything: a slow one holds back all writes.
  ///
  /// - Throws: what `body` throws; `Refusal` (`resource_exhausted`) when too many writes wait or the disk is full,
  ///   (`unavailable`) when the database has stopped serving; `StoreError` when the commit failed.
  @discardableResult
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      writer.enqueue(PendingWrite(body, answering: continuation))
    }
  }

  /// Runs `body` on a snapshot, for at most `limit` (the options' `readLimit` when nil).
  ///
  /// - Throws: what `body` throws; `StoreError.timedOut` past the limit, since an endless reader would let the
  ///   write-ahead log grow without end.
  package func read<Value: Sendable>(
    limit: Duration? = nil, _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws -> Value {
    let limit = limit ?? readLimit
    let pool = pool
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask {
        try await pool.read { connection in try body(Transaction(connection)) }
      }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() ?? nil else { throw StoreError.timedOut }
      return value
    }
  }

  /// False after a failure of the disk, or after `close`.
  package var isServing: Bool { writer.isServing }

  package var statistics: DatabaseStatistics { writer.statistics }

  /// What SQLite's own check finds wrong with the file; empty when it is sound. Takes seconds on a large file.
  ///
  /// - Throws: `StoreError.timedOut` when it takes longer than `limit`.
  package func integrityProblems(limit: Duration = .seconds(3600)) async throws -> [String] {
    try await read(limit: limit) { transaction in
      try transaction.rows("PRAGMA quick_check").map { row in try row.text("quick_check") }.filter { $0 != "ok" }
    }
  }

  /// Has SQLite check the file before it is served from.
  ///
  /// - Returns: false when the file is so large that the check didn't come to its end within `limit`.
  /// - Throws: `StoreError.damaged`, with the first thing found.
  package func isFoundSound(within limit: Duration) async throws -> Bool {
    do {
      if let first = try await integrityProblems(limit: limit).first { throw StoreError.damaged(first) }
      return true
    } catch StoreError.timedOut {
      return false
    }
  }

  /// Copies the database, as it stands at one moment, to a new file, over a reading connection.
  func copy(to path: String) async throws {
    let pool = pool
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      // Outside of the threads that tasks share: it waits for the disk.
      DispatchQueue(label: "mall.database.copy").async {
        continuation.resume(with: Result { try DatabaseCopy.copy(from: pool, to: path) })
      }
    }
  }

  /// Refuses what comes from now on, lets the waiting writes finish, and closes the file.
  package func close() {
    let isTrusted = writer.isServing
    writer.stop()
    do {
      // The writer's queue is serial: this comes after what it holds. GRDB closes the readers last, which can't copy
      // the write-ahead log back, so the writer does it before.
      if isTrusted {
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      }
      try pool.close()
      lock.release()
    } catch {
      // The file stays ours until the process ends.
      logger.error("the database was not closed", metadata: ["reason": "\(StoreError(error, statement: "close"))"])
    }
  }
}
