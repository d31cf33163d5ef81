import MallDomain
import MallStore

/// Makes events of what a file holds from before the journal, once, when it is first opened: nothing is lost, and the
/// tables already show what follows.
///
/// Residents come version by version, as they were kept; stays in family cards with their joining and leaving;
/// certificates and cards as they stand. Who, when and on which case are those of the old rows.
struct OpeningEntries {
  private let register: PopulationRegister
  private let sealer: Sealer

  init(sealer: Sealer) {
    self.sealer = sealer
    register = PopulationRegister(sealer: sealer)
  }

  func write(in transaction: Transaction) throws {
    guard try register.journal.last(in: transaction) == 0 else { return }
    try residents(in: transaction)
    try familyCards(in: transaction)
    try births(in: transaction)
    try deaths(in: transaction)
    try marriages(in: transaction)
    try identityCards(in: transaction)
    try transaction.execute("DELETE FROM resident_changes")
  }

  @discardableResult
  private func append(
    _ event: RegisterEvent, _ kind: RegisterAct.Kind, at: MallInstant, officer: String? = nil, caseID: CaseID?,
    effective: LocalDate? = nil, in transaction: Transaction
  ) throws -> Int64 {
    let act = RegisterAct(kind: kind, at: at, officer: officer, caseID: caseID, effective: effective)
    return try register.journal.append(event, act, in: transaction).sequence
  }

  private func residents(in transaction: Transaction) throws {
    var known: [[UInt8]: Resident] = [:]
    for row in try transaction.rows("SELECT * FROM resident_changes ORDER BY at, version") {
      let (key, version) = (try row.bytes("nik_hash"), try row.integer("version"))
      let resident: Resident = try sealer.opened(
        try row.bytes("record"), in: "resident_changes/\(version)", row: key)
      let kind: RegisterAct.Kind = try row.value("kind")
      let (at, officer) = (try row.instant("at"), try row.optionalText("officer"))
      let caseID: CaseID? = try row.optionalIdentifier("case_id")
      if let former = known[key] {
        try append(
          .residentChanged(nik: resident.nik, changes: try former.changes(to: resident)), kind, at: at,
          officer: officer, caseID: caseID, effective: kind == .death ? resident.diedOn : nil, in: transaction)
      } else {
        let entry = try append(
          .residentEntered(resident: resident), kind, at: at, officer: officer, caseID: caseID,
          effective: kind == .takenOver || kind == .birth ? resident.birthDate : nil, in: transaction)
        try transaction.execute(
          "UPDATE residents SET entry = ? WHERE nik_hash = ?", [SQLValue(entry), .blob(key)])
      }
      known[key] = resident
    }
  }

  private func familyCards(in transaction: Transaction) throws {
    var cards: [[UInt8]: FamilyCard] = [:]
    for row in try transaction.rows("SELECT * FROM family_cards ORDER BY opened_at") {
      let key = try row.bytes("card_hash")
      let card: FamilyCard = try sealer.opened(try row.bytes("record"), in: "family_cards", row: key)
      cards[key] = card
      try append(
        .cardOpened(card: card), .familyCard, at: try row.instant("opened_at"),
        caseID: try row.optionalIdentifier("opened_by"), effective: card.registered, in: transaction)
    }
    try stays(cards, in: transaction)
    for row in try transaction.rows("SELECT * FROM family_cards WHERE state = 'closed' ORDER BY closed_at") {
      guard let card = cards[try row.bytes("card_hash")] else { throw Refusal(.dataLoss) }
      try append(
        .cardClosed(number: card.number), .familyCard, at: try row.instant("closed_at"),
        caseID: try row.optionalIdentifier("closed_by"), in: transaction)
    }
  }

  /// Joinings and leavings by time; those of one moment so that nobody is in two cards and each card keeps its members'
  /// order.
  private func stays(_ cards: [[UInt8]: FamilyCard], in transaction: Transaction) throws {
    let rows = try transaction.rows(
      """
      SELECT nik_hash, stay, card_hash, relation, place, 1 AS joins, joined_at AS at, joined_by AS by_case
      FROM family_members
      UNION ALL SELECT nik_hash, stay, card_hash, relation, place, 0, left_at, left_by FROM family_members
      WHERE left_at IS NOT NULL ORDER BY at, place
      """)
    var waiting = try rows.map(FormerStay.init)[...]
    var order = StayOrder()
    while let moment = waiting.first?.at {
      var together = Array(waiting.prefix { $0.at == moment })
      waiting = waiting.dropFirst(together.count)
      while !together.isEmpty {
        var ready: [FormerStay] = []
        together.removeAll { stay in
          guard order.takes(stay) else { return false }
          ready.append(stay)
          return true
        }
        guard !ready.isEmpty else { throw Refusal(.dataLoss) }
        for stay in ready { try append(stay, cards, in: transaction) }
      }
    }
  }

  private func append(
    _ stay: FormerStay, _ cards: [[UInt8]: FamilyCard], in transaction: Transaction
  ) throws {
    guard let person = try register.residents.find(key: stay.person, in: transaction), let card = cards[stay.card]
    else { throw Refusal(.dataLoss) }
    let isOpening = stay.joins && stay.caseID == nil
    try append(
      stay.joins
        ? .memberJoined(nik: person.nik, card: card.number, relation: stay.relation)
        : .memberLeft(nik: person.nik, card: card.number),
      .familyCard, at: stay.at, caseID: stay.caseID,
      effective: isOpening ? max(card.registered, person.birthDate) : nil, in: transaction)
  }

