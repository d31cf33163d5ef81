import AgencyKit
import Foundation
import Logging
import MallDomain
import MallStore
import Testing

@testable import Tax

/// The revenue service without sockets: a real database in a folder of its own, the shipped manifest, a clock that stands
/// still.
struct TaxWorld {
  static let start = "2026-11-23"

  let database: Database
  let tools: AgencyTools
  let back: TaxBackOffice
  let now: MallInstant
  private let folder: URL

  var register: TaxRegister { TaxRegister(sealer: tools.sealer, calendar: tools.calendar) }
  var today: LocalDate { LocalDate(jakarta: now) }

  /// Closes the world whatever the body does.
  static func run(today: String = start, _ body: (TaxWorld) async throws -> Void) async throws {
    let world = try TaxWorld(today: today)
    defer { world.close() }
    try await body(world)
  }

  private init(today: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tax-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let instant = MallInstant(jakarta: try #require(LocalDate(today)), try #require(LocalTime("12:00")))
    now = instant
    database = try Database.open(
      "sqlite:" + folder.appending(path: "mall.sqlite").path,
      migrations: StoreSchema.node + StoreSchema.agency + [RegistrySchema.migrations], clock: .system,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let manifest = try CatalogueFile.parse(Self.deployed("catalogue/bapenda.yaml"), file: "bapenda.yaml")
    tools = AgencyTools(
      agency: manifest.id, sealer: try Sealer.load(keyFile: folder.appending(path: "seal.key").path),
      calendar: try WorkingCalendar(csv: Self.deployed("data/holidays.csv")),
      areas: try AreaTable(csv: Self.deployed("data/areas.csv")), clock: .fixed(at: instant),
      manifests: Manifests([manifest]))
    back = TaxBackOffice(tools)
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

  /// The same registers seen by an office whose clock shows another day.
  func office(on day: String) throws -> (back: TaxBackOffice, now: MallInstant) {
    let instant = MallInstant(jakarta: try #require(LocalDate(day)), try #require(LocalTime("12:00")))
    let later = AgencyTools(
      agency: tools.agency, sealer: tools.sealer, calendar: tools.calendar, areas: tools.areas,
      clock: .fixed(at: instant), manifests: Manifests([try tools.manifest()]))
    return (TaxBackOffice(later), instant)
  }
}

// MARK: - Cases

extension TaxWorld {
  func service(_ slug: String) throws -> PublicService {
    try #require(try tools.manifest().services.first { $0.code.text == "bapenda.\(slug)" })
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

  func charge(_ file: CaseFile) async throws -> Charge {
    let back = back
    return try await database.write { try back.charge(for: file, in: $0) }
  }

  func issue(_ file: CaseFile) async throws -> IssuedDocument {
    let (back, documents) = (back, IssuedDocuments(tools.documents))
    return try await database.write { transaction in
      let document = try back.issue(file, in: transaction)
      try documents.keep(document, at: file.now, in: transaction)
      return document
    }
  }

  /// Everything from the example on: accepted, examined, charged, paid where it costs, issued.
  @discardableResult
  func issueFully(_ slug: String) async throws -> IssuedDocument {
    let content = try FormValidator.canonical(
      try await example(slug), against: service(slug), areas: tools.areas, today: today)
    var file = try file(slug, content)
    #expect(try await blocking(file) == [])
    if case .bill(let bill) = try await charge(file), bill.state != .paid {
      file.bill = try await pay(bill)
    }
    return try await issue(file)
  }
}

// MARK: - Bills

extension TaxWorld {
  func bill(_ object: String, _ year: Int, on day: String = start) async throws -> Bill {
    let back = try office(on: day).back
    return try await database.write { try back.bill(object: object, period: year, in: $0) }
  }

  /// The bill as the mall sends it once the bank reported its payment.
  func paid(_ bill: Bill, receipt: String = UUID().uuidString) -> Bill {
    var paid = bill
    paid.state = .paid
    paid.receiptNumber = receipt
    paid.paidAt = now
    return paid
  }

  func record(_ bill: Bill, reference: String) async throws {
    let back = back
    try await database.write { try back.paymentRecorded(bill, bankReference: reference, in: $0) }
  }

  @discardableResult
  func pay(_ bill: Bill, reference: String = UUID().uuidString) async throws -> Bill {
    let paid = paid(bill)
    try await record(paid, reference: reference)
    return paid
  }

  func assessment(_ object: String, _ year: Int) async throws -> PropertyAssessment {
    let assessments = register.assessments
    return try #require(try await database.read { try assessments.find(object, year: year, in: $0) })
  }

  func known(_ code: BillingCode) async throws -> TaxBill {
    let bills = register.bills
    return try #require(try await database.read { try bills.find(code, in: $0) })
  }
}
