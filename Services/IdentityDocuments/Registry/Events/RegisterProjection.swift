import MallDomain
import MallStore

/// Writes what follows from an entry into the tables that show the register as it is now, in the entry's transaction.
///
/// It judges nothing: what the law refuses was refused before the event. Whoever applies all entries in their order to
/// empty tables gets the same register.
struct RegisterProjection: Sendable {
  let residents: ResidentTable
  let familyCards: FamilyCardTable
  let births: BirthTable
  let deaths: DeathTable
  let marriages: CivilMarriageTable
  let identityCards: IdentityCardTable
  let annotations: AnnotationTable

  func apply(_ entry: RegisterEntry, in transaction: Transaction) throws {
    switch entry.event {
    case .residentEntered(let resident): try residents.insert(resident, entry, in: transaction)
    case .residentChanged(let nik, let changes):
      try residents.update(nik, entry, in: transaction) {
        $0 = try $0.applying(changes)
      }
    case .residentMerged(let nik, let survivor):
      try residents.update(nik, entry, in: transaction) {
        $0.state = .merged
        $0.mergedInto = survivor
      }
    case .cardOpened(let card): try familyCards.insert(card, entry, in: transaction)
    case .cardClosed(let number): try familyCards.setClosed(number, entry, in: transaction)
    case .memberJoined(let nik, let card, let relation):
      try familyCards.addMember(nik, card, relation, entry, in: transaction)
    case .memberLeft(let nik, _): try familyCards.removeMember(nik, entry, in: transaction)
    case .relationChanged(let nik, _, let relation):
      try familyCards.setRelation(nik, relation, in: transaction)
    case .birthRegistered(let number, let date, let name, let born, let birth):
      try births.insert(birth, name: name, born: born, number: number, on: date, entry, in: transaction)
    case .deathRegistered(let number, let date, let death):
      try deaths.insert(death, number: number, on: date, entry, in: transaction)
    case .marriageRecorded(let number, let date, let marriage):
      try marriages.insert(marriage, number: number, on: date, entry, in: transaction)
    case .marriageEnded(let number, let date, let divorce, _):
      try marriages.setEnded(number, on: date, divorce: divorce, entry, in: transaction)
    case .certificateAnnotated(let annotation): try annotations.insert(annotation, entry, in: transaction)
    case .identityCardIssued(let nik, let kind, let card):
      try identityCards.insert(card, kind, of: nik, entry, in: transaction)
    case .identityCardEnded(let nik, let kind, let state):
      try identityCards.setState(kind, of: nik, state, entry, in: transaction)
    }
  }
}
