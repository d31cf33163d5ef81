import FoundationEssentials
import Testing

@testable import MallDomain

/// What the tests read from files: the vectors beside them and the data that ships with the mall.
enum TestData {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  private static let deploy = tests.deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy")

  /// The cells of a CSV file in `Vectors`, by column.
  static func vectors(_ file: String, columns: [String]) throws -> [[String]] {
    let text = try String(contentsOf: tests.appending(path: "Vectors/\(file).csv"), encoding: .utf8)
    let rows = try CommaSeparatedTable(text, header: columns).rows.map(\.cells)
    try #require(!rows.isEmpty)
    return rows
  }

  static func areas() throws -> AreaTable {
    try AreaTable(csv: String(contentsOf: deploy.appending(path: "data/areas.csv"), encoding: .utf8))
  }

  static func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: String(contentsOf: deploy.appending(path: "data/holidays.csv"), encoding: .utf8))
  }

  static func date(_ text: String) throws -> LocalDate {
    try #require(LocalDate(text))
  }

  /// `2026-11-23 09:05`, Jakarta time.
  static func instant(_ text: String) throws -> MallInstant {
    let parts = text.split(separator: " ").map(String.init)
    return MallInstant(jakarta: try date(parts[0]), try #require(LocalTime(parts[1])))
  }
}
