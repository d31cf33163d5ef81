import CPostgres
import MallStore

/// A connection to PostgreSQL that sends a transaction's prepared statements in one go (libpq's pipeline mode), as a
/// careful program would: one wait a transaction.
///
/// Used by one thread at a time.
final class PostgresConnection {
  private let connection: OpaquePointer
  private var prepared: [String: String] = [:]

  init(_ parameters: String) throws {
    guard let connection = PQconnectdb(parameters) else { throw PostgresFailure(text: "out of memory") }
    self.connection = connection
    guard PQstatus(connection) == CONNECTION_OK else { throw failure() }
  }

  deinit { PQfinish(connection) }

  /// Runs plain SQL, several statements too; returns the first column of the first row, if there is one.
  @discardableResult
  func run(_ sql: String) throws -> String? {
    let result = PQexec(connection, sql)
    defer { PQclear(result) }
    try check(result)
    return PQntuples(result) > 0 ? String(cString: PQgetvalue(result, 0, 0)) : nil
  }

  /// Runs the statements in one transaction and returns once it is durable. Placeholders are `$1`, `$2`, ….
  func transaction(_ statements: [(sql: String, arguments: [SQLValue])]) throws {
    let all = [("BEGIN", [])] + statements + [("COMMIT", [])]
    let names = try all.map { try prepare($0.0) }
    guard PQenterPipelineMode(connection) == 1 else { throw failure() }
    for (name, statement) in zip(names, all) { try send(name, statement.1) }
    guard PQpipelineSync(connection) == 1 else { throw failure() }
    for _ in all {
      let result = PQgetResult(connection)
      defer { PQclear(result) }
      try check(result)
      PQclear(PQgetResult(connection))
    }
    PQclear(PQgetResult(connection))
    guard PQexitPipelineMode(connection) == 1 else { throw failure() }
  }

  private func prepare(_ sql: String) throws -> String {
    if let name = prepared[sql] { return name }
    let name = "s\(prepared.count)"
    let result = PQprepare(connection, name, sql, 0, nil)
    defer { PQclear(result) }
    try check(result)
    prepared[sql] = name
    return name
  }

  private func send(_ name: String, _ arguments: [SQLValue]) throws {
    let values = arguments.map(\.postgresBytes)
    let copies = values.map { value -> UnsafeMutablePointer<CChar>? in
      guard let value else { return nil }
      // A text argument ends with NUL, a binary one has its length.
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: value.count + 1)
      for (index, byte) in value.enumerated() { copy[index] = CChar(bitPattern: byte) }
      copy[value.count] = 0
      return copy
    }
    defer { for copy in copies { copy?.deallocate() } }
    let pointers = copies.map { UnsafePointer($0) }
    let lengths = values.map { Int32($0?.count ?? 0) }
    let formats = arguments.map { argument -> Int32 in if case .blob = argument { 1 } else { 0 } }
    let sent = PQsendQueryPrepared(connection, name, Int32(arguments.count), pointers, lengths, formats, 0)
    guard sent == 1 else { throw failure() }
  }

  private func check(_ result: OpaquePointer?) throws {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
    default: throw failure()
    }
  }

  private func failure() -> PostgresFailure { PostgresFailure(text: String(cString: PQerrorMessage(connection))) }
}

struct PostgresFailure: Error, CustomStringConvertible {
  var text: String
  var description: String { "PostgreSQL: \(text)" }
}

extension SQLValue {
  /// As PostgreSQL reads it: blobs binary, all else as text.
  fileprivate var postgresBytes: [UInt8]? {
    switch self {
    case .null: nil
    case .integer(let number): Array(String(number).utf8)
    case .real(let number): Array(String(number).utf8)
    case .text(let text): Array(text.utf8)
    case .blob(let bytes): bytes
    }
  }
}
