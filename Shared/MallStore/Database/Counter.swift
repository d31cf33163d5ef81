/// Named numbers without gaps: what a transaction that is undone took, the next one takes again.
package enum Counter {
  /// The next number of a counter; the first is 1.
  package static func next(_ name: String, in transaction: Transaction) throws(StoreError) -> Int64 {
    let sql = """
      INSERT INTO counters (name, value) VALUES (?, 1)
      ON CONFLICT (name) DO UPDATE SET value = counters.value + 1
      RETURNING value
      """
    guard let value = try transaction.integer(sql, [.text(name)]) else {
      throw .column("value", expected: "a whole number", statement: sql)
    }
    return value
  }

  /// The number taken last; 0 when none was.
  package static func last(_ name: String, in transaction: Transaction) throws(StoreError) -> Int64 {
    try transaction.integer("SELECT value FROM counters WHERE name = ?", [.text(name)]) ?? 0
  }
}
