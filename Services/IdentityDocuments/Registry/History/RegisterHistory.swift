import AgencyKit
import MallDomain
import MallStore

/// A family card as it stood, with its members as they were.
struct PastFamilyCard: Hashable, Sendable {
  var card: FamilyCard
  /// In the order in which they stood on the card; empty once it was closed.
  var members: [FamilyMember]
  var isClosed: Bool
}

/// Every past state of the register, read from its journal.
struct RegisterHistory: Sendable {
  let journal: RegisterJournal

  init(_ register: PopulationRegister) {
    journal = register.journal
  }

  /// What was recorded about a person, first to last.
  func entries(about nik: NIK, in transaction: Transaction) throws -> [RegisterEntry] {
    try journal.entries(about: .person(nik), in: transaction)
  }

  func entries(about card: FamilyCardNumber, in transaction: Transaction) throws -> [RegisterEntry] {
    try journal.entries(about: .familyCard(card), in: transaction)
  }

  /// A resident's data at a moment; nil before they came into the register or were born.
  func resident(_ nik: NIK, at moment: RecordMoment, in transaction: Transaction) throws -> Resident? {
    let entries = try journal.entries(about: .person(nik), recordedBy: moment.recordedBy, in: transaction)
    return try resident(nik, entries, on: moment.day)
  }

  /// The family card on which somebody stood at a moment, and as what; nil where on none.
  func membership(
    of nik: NIK, at moment: RecordMoment, in transaction: Transaction
  ) throws -> (card: FamilyCardNumber, relation: FamilyRelation)? {
    var held: (membership: (card: FamilyCardNumber, relation: FamilyRelation)?, since: LocalDate)?
    for entry in try journal.entries(about: .person(nik), recordedBy: moment.recordedBy, in: transaction) {
      let date = entry.act.effectiveOn
      guard date <= moment.day, held.map({ $0.since <= date }) ?? true else { continue }
      switch entry.event {
      case .memberJoined(nik, let card, let relation), .relationChanged(nik, let card, let relation):
        held = ((card, relation), date)
      // Who is on another card already only left the one before.
      case .memberLeft(nik, let card) where held?.membership?.card == card: held = (nil, date)
      default: break
      }
    }
    return held?.membership
  }

  /// A family card at a moment; nil before it was opened.
  func familyCard(
    _ number: FamilyCardNumber, at moment: RecordMoment, in transaction: Transaction
  ) throws -> PastFamilyCard? {
    let entries = try journal.entries(about: .familyCard(number), recordedBy: moment.recordedBy, in: transaction)
    guard let composition = CardComposition(number, entries, on: moment.day) else { return nil }
    let members = try composition.members.compactMap { nik, relation in
      try resident(nik, at: moment, in: transaction).map { FamilyMember(resident: $0, relation: relation) }
    }
    return PastFamilyCard(card: composition.card, members: members, isClosed: composition.isClosed)
  }

  /// Element by element the last value that held on the day; where two hold from the same day, the one recorded last.
  private func resident(_ nik: NIK, _ entries: [RegisterEntry], on day: LocalDate) throws -> Resident? {
    var isEntered = false
    var values: [String: (value: String?, since: LocalDate)] = [:]
    func hold(_ element: String, _ value: String?, since date: LocalDate) {
      guard date <= day, values[element].map({ $0.since <= date }) ?? true else { return }
      values[element] = (value, date)
    }
    for entry in entries {
      let date = entry.act.effectiveOn
      switch entry.event {
      case .residentEntered(let resident) where resident.nik == nik:
        guard date <= day else { return nil }
        isEntered = true
        for (element, value) in try resident.elements() { hold(element, value, since: date) }
      case .residentChanged(nik, let changes):
        for change in changes { hold(change.element, change.after, since: date) }
      case .residentMerged(nik, let survivor):
        hold("state", Resident.State.merged.rawValue, since: date)
        hold("mergedInto", survivor.text, since: date)
      default: break
      }
    }
    guard isEntered else { return nil }
    return try Resident(elements: values.compactMapValues(\.value))
  }
}
