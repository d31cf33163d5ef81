import AgencyKit
import MallDomain
import MallStore

/// One group of the agency's services: what the law asks of a file, and what its decision enters in the books.
protocol OfficeDesk: Sendable {
  func questions(about file: CaseFile) -> [AgencyQuestion]
  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding]
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge
  /// Enters what was decided. Called when no finding blocks.
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument
  func reservations(for file: CaseFile) -> [PersonReservation]
  func caseEnded(_ file: CaseFile, in transaction: Transaction) throws
  /// Enters what an example needs in the books, and answers how it differs from the usual one.
  func prepareExample(
    _ content: inout ApplicationContent, of service: PublicService, today: LocalDate, at now: MallInstant,
    in transaction: Transaction
  ) throws

  var office: ReligiousOffice { get }
}

extension OfficeDesk {
  func questions(about file: CaseFile) -> [AgencyQuestion] { PopulationQuestions.about(file) }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    try office.manifest.charge(for: file, in: transaction)
  }

  func reservations(for file: CaseFile) -> [PersonReservation] { [] }

  func caseEnded(_ file: CaseFile, in transaction: Transaction) throws {}

  func prepareExample(
    _ content: inout ApplicationContent, of service: PublicService, today: LocalDate, at now: MallInstant,
    in transaction: Transaction
  ) throws {}
}

/// What the desks share: the registers of the district's offices of religious affairs (KUA).
struct ReligiousOffice: Sendable {
  let tools: AgencyTools
  let register: MarriageRegister
  let bookings = BookingTable()
  let books: OfficeBooks
  let manifest: ManifestBackOffice

  init(_ tools: AgencyTools) {
    self.tools = tools
    register = MarriageRegister(sealer: tools.sealer)
    books = OfficeBooks(sealer: tools.sealer)
    manifest = ManifestBackOffice(tools)
  }

  /// The document that the manifest describes, with what the books add.
  func document(
    _ file: CaseFile, adding fields: [IssuedDocument.Field] = [], in transaction: Transaction
  ) throws -> IssuedDocument {
    var document = try manifest.issue(file, in: transaction)
    document.fields += fields
    // Forms that ask for numbers only: the population register knows the name.
    if file.value("nama") == nil, let main = file.mainSubject,
      let person = Person(PopulationQuestions(file: file).answer(.residentSummary, of: main))
    {
      document.holder = person.name
    }
    return document
  }

  /// The office that a form names.
  ///
  /// - Throws: `invalid_argument` for none of the district.
  func named(_ field: String, by file: CaseFile) throws -> KUAOffice {
    guard let office = file.value(field).flatMap({ KUAOffice($0, areas: tools.areas) }) else {
      throw Refusal(.invalidArgument, detail: field)
    }
    return office
  }

  /// The office of the sub-district in which a village lies.
  func office(ofVillage field: String, in file: CaseFile) throws -> KUAOffice {
    guard let village = file.value(field).flatMap({ try? AreaCode($0) }),
      let office = village.parent.flatMap({ KUAOffice(code: $0, areas: tools.areas) })
    else { throw Refusal(.invalidArgument, detail: field) }
    return office
  }

  func serial(_ counter: String, in transaction: Transaction) throws -> String {
    Self.digits(try Counter.next(counter, in: transaction), count: 4)
  }

  static func digits(_ number: Int64, count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}

extension CaseFile {
  func date(_ field: String) -> LocalDate? {
    value(field).flatMap { LocalDate($0) }
  }
}
