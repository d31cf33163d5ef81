import Foundation
import MallDomain
import MallStore

/// The register of the district's population: a journal of what happened, and tables that show how things stand.
///
/// It changes in one way only: an operation judges, then `record` appends an event and lets the tables follow, both in
/// the caller's transaction. Nothing that was ever recorded is overwritten; `RegisterHistory` shows every past state.
struct PopulationRegister: Sendable {
  let journal: RegisterJournal
  let residents: ResidentTable
  let familyCards: FamilyCardTable
  let numbers: NumberTable
  let births: BirthTable
  let deaths: DeathTable
  let marriages: CivilMarriageTable
  let identityCards: IdentityCardTable
  let annotations: AnnotationTable

  init(sealer: Sealer) {
    journal = RegisterJournal(sealer: sealer)
    residents = ResidentTable(sealer: sealer)
    familyCards = FamilyCardTable(sealer: sealer)
    numbers = NumberTable(sealer: sealer)
    births = BirthTable(sealer: sealer)
    deaths = DeathTable(sealer: sealer)
    marriages = CivilMarriageTable(sealer: sealer)
    identityCards = IdentityCardTable(sealer: sealer)
    annotations = AnnotationTable(sealer: sealer)
  }

  /// What shows how things stand after an entry.
  var projection: RegisterProjection {
    RegisterProjection(
      residents: residents, familyCards: familyCards, births: births, deaths: deaths, marriages: marriages,
      identityCards: identityCards, annotations: annotations)
  }

  /// Appends an event that was judged, and lets the tables follow.
  func record(_ event: RegisterEvent, _ act: RegisterAct, in transaction: Transaction) throws {
    try projection.apply(try journal.append(event, act, in: transaction), in: transaction)
  }
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
