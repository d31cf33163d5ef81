import AgencyKit
import Foundation
import Logging
import MallDomain
import MallStore
import MallWire
import Testing

@testable import Marriage

/// The KUA with a real database in a folder of its own, a clock that stands still, and a population register made of
/// the households that the test has met.
struct MarriageWorld {
  static let start = "2026-11-23"

  let folder: URL
  let database: Database
  let sealer: Sealer
  let areas: AreaTable
  let calendar: WorkingCalendar
  let agency: Agency
  let office: MarriageBackOffice
  let now: MallInstant

  var register: MarriageRegister { MarriageRegister(sealer: sealer) }
  var today: LocalDate { LocalDate(jakarta: now) }

  private init(today: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "marriage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let now = MallInstant(jakarta: try #require(LocalDate(today)), try #require(LocalTime("12:00")))
    self.now = now
    database = try Database.open(
      "sqlite:" + folder.appending(path: "mall.sqlite").path,
      migrations: StoreSchema.node + StoreSchema.agency + [MarriageSchema.migrations],
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    sealer = try Sealer.load(keyFile: folder.appending(path: "seal.key").path)
    areas = try AreaTable(csv: Deployed.text("data/areas.csv"))
    calendar = try WorkingCalendar(csv: Deployed.text("data/holidays.csv"))
    agency = try CatalogueFile.parse(Deployed.text("catalogue/kemenag.yaml"), file: "kemenag.yaml")
    office = MarriageBackOffice(
      AgencyTools(
        agency: agency.id, sealer: sealer, calendar: calendar, areas: areas, clock: .fixed(at: now),
        manifests: Manifests([agency])))
  }

  /// Closes the world whatever the body does.
  static func run(today: String = start, _ body: (MarriageWorld) async throws -> Void) async throws {
    let world = try MarriageWorld(today: today)
    defer {
      world.database.close()
      try? FileManager.default.removeItem(at: world.folder)
    }
    try await body(world)
  }

  func service(_ slug: String) throws -> PublicService {
    try #require(agency.services.first { $0.code.text == "kemenag.\(slug)" })
  }

  func household() -> ExampleHousehold {
    var generator = SystemRandomNumberGenerator()
    return ExampleHousehold.make(date: today, areas: areas, using: &generator)
  }

  func example(_ service: PublicService, of household: ExampleHousehold) async throws -> ApplicationContent {
    let context = ExampleContext(
      agency: agency.id, now: now, areas: areas, calendar: calendar, database: database, household: { household })
    return try await office.example(for: service, in: context)
  }
}

/// Files that ship with the mall.
enum Deployed {
  static func text(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "deploy/\(path)"), encoding: .utf8)
  }
}

/// What the population register answers of a household's people.
struct Population {
  var people: [NIK: SyntheticResident] = [:]
  /// Facts about which it stays silent.
  var silent: Set<Fact> = []
  var dead: Set<NIK> = []
  /// Related to everybody.
  var related: Set<NIK> = []

  init(_ household: ExampleHousehold) {
    for (_, person) in household.members {
      if let nik = person.nik { people[nik] = person }
    }
  }

  func answer(_ question: ExchangeQuestion, at now: MallInstant) -> ExchangeAnswer? {
    guard let fact = Fact(rawValue: question.fact), !silent.contains(fact) else { return nil }
    guard let person = people[question.subject] else { return ExchangeAnswer(verdict: .unknown, at: now) }
    func verdict(_ isTrue: Bool) -> ExchangeAnswer { ExchangeAnswer(verdict: isTrue ? .yes : .no, at: now) }
    switch fact {
    case .isAlive: return verdict(!dead.contains(question.subject))
    case .isUnmarried:
      return verdict(![.married, .marriedUnrecorded].contains(person.maritalStatus))
    case .isOfAge:
      guard let years = question.arguments["years"].flatMap({ Int($0) }) else { return nil }
      return verdict(person.birthDate.completedYears(on: LocalDate(jakarta: now)) >= years)
    case .areRelated:
      return verdict(question.arguments["other"].flatMap { try? NIK($0) }.map(related.contains) ?? false)
    case .residentSummary:
      return ExchangeAnswer(
        verdict: .yes,
        values: [
          "name": person.name, "birth-date": person.birthDate.description, "birth-place": person.birthPlace,
          "sex": person.sex.rawValue, "marital-status": person.maritalStatus.rawValue,
          "religion": person.religion.rawValue, "village": person.village.text,
        ], at: now)
    default: return nil
    }
  }
}

// MARK: - Files

extension MarriageWorld {
  /// The example application of a household, with other answers where they are given.
  ///
  /// - Parameter population: who answers; that of the household when nil.
  func file(
    _ slug: String, of household: ExampleHousehold, _ changes: [String: String] = [:],
    without attachments: Set<String> = [], with others: Set<String> = [], population: Population? = nil
  ) async throws -> CaseFile {
    let service = try service(slug)
    var content = try await example(service, of: household)
    content.values.merge(changes) { $1 }
    content.values = content.values.filter { !$0.value.isEmpty }
    for attachment in attachments { content.attachments[attachment] = nil }
    for attachment in others { content.attachments[attachment] = .shownAtCounter }
    let file = CaseFile(
      caseID: CaseID.make(at: now), agency: agency.id, service: service,
      content: try FormValidator.canonical(content, against: service, areas: areas, today: today), filedAt: now,
      now: now, officer: "siti")
    return answered(file, by: population ?? Population(household))
  }

  func answered(_ file: CaseFile, by population: Population) -> CaseFile {
    var file = file
    file.answers = [:]
    for question in office.questions(about: file) {
      file.answers[question] = population.answer(question.question, at: now)
    }
    return file
  }

  /// The file as one of another service.
  func file(_ slug: String, basedOn file: CaseFile) throws -> CaseFile {
    var other = file
    other.service = try service(slug)
    return other
  }

  /// The same file some days after the contract.
  func afterContract(_ file: CaseFile) throws -> CaseFile {
    var file = file
    let contract = try #require(file.value("tgl-akad").flatMap { LocalDate($0) })
    file.now = MallInstant(jakarta: contract.adding(days: 1))
    return file
  }
}

// MARK: - What officers and other agencies do

extension MarriageWorld {
  func findings(_ file: CaseFile) async throws -> [Finding] {
    let office = office
    return try await database.write { try office.examine(file, in: $0) }
  }

  func blocking(_ file: CaseFile) async throws -> [String] {
    try await findings(file).filter { $0.severity == .blocks }.map { "\($0.rule) \($0.field ?? "")" }
  }

  @discardableResult
  func charge(_ file: CaseFile) async throws -> Charge {
    let office = office
    return try await database.write { try office.charge(for: file, in: $0) }
  }

  /// Issues, and enters the document as the kit does.
  @discardableResult
  func issue(_ file: CaseFile) async throws -> IssuedDocument {
    let (office, documents) = (office, IssuedDocuments(DocumentStore(sealer: sealer)))
    return try await database.write { transaction in
      let document = try office.issue(file, in: transaction)
      try documents.keep(document, at: file.now, in: transaction)
      return document
    }
  }

  func ask(_ fact: Fact, _ nik: NIK, _ arguments: [String: String] = [:]) async throws -> ExchangeAnswer {
    let office = office
    let question = ExchangeQuestion(
      fact: fact.rawValue, subject: nik, arguments: arguments, purpose: Fact.Purpose.applicationCheck.rawValue)
    return try await database.write { try office.answer(question, askedBy: [], in: $0) }
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
