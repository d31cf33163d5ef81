import GRDB
import MallDomain

/// One transaction: of `Database.write`, or the snapshot of `Database.read`. It is never kept beyond its closure.
///
/// Statements take `?` placeholders and are written in forms that PostgreSQL runs too. Texts hold no NUL: neither
/// engine keeps it.
package struct Transaction {
  private let connection: GRDB.Database

  init(_ connection: GRDB.Database) {
    self.connection = connection
  }

  /// Runs a statement; returns the number of rows that it changed.
  @discardableResult
  package func execute(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Int {
    do {
      let before = connection.totalChangesCount
      try statement(sql).execute(arguments: bound(arguments, for: sql))
      return connection.totalChangesCount - before
    } catch {
      throw StoreError(error, statement: sql)
    }
  }

  /// Does all of `body` or nothing of it: what it throws undoes its own writes and no others.
  package func attempt<Value>(_ body: () throws -> Value) throws -> Value {
    var value: Value?
    try connection.inSavepoint {
      value = try body()
      return .commit
    }
    guard let value else { throw Refusal(.internal) }
    return value
  }

  /// Calls `body` when the commit under way is on the disk. It may be called in vain: when this write was undone, but
  /// its neighbours' were not.
  package func afterCommit(_ body: @escaping @Sendable () -> Void) {
    connection.afterNextTransaction { _ in body() }
  }

  package func rows(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> [Row] {
    try fetch(sql, arguments, limit: nil)
  }

  /// The first row.
  package func row(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Row? {
    try fetch(sql, arguments, limit: 1).first
  }

  /// The first column of the first row; nil when there is no row.
  package func value(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> SQLValue? {
    try row(sql, arguments)?.firstValue
  }

  /// The first column of the first row, a whole number; nil when there is no row or the column is null.
  package func integer(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Int64? {
    switch try value(sql, arguments) {
    case .integer(let integer): return integer
    case nil, .null: return nil
    default: throw .column("1", expected: "a whole number", statement: sql)
    }
  }

  private func statement(_ sql: String) throws -> Statement {
    try connection.cachedStatement(sql: sql)
  }

  private func bound(_ arguments: [SQLValue], for sql: String) throws(StoreError) -> StatementArguments {
    for case .text(let text) in arguments where text.utf8.contains(0) {
      throw .statement(code: -1, text: "a text argument holds NUL", statement: sql)
    }
    // A closure: a key path would be made anew with each call.
    return StatementArguments(arguments.map { $0.databaseValue })
  }

  private func fetch(_ sql: String, _ arguments: [SQLValue], limit: Int?) throws(StoreError) -> [Row] {
    do {
      let statement = try statement(sql)
      let names = statement.columnNames
      let columns = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
      let cursor = try GRDB.Row.fetchCursor(statement, arguments: bound(arguments, for: sql))
      var rows: [Row] = []
      while rows.count < limit ?? .max, let row = try cursor.next() {
        let values = names.indices.map { SQLValue(row[$0] as DatabaseValue) }
        rows.append(Row(columns: columns, values: values, statement: sql))
      }
      // A statement that writes and returns is run to its end.
      while !statement.isReadonly, try cursor.next() != nil {}
      return rows
    } catch {
      throw StoreError(error, statement: sql)
    }
  }
}
