import MallDomain

/// A row of an answer, read by column name. What a column doesn't hold is a `StoreError.column`.
package struct Row: Sendable {
  private let columns: [String: Int]
  private let values: [SQLValue]
  private let statement: String

  init(columns: [String: Int], values: [SQLValue], statement: String) {
    self.columns = columns
    self.values = values
    self.statement = statement
  }

  var firstValue: SQLValue? { values.first }

  package func value(_ column: String) throws(StoreError) -> SQLValue {
    guard let index = columns[column] else { throw wrong(column, "in the answer") }
    return values[index]
  }

  private func wrong(_ column: String, _ expected: String) -> StoreError {
    .column(column, expected: expected, statement: statement)
  }

  private func required<Value>(_ column: String, _ value: Value?) throws(StoreError) -> Value {
    guard let value else { throw wrong(column, "filled") }
    return value
  }
}

// MARK: - Plain values

extension Row {
  package func optionalInteger(_ column: String) throws(StoreError) -> Int64? {
    switch try value(column) {
    case .null: nil
    case .integer(let integer): integer
    default: throw wrong(column, "a whole number")
    }
  }

  package func optionalText(_ column: String) throws(StoreError) -> String? {
    switch try value(column) {
    case .null: nil
    case .text(let text): text
    default: throw wrong(column, "a text")
    }
  }

  package func optionalBytes(_ column: String) throws(StoreError) -> [UInt8]? {
    switch try value(column) {
    case .null: nil
    case .blob(let bytes): bytes
    default: throw wrong(column, "bytes")
    }
  }

  package func integer(_ column: String) throws(StoreError) -> Int64 {
    try required(column, try optionalInteger(column))
  }

  package func int(_ column: String) throws(StoreError) -> Int {
    Int(try integer(column))
  }

  package func text(_ column: String) throws(StoreError) -> String {
    try required(column, try optionalText(column))
  }

  package func bytes(_ column: String) throws(StoreError) -> [UInt8] {
    try required(column, try optionalBytes(column))
  }

  package func bool(_ column: String) throws(StoreError) -> Bool {
    try integer(column) != 0
  }

  /// A number stored by its bits.
  package func bits(_ column: String) throws(StoreError) -> UInt64 {
    UInt64(bitPattern: try integer(column))
  }
}

// MARK: - Values of the domain

extension Row {
  package func optionalInstant(_ column: String) throws(StoreError) -> MallInstant? {
    try optionalInteger(column).map(MallInstant.init(milliseconds:))
  }

  package func instant(_ column: String) throws(StoreError) -> MallInstant {
    try required(column, try optionalInstant(column))
  }

  package func optionalDate(_ column: String) throws(StoreError) -> LocalDate? {
    guard let text = try optionalText(column) else { return nil }
    guard let date = LocalDate(text) else { throw wrong(column, "a date") }
    return date
  }

  package func date(_ column: String) throws(StoreError) -> LocalDate {
    try required(column, try optionalDate(column))
  }

  package func optionalRupiah(_ column: String) throws(StoreError) -> Rupiah? {
    try optionalInteger(column).map(Rupiah.init)
  }

  package func rupiah(_ column: String) throws(StoreError) -> Rupiah {
    try required(column, try optionalRupiah(column))
  }

  package func optionalIdentifier<ID: TextIdentifier>(
    _ column: String, as type: ID.Type = ID.self
  ) throws(StoreError) -> ID? {
    guard let text = try optionalText(column) else { return nil }
    do {
      return try ID(text)
    } catch {
      throw wrong(column, "a \(error.kind)")
    }
  }

  package func identifier<ID: TextIdentifier>(_ column: String, as type: ID.Type = ID.self) throws(StoreError) -> ID {
    try required(column, try optionalIdentifier(column, as: type))
  }

  package func value<Value: RawRepresentable<String>>(
    _ column: String, as type: Value.Type = Value.self
  ) throws(StoreError) -> Value {
    guard let value = Value(rawValue: try text(column)) else { throw wrong(column, "one of its values") }
    return value
  }
}
