import AgencyKit
import Foundation
import Logging
import MallDomain
import MallStore
import Testing

@testable import Health

/// The health office or the hospital without sockets: a real database in a folder of its own, the shipped manifest, a day
/// that stands still.
struct HealthWorld {
  static let start = "2026-11-23"

  let database: Database
  let tools: AgencyTools
  let back: HealthBackOffice
  let now: MallInstant
  private let folder: URL

  var today: LocalDate { LocalDate(jakarta: now) }
  var queues: QueueTable { QueueTable(sealer: tools.sealer) }
  var patients: PatientTable { PatientTable(sealer: tools.sealer) }

  /// Closes the world whatever the body does.
  static func run(
    _ agency: String = "dinkes", today: String = start, at time: String = "09:00",
    _ body: (HealthWorld) async throws -> Void
  ) async throws {
    let world = try HealthWorld(agency, today: today, at: time)
    defer { world.close() }
    try await body(world)
  }

  private init(_ agency: String, today: String, at time: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "health-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    now = MallInstant(jakarta: try #require(LocalDate(today)), try #require(LocalTime(time)))
    database = try Database.open(
      "sqlite:" + folder.appending(path: "mall.sqlite").path,
      migrations: StoreSchema.node + StoreSchema.agency + [RegistrySchema.migrations], clock: .system,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let manifest = try CatalogueFile.parse(Self.deployed("catalogue/\(agency).yaml"), file: "\(agency).yaml")
    tools = AgencyTools(
      agency: manifest.id, sealer: try Sealer.load(keyFile: folder.appending(path: "seal.key").path),
      calendar: try WorkingCalendar(csv: Self.deployed("data/holidays.csv")),
      areas: try AreaTable(csv: Self.deployed("data/areas.csv")), clock: .fixed(at: now),
      manifests: Manifests([manifest]))
    back = HealthBackOffice(tools)
  }

  private func close() {
    database.close()
    try? FileManager.default.removeItem(at: folder)
  }

  private static func deployed(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "deploy/\(path)"), encoding: .utf8)
  }
}

// MARK: - Cases

extension HealthWorld {
  func services() throws -> [PublicService] { try tools.manifest().services }

  func service(_ slug: String) throws -> PublicService {
    try #require(try services().first { $0.code.text == "\(tools.agency).\(slug)" })
  }

  func example(_ slug: String) async throws -> ApplicationContent {
    let (areas, now) = (tools.areas, now)
    return try await back.example(
      for: service(slug),
      in: ExampleContext(
        agency: tools.agency, now: now, areas: areas, calendar: tools.calendar, database: database,
        household: {
          var generator = SystemRandomNumberGenerator()
          return ExampleHousehold.make(date: LocalDate(jakarta: now), areas: areas, using: &generator)
        }))
  }

  func file(_ slug: String, _ content: ApplicationContent) throws -> CaseFile {
    return CaseFile(
      caseID: CaseID.make(at: now), agency: tools.agency, service: try service(slug),
      content: content, filedAt: now, now: now, officer: "siti")
  }

  /// A case of an example with other answers; an empty one leaves the field out.
  func file(_ slug: String, changing values: [String: String] = [:]) async throws -> CaseFile {
    var content = try await example(slug)
    for (field, value) in values { content.values[field] = value.isEmpty ? nil : value }
    return try file(slug, content)
  }

  func blocking(_ file: CaseFile) async throws -> [Finding] {
    let back = back
    return try await database.write { try back.examine(file, in: $0) }.filter { $0.severity == .blocks }
  }

  func issue(_ file: CaseFile) async throws -> IssuedDocument {
    let (back, documents) = (back, IssuedDocuments(tools.documents))
    return try await database.write { transaction in
      let document = try back.issue(file, in: transaction)
      try documents.keep(document, at: file.now, in: transaction)
      return document
    }
  }

  /// Everything from the example on: accepted, examined, charged, issued.
  @discardableResult
  func issueFully(_ slug: String) async throws -> IssuedDocument {
    let content = try FormValidator.canonical(
      try await example(slug), against: service(slug), areas: tools.areas, today: today)
    let file = try file(slug, content)
    #expect(try await blocking(file) == [])
    let back = back
    _ = try await database.write { try back.charge(for: file, in: $0) }
    return try await issue(file)
  }
}

func day(_ iso: String) throws -> LocalDate {
  try #require(LocalDate(iso))
}