  private func births(in transaction: Transaction) throws {
    for row in try transaction.rows("SELECT * FROM births ORDER BY registered_on, registration_number") {
      let key = try row.bytes("child_hash")
      let birth: BirthRecord = try sealer.opened(try row.bytes("record"), in: "births", row: key)
      guard let child = try register.residents.find(key: key, in: transaction) else { throw Refusal(.dataLoss) }
      let date = try row.date("registered_on")
      try append(
        .birthRegistered(
          number: try row.text("registration_number"), on: date, name: child.name, born: child.birthDate,
          birth: birth),
        .birth, at: MallInstant(jakarta: date), caseID: try row.optionalIdentifier("case_id"),
        effective: child.birthDate, in: transaction)
    }
  }

  private func deaths(in transaction: Transaction) throws {
    for row in try transaction.rows("SELECT * FROM deaths ORDER BY registered_on, registration_number") {
      let death: DeathRecord = try sealer.opened(
        try row.bytes("record"), in: "deaths", row: try row.bytes("nik_hash"))
      let date = try row.date("registered_on")
      try append(
        .deathRegistered(number: try row.text("registration_number"), on: date, death: death), .death,
        at: MallInstant(jakarta: date), caseID: try row.optionalIdentifier("case_id"), effective: death.date,
        in: transaction)
    }
  }

  private func marriages(in transaction: Transaction) throws {
    for row in try transaction.rows("SELECT * FROM civil_marriages ORDER BY recorded_on, registration_number") {
      let number = try row.text("registration_number")
      let marriage: CivilMarriage = try sealer.opened(
        try row.bytes("record"), in: "civil_marriages", row: Array(number.utf8))
      let date = try row.date("recorded_on")
      try append(
        .marriageRecorded(number: number, on: date, marriage: marriage), .marriage, at: MallInstant(jakarta: date),
        caseID: try row.optionalIdentifier("case_id"), effective: marriage.date, in: transaction)
      guard let end = try row.optionalDate("ended_on") else { continue }
      let divorce = try row.optionalText("end_number")
      try append(
        .marriageEnded(number: number, on: end, divorce: divorce, marriage: marriage),
        divorce == nil ? .death : .divorce, at: MallInstant(jakarta: max(end, date)),
        caseID: try row.optionalIdentifier("end_case_id"), effective: end, in: transaction)
    }
  }

  private func identityCards(in transaction: Transaction) throws {
    for row in try transaction.rows("SELECT * FROM identity_cards ORDER BY issued_on, nik_hash, ordinal") {
      guard let holder = try register.residents.find(key: try row.bytes("nik_hash"), in: transaction) else {
        throw Refusal(.dataLoss)
      }
      let kind: IdentityCard.Kind = try row.value("kind")
      let card = IdentityCard(
        number: try row.optionalText("number"), issuedOn: try row.date("issued_on"),
        validThrough: try row.optionalDate("valid_through"))
      let caseID: CaseID? = try row.optionalIdentifier("case_id")
      try append(
        .identityCardIssued(nik: holder.nik, kind: kind, card: card), .identityCard,
        at: MallInstant(jakarta: card.issuedOn), caseID: caseID, effective: card.issuedOn, in: transaction)
      let state: IdentityCard.State = try row.value("state")
      guard state != .active else { continue }
      try append(
        .identityCardEnded(nik: holder.nik, kind: kind, state: state), .identityCard,
        at: try row.instant("changed_at"), caseID: caseID, in: transaction)
    }
  }
}

/// A joining or a leaving, as the old rows kept it.
private struct FormerStay {
  var person: [UInt8]
  var stay: Int
  var card: [UInt8]
  var place: Int
  var relation: FamilyRelation
  var joins: Bool
  var at: MallInstant
  var caseID: CaseID?

  init(_ row: Row) throws {
    person = try row.bytes("nik_hash")
    stay = try row.int("stay")
    card = try row.bytes("card_hash")
    place = try row.int("place")
    relation = try row.value("relation")
    joins = try row.bool("joins")
    at = try row.instant("at")
    caseID = try row.optionalIdentifier("by_case")
  }
}

/// Which joinings and leavings may come next.
private struct StayOrder {
  private var stays: [[UInt8]: (last: Int, isOpen: Bool)] = [:]
  private var places: [[UInt8]: Int] = [:]

  /// Whether this one may come next, and if so takes it.
  mutating func takes(_ next: FormerStay) -> Bool {
    let person = stays[next.person] ?? (last: 0, isOpen: false)
    guard next.joins else {
      guard person.isOpen, person.last == next.stay else { return false }
      stays[next.person] = (next.stay, false)
      return true
    }
    guard !person.isOpen, person.last == next.stay - 1, places[next.card, default: 0] == next.place - 1 else {
      return false
    }
    stays[next.person] = (next.stay, true)
    places[next.card] = next.place
    return true
  }
}
