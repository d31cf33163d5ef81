import AgencyKit
import Foundation
import Logging
import MallDomain
import MallStore
import MallWire
import Testing

@testable import IdentityDocuments

/// The civil registration office with a real database in a folder of its own, and a clock that stands still.
struct IdentityWorld {
  static let start = "2026-11-23"

  let folder: URL
  let database: Database
  let sealer: Sealer
  let areas: AreaTable
  let calendar: WorkingCalendar
  let agency: Agency
  let office: IdentityBackOffice
  let now: MallInstant

  var register: PopulationRegister { PopulationRegister(sealer: sealer) }
  var today: LocalDate { LocalDate(jakarta: now) }

  private init(today: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "identity-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let now = MallInstant(jakarta: try #require(LocalDate(today)), try #require(LocalTime("12:00")))
    self.now = now
    database = try Self.open(folder.appending(path: "mall.sqlite"))
    sealer = try Sealer.load(keyFile: folder.appending(path: "seal.key").path)
    areas = try AreaTable(csv: Self.deployed("data/areas.csv"))
    calendar = try WorkingCalendar(csv: Self.deployed("data/holidays.csv"))
    agency = try CatalogueFile.parse(Self.deployed("catalogue/disdukcapil.yaml"), file: "disdukcapil.yaml")
    office = IdentityBackOffice(
      AgencyTools(
        agency: agency.id, sealer: sealer, calendar: calendar, areas: areas, clock: .fixed(at: now),
        manifests: Manifests([agency])))
  }

  private static func open(_ file: URL) throws -> Database {
    try Database.open(
      "sqlite:" + file.path,
      migrations: StoreSchema.node + StoreSchema.agency + [
        RegistrySchema.migrations, PersonReservationTable.migrations,
      ],
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  /// A second, empty database beside the world's own.
  func withDatabase<Value>(named name: String, _ body: (Database) async throws -> Value) async throws -> Value {
    let database = try Self.open(folder.appending(path: name))
    defer { database.close() }
    return try await body(database)
  }

  private static func deployed(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "deploy/\(path)"), encoding: .utf8)
  }

  /// Closes the world whatever the body does.
  static func run(today: String = start, _ body: (IdentityWorld) async throws -> Void) async throws {
    let world = try IdentityWorld(today: today)
    defer {
      world.database.close()
      try? FileManager.default.removeItem(at: world.folder)
    }
    try await body(world)
  }

  func service(_ slug: String) throws -> PublicService {
    try #require(agency.services.first { $0.code.text == "disdukcapil.\(slug)" })
  }
}

// MARK: - People and files

extension IdentityWorld {
  /// A household that the register has entered.
  func household() async throws -> ExampleHousehold {
    let (register, areas, today, now) = (register, areas, today, now)
    return try await database.write { transaction in
      var generator = SystemRandomNumberGenerator()
      return try InventedPeople(register: register, date: today, at: now)
        .admit(ExampleHousehold.make(date: today, areas: areas, using: &generator), in: transaction)
    }
  }

  func example(_ service: PublicService) async throws -> ApplicationContent {
    let context = ExampleContext(
      agency: agency.id, now: now, areas: areas, calendar: calendar, database: database,
      household: { throw Refusal(.unavailable) })
    return try await office.example(for: service, in: context)
  }

  /// The example application of a household, with other answers where they are given.
  func file(
    _ slug: String, of household: ExampleHousehold, _ changes: [String: String] = [:],
    without attachments: Set<String> = [], with others: Set<String> = [],
    answering verdict: ExchangeAnswer.Verdict? = .yes
  ) throws -> CaseFile {
    let service = try service(slug)
    var content = ExampleFiller.content(
      for: service, household: household, today: today, calendar: calendar, areas: areas, overrides: changes)
    for attachment in attachments { content.attachments[attachment] = nil }
    for attachment in others { content.attachments[attachment] = .shownAtCounter }
    return try file(service, content, answering: verdict)
  }

  /// - Parameter verdict: of every question to another agency; nil where they stay away.
  func file(
    _ service: PublicService, _ content: ApplicationContent, answering verdict: ExchangeAnswer.Verdict? = .yes
  ) throws -> CaseFile {
    var file = CaseFile(
      caseID: CaseID.make(at: now), agency: agency.id, service: service,
      content: try FormValidator.canonical(content, against: service, areas: areas, today: today), filedAt: now,
      now: now, officer: "siti")
    if let verdict {
      for question in office.questions(about: file) {
        file.answers[question] = ExchangeAnswer(verdict: verdict, at: now)
      }
    }
    return file
  }
}

// MARK: - What officers and other agencies do

extension IdentityWorld {
  func blocking(_ file: CaseFile) async throws -> [Finding] {
    try await findings(file).filter { $0.severity == .blocks }
  }

  func findings(_ file: CaseFile) async throws -> [Finding] {
    let office = office
    return try await database.write { try office.examine(file, in: $0) }
  }

  /// Issues, and enters the document as the kit does.
  @discardableResult
  func issue(_ file: CaseFile) async throws -> IssuedDocument {
    let (office, documents, now) = (office, IssuedDocuments(DocumentStore(sealer: sealer)), now)
    return try await database.write { transaction in
      let document = try office.issue(file, in: transaction)
      try documents.keep(document, at: now, in: transaction)
      return document
    }
  }

  func ask(
    _ fact: Fact, _ nik: NIK, _ arguments: [String: String] = [:], purpose: Fact.Purpose = .applicationCheck
  ) async throws -> ExchangeAnswer {
    let office = office
    let question = ExchangeQuestion(
      fact: fact.rawValue, subject: nik, arguments: arguments, purpose: purpose.rawValue)
    return try await database.write { try office.answer(question, askedBy: [], in: $0) }
  }

  func resident(_ nik: NIK) async throws -> Resident {
    let register = register
    return try #require(try await database.read { try register.residents.find(nik, in: $0) })
  }

  func members(with nik: NIK) async throws -> (card: FamilyCard, members: [FamilyMember]) {
    let register = register
    return try await database.read { transaction in
      let card = try #require(try register.familyCards.card(of: nik, in: transaction))
      return (card, try register.familyCards.members(of: card.number, in: transaction))
    }
  }

  func count(_ table: String) async throws -> Int64? {
    try await database.read { try $0.integer("SELECT COUNT(*) FROM \(table)") }
  }
}

extension IssuedDocument {
  subscript(_ field: String) -> String? {
    fields.first { $0.name == field }?.value
  }
}

extension ExampleHousehold {
  func nik(_ role: ExampleRole) throws -> NIK {
    try #require(self[role]?.nik)
  }
}

func date(_ text: String) throws -> LocalDate {
  try #require(LocalDate(text))
}
