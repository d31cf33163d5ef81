import Foundation
import MallDomain
import MallStore

/// The register of the district's population, table by table.
struct PopulationRegister: Sendable {
  let residents: ResidentTable
  let familyCards: FamilyCardTable
  let numbers: NumberTable
  let births: BirthTable
  let deaths: DeathTable
  let marriages: CivilMarriageTable
  let identityCards: IdentityCardTable

  init(sealer: Sealer) {
    residents = ResidentTable(sealer: sealer)
    familyCards = FamilyCardTable(sealer: sealer)
    numbers = NumberTable(sealer: sealer)
    births = BirthTable(sealer: sealer)
    deaths = DeathTable(sealer: sealer)
    marriages = CivilMarriageTable(sealer: sealer)
    identityCards = IdentityCardTable(sealer: sealer)
  }
}

/// Why a row came about: the kind of event, when, by whom and on which case.
struct RegisterAct: Sendable {
  enum Kind: String, Sendable {
    /// Entered from what was known before the mall.
    case takenOver = "taken-over"
    case birth, death, marriage, divorce, acknowledgement, enrolment
    case dataChange = "data-change"
    case familyCard = "family-card"
    case identityCard = "identity-card"
    case departure, arrival
  }

  var kind: Kind
  var at: MallInstant
  var officer: String?
  var caseID: CaseID?

  var date: LocalDate { LocalDate(jakarta: at) }
}

/// How the register's records are kept: as sealed JSON, bound to their row.
extension Sealer {
  /// By this a resident is found in all tables.
  func key(of nik: NIK) -> [UInt8] {
    lookupHash(nik.text, purpose: "resident")
  }

  func key(of card: FamilyCardNumber) -> [UInt8] {
    lookupHash(card.text, purpose: "family-card")
  }

  func sealed(_ record: some Encodable, in table: String, row: [UInt8]) throws -> SQLValue {
    .blob(seal(Array(try JSONEncoder().encode(record)), for: Self.place(table, row)))
  }

  func opened<Record: Decodable>(_ bytes: [UInt8], in table: String, row: [UInt8]) throws -> Record {
    let plain = try open(bytes, for: Self.place(table, row))
    do {
      return try JSONDecoder().decode(Record.self, from: Data(plain))
    } catch {
      // The decoder's words may repeat the record.
      throw Refusal(.dataLoss)
    }
  }

  private static func place(_ table: String, _ row: [UInt8]) -> String {
    "\(table).record:" + row.map { String($0, radix: 16) }.joined(separator: ".")
  }
}
