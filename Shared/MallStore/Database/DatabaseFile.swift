import GRDB
import Glibc
import Logging
import MallDomain

/// A database file, locked, checked, set up for durability and brought up to date.
struct DatabaseFile {
  /// "MALL": tells our files from other SQLite files.
  static let applicationID: Int64 = 0x4D41_4C4C
  /// The layout of the file as a whole; the tables have migrations of their own.
  static let format: Int64 = 1
  /// The write-ahead log is cut to this size, in bytes, when it starts anew.
  private static let logSizeLimit = 64 << 20
  /// How long a statement waits for a lock, in seconds. Only this process has the file, so that it never should.
  private static let busyTimeout = 5.0

  let pool: DatabasePool
  let lock: FileLock
  let epoch: UInt64

  static func open(
    path: String, migrations: [MigrationList], now: MallInstant, options: DatabaseOptions, logger: Logger
  ) throws(StoreError) -> DatabaseFile {
    try DurableFile.makeFolder(DurableFile.parent(of: path))
    let lock = try FileLock(databasePath: path)
    let isNew = (DurableFile.size(path) ?? 0) == 0 && (DurableFile.size(path + "-wal") ?? 0) == 0
    if !isNew { try checkHeader(path) }
    do {
      let pool = try DatabasePool(path: path, configuration: configuration(options))
      let epoch = try pool.writeWithoutTransaction { connection in
        try makeDurable(connection)
        try checkIdentity(connection)
        try migrate(connection, StoreSchema.core + migrations, now: now, logger: logger)
        return try inTransaction(connection) { try NodeSettings.epoch(in: $0) }
      }
      return DatabaseFile(pool: pool, lock: lock, epoch: epoch)
    } catch {
      throw StoreError(error, statement: "open")
    }
  }

  private static func configuration(_ options: DatabaseOptions) -> Configuration {
    var configuration = Configuration()
    configuration.label = "mall"
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busyTimeout)
    configuration.maximumReaderCount = options.maximumReaders
    configuration.persistentReadOnlyConnections = true
    configuration.prepareDatabase { connection in
      // Checkpoints are the writer's, between commits (see GroupCommit).
      try connection.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try connection.execute(sql: "PRAGMA temp_store = MEMORY")
      try connection.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// A foreign file is refused before SQLite writes to it. The header's fields are zero while they are still in the
  /// write-ahead log, which `checkIdentity` sees.
  private static func checkHeader(_ path: String) throws(StoreError) {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DurableFile.failure() }
    defer { close(descriptor) }
    let header = try DurableFile.read(descriptor, at: 0, limit: 100)
    guard !header.isEmpty else { return }
    guard header.count == 100, header.starts(with: "SQLite format 3\0".utf8) else {
      throw .refusedToOpen("\(path) is not a database: choose another path, or restore it from a backup")
    }
    let identity = header[68..<72].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    guard identity == 0 || identity == applicationID else {
      throw .refusedToOpen("\(path) is another program's database: choose another path")
    }
  }

  /// GRDB lowers `synchronous` to NORMAL when it enters WAL mode: commits would not survive a power loss.
  private static func makeDurable(_ connection: GRDB.Database) throws {
    try connection.execute(sql: "PRAGMA synchronous = FULL")
    try connection.execute(sql: "PRAGMA journal_size_limit = \(logSizeLimit)")
    let full: Int64 = 2
    let wanted: [(pragma: String, value: SQLValue)] = [
      ("synchronous", .integer(full)), ("journal_mode", "wal"), ("wal_autocheckpoint", 0), ("foreign_keys", 1),
    ]
    for (pragma, value) in wanted {
      guard try Transaction(connection).value("PRAGMA \(pragma)") == value else {
        throw StoreError.refusedToOpen("the database doesn't keep \(pragma) as it must, so commits wouldn't be durable")
      }
    }
  }

  private static func checkIdentity(_ connection: GRDB.Database) throws {
    let transaction = Transaction(connection)
    let identity = try transaction.integer("PRAGMA application_id") ?? 0
    let format = try transaction.integer("PRAGMA user_version") ?? 0
    if identity == 0, try transaction.integer("SELECT COUNT(*) FROM sqlite_schema") == 0 {
      try connection.execute(sql: "PRAGMA application_id = \(applicationID)")
      try connection.execute(sql: "PRAGMA user_version = \(Self.format)")
      return
    }
    guard identity == applicationID else {
      throw StoreError.refusedToOpen("the file is another program's database: choose another path")
    }
    guard format <= Self.format else {
      throw StoreError.newerFile(
        "the file has format \(format), this program knows up to \(Self.format): use the newer program")
    }
  }

  private static func migrate(
    _ connection: GRDB.Database, _ lists: [MigrationList], now: MallInstant, logger: Logger
  ) throws {
    try connection.execute(sql: Migrator.table)
    for (module, position, step) in try Migrator(lists: lists).missing(in: Transaction(connection)) {
      try inTransaction(connection) { transaction in
        try connection.execute(sql: step.sql)
        try Migrator.note(module: module, position: position, step: step, at: now, in: transaction)
      }
      logger.debug("migrated", metadata: ["step": "\(module)/\(step.name)"])
    }
  }

  private static func inTransaction<Value>(
    _ connection: GRDB.Database, _ body: (Transaction) throws -> Value
  ) throws -> Value {
    var value: Value?
    try connection.inTransaction(.immediate) {
      value = try body(Transaction(connection))
      return .commit
    }
    guard let value else { throw StoreError.stopped }
    return value
  }
}
