import FoundationEssentials

@testable import MallDomain

/// The data that ships with the mall, as the synthetic people's tests use it.
enum SyntheticWorld {
  static let deploy = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "deploy")

  static func text(_ path: String) throws -> String {
    try String(contentsOf: deploy.appending(path: path), encoding: .utf8)
  }

  // Read once for all tests.
  private static let loadedAreas = Result { try AreaTable(csv: text("data/areas.csv")) }
  private static let loadedCalendar = Result { try WorkingCalendar(csv: text("data/holidays.csv")) }
  private static let loadedServices = Result { try loadServices() }

  static func areas() throws -> AreaTable { try loadedAreas.get() }
  static func calendar() throws -> WorkingCalendar { try loadedCalendar.get() }
  static func services() throws -> [PublicService] { try loadedServices.get() }

  private static func loadServices() throws -> [PublicService] {
    let files = try FileManager.default.contentsOfDirectory(atPath: deploy.appending(path: "catalogue").path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    return try CatalogueFile.parse(files.map { (file: $0, yaml: try text("catalogue/\($0)")) }).flatMap(\.services)
  }

  /// Weekends, the ends of months and years, and a leap day.
  static let dates = [
    "2025-03-01", "2025-12-29", "2026-01-01", "2026-02-28", "2026-03-15", "2026-11-22", "2026-11-23", "2028-02-29",
  ].compactMap { LocalDate($0) }
}
