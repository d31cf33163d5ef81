import AgencyKit
import MallDomain
import MallStore

/// The register as officers see it: residents and family cards, found and opened. A record's number is the place of the
/// entry that brought it in.
struct PopulationView {
  let register: PopulationRegister

  // MARK: - Searching

  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    if let nik = try? NIK(search.text) {
      return FoundRecords(records: try resident(nik, in: transaction).map { [$0] } ?? [])
    }
    if let number = try? FamilyCardNumber(search.text) {
      return FoundRecords(records: try card(number, in: transaction))
    }
    let (found, isMore) = try register.residents(
      named: search.text, born: search.born, limit: search.limit, in: transaction)
    return FoundRecords(
      records: found.map { FoundRecord($0.resident, entry: $0.entry, likeness: $0.likeness) }, isMore: isMore)
  }

  private func resident(_ nik: NIK, in transaction: Transaction) throws -> FoundRecord? {
    guard let resident = try register.residents.find(nik, in: transaction),
      let entry = try register.residents.entry(of: nik, in: transaction)
    else { return nil }
    return FoundRecord(resident, entry: entry, likeness: 1)
  }

  /// The card, and those who are in it.
  private func card(_ number: FamilyCardNumber, in transaction: Transaction) throws -> [FoundRecord] {
    let opened = try register.journal.entries(about: .familyCard(number), in: transaction).first { entry in
      if case .cardOpened = entry.event { true } else { false }
    }
    guard let opened, case .cardOpened(let card) = opened.event else { return [] }
    let isActive = try register.familyCards.find(number, in: transaction) != nil
    let record = FoundRecord(
      record: String(opened.sequence), number: Masking.populationNumber(number.text), title: card.address,
      details: "\(card.neighbourhood) \(card.village.text)", state: isActive ? "active" : "closed", likeness: 1)
    return try [record]
      + register.familyCards.members(of: number, in: transaction).compactMap { try resident($0.nik, in: transaction) }
  }

  // MARK: - Opening a record

  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory {
    let place = Int64(record)
    let entry = try place.flatMap { try register.journal.entry(at: $0, in: transaction) }
    let history = RegisterHistory(register)
    switch entry?.event {
    case .residentEntered(let resident):
      let standing = try history.resident(resident.nik, at: moment, in: transaction)
      let membership = try history.membership(of: resident.nik, at: moment, in: transaction)
      let card = membership.map {
        [
          IssuedDocument.Field("familyCard", $0.card.text),
          IssuedDocument.Field("familyRelation", $0.relation.rawValue),
        ]
      }
      return RecordHistory(
        subject: resident.nik.text, elements: try standing.map { try $0.recorded() + (card ?? []) } ?? [],
        entries: try history.entries(about: resident.nik, in: transaction).map(RecordEntry.init))
    case .cardOpened(let card):
      let standing = try history.familyCard(card.number, at: moment, in: transaction)
      return RecordHistory(
        subject: card.number.text, elements: standing?.printed() ?? [],
        entries: try history.entries(about: card.number, in: transaction).map(RecordEntry.init))
    default: throw Refusal(.notFound, detail: "this record in the register")
    }
  }
}

extension FoundRecord {
  fileprivate init(_ resident: Resident, entry: Int64, likeness: Double) {
    self.init(
      record: String(entry), number: Masking.populationNumber(resident.nik.text), title: resident.name,
      details: "\(resident.birthPlace), \(resident.birthDate)", state: resident.state.rawValue, likeness: likeness)
  }
}

extension Resident {
  /// Elements in the order of a family card's columns, then what remains.
  fileprivate func recorded() throws -> [IssuedDocument.Field] {
    var elements = try elements()
    let first = ["nik", "name", "sex", "birthPlace", "birthDate", "religion", "maritalStatus"].compactMap { name in
      elements.removeValue(forKey: name).map { IssuedDocument.Field(name, $0) }
    }
    return first + elements.sorted { $0.key < $1.key }.map { IssuedDocument.Field($0.key, $0.value) }
  }
}

extension PastFamilyCard {
  fileprivate func printed() -> [IssuedDocument.Field] {
    [
      IssuedDocument.Field("number", card.number.text), IssuedDocument.Field("village", card.village.text),
      IssuedDocument.Field("address", card.address), IssuedDocument.Field("neighbourhood", card.neighbourhood),
      IssuedDocument.Field("state", isClosed ? "closed" : "active"),
    ]
      + members.map { member in
        IssuedDocument.Field(member.relation.rawValue, "\(member.nik.text) \(member.resident.name)")
      }
  }
}

extension RecordEntry {
  fileprivate init(_ entry: RegisterEntry) {
    var changes: [Change] = []
    if case .residentChanged(_, let changed) = entry.event {
      changes = changed.map { Change(element: $0.element, before: $0.before ?? "", after: $0.after ?? "") }
    }
    self.init(
      place: entry.sequence, event: entry.event.name, cause: entry.act.kind.rawValue, recordedAt: entry.act.at,
      effectiveOn: entry.act.effectiveOn, officer: entry.act.officer, caseID: entry.act.caseID, changes: changes)
  }
}
