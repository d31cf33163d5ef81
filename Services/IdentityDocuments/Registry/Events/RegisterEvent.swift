import MallDomain

/// What may happen to the register, a closed list: everything that it holds follows from these, in their order.
///
/// Events are kept as JSON under the names of the cases and their values: names are added, never changed.
enum RegisterEvent: Hashable, Sendable, Codable {
  case residentEntered(resident: Resident)
  case residentChanged(nik: NIK, changes: [ResidentChange])
  /// The record of `nik` is of the same person as that of `survivor`, which goes on.
  case residentMerged(nik: NIK, survivor: NIK)

  case cardOpened(card: FamilyCard)
  case cardClosed(number: FamilyCardNumber)
  case memberJoined(nik: NIK, card: FamilyCardNumber, relation: FamilyRelation)
  case memberLeft(nik: NIK, card: FamilyCardNumber)
  case relationChanged(nik: NIK, card: FamilyCardNumber, relation: FamilyRelation)

  /// Under the name that the child got.
  case birthRegistered(number: String, on: LocalDate, name: String, born: LocalDate, birth: BirthRecord)
  case deathRegistered(number: String, on: LocalDate, death: DeathRecord)
  case marriageRecorded(number: String, on: LocalDate, marriage: CivilMarriage)
  /// By a divorce with a certificate of its own, or by a death.
  case marriageEnded(number: String, on: LocalDate, divorce: String?, marriage: CivilMarriage)
  case certificateAnnotated(annotation: Annotation)

  case identityCardIssued(nik: NIK, kind: IdentityCard.Kind, card: IdentityCard)
  case identityCardEnded(nik: NIK, kind: IdentityCard.Kind, state: IdentityCard.State)
}

/// Whom or what an event is about: by these it is found again.
enum RegisterSubject: Hashable, Sendable {
  case person(NIK)
  case familyCard(FamilyCardNumber)
}

extension RegisterEvent {
  /// As its column names it, for whoever reads the table; the record says more.
  var name: String {
    switch self {
    case .residentEntered: "resident-entered"
    case .residentChanged: "resident-changed"
    case .residentMerged: "resident-merged"
    case .cardOpened: "card-opened"
    case .cardClosed: "card-closed"
    case .memberJoined: "member-joined"
    case .memberLeft: "member-left"
    case .relationChanged: "relation-changed"
    case .birthRegistered: "birth-registered"
    case .deathRegistered: "death-registered"
    case .marriageRecorded: "marriage-recorded"
    case .marriageEnded: "marriage-ended"
    case .certificateAnnotated: "certificate-annotated"
    case .identityCardIssued: "identity-card-issued"
    case .identityCardEnded: "identity-card-ended"
    }
  }

  var subject: RegisterSubject {
    switch self {
    case .residentEntered(let resident): .person(resident.nik)
    case .residentChanged(let nik, _), .residentMerged(let nik, _): .person(nik)
    case .cardOpened(let card): .familyCard(card.number)
    case .cardClosed(let number): .familyCard(number)
    case .memberJoined(let nik, _, _), .memberLeft(let nik, _), .relationChanged(let nik, _, _): .person(nik)
    case .birthRegistered(_, _, _, _, let birth): .person(birth.child)
    case .deathRegistered(_, _, let death): .person(death.deceased)
    case .marriageRecorded(_, _, let marriage), .marriageEnded(_, _, _, let marriage): .person(marriage.husband)
    case .certificateAnnotated(let annotation): .person(annotation.person)
    case .identityCardIssued(let nik, _, _), .identityCardEnded(let nik, _, _): .person(nik)
    }
  }

  /// Whom it concerns besides.
  var counterpart: RegisterSubject? {
    switch self {
    case .residentMerged(_, let survivor): .person(survivor)
    case .memberJoined(_, let card, _), .memberLeft(_, let card), .relationChanged(_, let card, _): .familyCard(card)
    case .birthRegistered(_, _, _, _, let birth): birth.mother.map(RegisterSubject.person)
    case .marriageRecorded(_, _, let marriage), .marriageEnded(_, _, _, let marriage): .person(marriage.wife)
    case .residentEntered, .residentChanged, .cardOpened, .cardClosed, .deathRegistered, .certificateAnnotated,
      .identityCardIssued, .identityCardEnded:
      nil
    }
  }
}

/// A note in the margin of a certificate (UU 23/2006 art. 47, 50, 52).
struct Annotation: Hashable, Sendable, Codable {
  /// Of the note itself.
  var number: String
  /// The certificate in whose margin it stands.
  var certificate: String
  /// Whose certificate it is.
  var person: NIK
  /// `perubahan-nama`, `pembetulan`, `pengangkatan` …
  var kind: String
  var before: String?
  var after: String?
  /// The ruling on which it rests.
  var ruling: String?
}
