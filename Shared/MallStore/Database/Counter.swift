import MallDomain

/// Named numbers without gaps: what a transaction that is undone took, the next one takes again.
///
/// After a restore from a backup the numbers that the lost time may have issued are left out, since people hold
/// them: see `skip`.
package enum Counter {
  /// Numbers of the database's own, which nobody outside holds for a number of a thing.
  private static let internalNames: Set<String> = ["outbox", "audit", "catalogue-log"]
  private static let skipSetting = "skipped-numbers"
  private static let skipPeriodsSetting = "skipped-numbers-periods"

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
    return value == 1 ? try first(of: name, in: transaction) : value
  }

  /// The number taken last; 0 when none was.
  package static func last(_ name: String, in transaction: Transaction) throws(StoreError) -> Int64 {
    try transaction.integer("SELECT value FROM counters WHERE name = ?", [.text(name)]) ?? 0
  }

  /// Leaves out numbers that were issued after a backup and lost: those that follow in each counter, and the first ones
  /// of counters that began on a day, or in a year, of the time that was lost.
  ///
  /// - Parameter count: at least as many as any counter gave in that time.
  static func skip(
    _ count: Int64, from start: MallInstant, to end: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    let names = internalNames.sorted()
    let places = names.map { _ in "?" }.joined(separator: ", ")
    try transaction.execute(
      "UPDATE counters SET value = value + ? WHERE name NOT IN (\(places))",
      [.integer(count)] + names.map(SQLValue.text))
    try NodeSettings.set(skipSetting, to: String(count), in: transaction)
    // A mall whose clock was moved counts by its own days.
    let offset = try NodeSettings.text(NodeSettings.clockOffsetName, in: transaction).flatMap { Int64($0) } ?? 0
    let periods =
      Period.all(from: start, to: end)
      + Period.all(from: start.adding(.milliseconds(offset)), to: end.adding(.milliseconds(offset)))
    try NodeSettings.set(skipPeriodsSetting, to: Set(periods).sorted().joined(separator: ","), in: transaction)
  }

  /// The first number of a new counter: after those that the lost time may have given to one of this name.
  private static func first(of name: String, in transaction: Transaction) throws(StoreError) -> Int64 {
    guard !internalNames.contains(name),
      let count = try NodeSettings.text(skipSetting, in: transaction).flatMap({ Int64($0) }),
      let periods = try NodeSettings.text(skipPeriodsSetting, in: transaction)?.split(separator: ","),
      Period.of(name).map({ periods.contains($0) }) ?? true
    else { return 1 }
    try transaction.execute(
      "UPDATE counters SET value = ? WHERE name = ?", [.integer(count + 1), .text(name)])
    return count + 1
  }

  /// The day or the year at the end of a counter's name, such as `certificate/LU/2026-11-26` or `bill-2026`.
  private enum Period {
    private static let dayLength = 10
    private static let yearLength = 4

    /// Nil for a counter that runs without end.
    static func of(_ name: String) -> Substring? {
      if LocalDate(String(name.suffix(dayLength))) != nil { return name.suffix(dayLength) }
      let year = name.suffix(yearLength)
      let mark = name.dropLast(yearLength).last
      guard year.count == yearLength, year.allSatisfy(\.isNumber), mark == "/" || mark == "-" else { return nil }
      return year
    }

    /// Each day of a time, and each year.
    static func all(from start: MallInstant, to end: MallInstant) -> [String] {
      var periods: [String] = []
      var date = LocalDate(jakarta: start)
      let last = LocalDate(jakarta: max(start, end))
      while date <= last {
        periods += [date.description, String(date.year)]
        date = date.adding(days: 1)
      }
      return periods
    }
  }
}
