import AgencyKit
import MallDomain
import MallStore

/// What other agencies tell the population register: the KUA's marriages, the court's divorces, and births that midwives
/// notified. The data come, not the paper (rule N6): nobody reports here again.
struct ReceivedEvents {
  let office: CivilOffice
  let now: MallInstant

  private var register: PopulationRegister { office.register }
  private var today: LocalDate { LocalDate(jakarta: now) }

  /// - Throws: a refusal where the register says otherwise; an officer compares both sides then.
  func follow(_ event: LifeEvent, in transaction: Transaction) throws -> LifeEventOutcome {
    switch event.kind {
    case .marriageRecorded: try marry(event, in: transaction)
    case .divorceRecorded: try divorce(event, in: transaction)
    default: .task(event.kind.work)
    }
  }

  // MARK: - Marriage

  /// Both are `kawin-tercatat`, in one family card, and their identity cards say so (flow 2, steps 8 and 9).
  private func marry(_ event: LifeEvent, in transaction: Transaction) throws -> LifeEventOutcome {
    let (groom, bride) = (try person("groom", event, in: transaction), try person("bride", event, in: transaction))
    guard groom.spouse != bride.nik || bride.spouse != groom.nik else { return .followed }
    for person in [groom, bride] where person.isMarried && person.spouse != nil {
      throw Refusal(.failedPrecondition, detail: "a spouse whom the population register has already (N5)")
    }
    let since = try day("on", event)
    let act = RegisterAct(kind: .marriage, at: now, caseID: event.caseID)
    for (nik, spouse) in [(groom.nik, bride.nik), (bride.nik, groom.nik)] {
      try register.change(nik, act.effective(since), in: transaction) { person in
        person.maritalStatus = .married
        person.spouse = spouse
      }
    }
    try unite(groom, bride, act, in: transaction)
    for nik in [groom.nik, bride.nik] { try renewIdentityCard(of: nik, act, in: transaction) }
    try PersonReservationTable(sealer: office.tools.sealer).end(event, in: transaction)
    return .followed
  }

  /// A groom who is head takes the bride into his card; else the two get a card of their own where he lives, and may move
  /// later. Those whom they leave go on with a head.
  private func unite(
    _ groom: Resident, _ bride: Resident, _ act: RegisterAct, in transaction: Transaction
  ) throws {
    let his = try register.familyCards.card(of: groom.nik, in: transaction)
    let hers = try register.familyCards.card(of: bride.nik, in: transaction)
    guard let home = his ?? hers else {
      throw Refusal(.failedPrecondition, detail: "one of the couple in a family card of the district (I3)")
    }
    let isHead = try his.map { card in
      try register.familyCards.members(of: card.number, in: transaction)
        .contains { $0.nik == groom.nik && $0.relation == .head }
    }
    if let his, isHead == true {
      guard his.number != hers?.number else {
        return try register.record(
          .relationChanged(nik: bride.nik, card: his.number, relation: .wife), act, in: transaction)
      }
      try register.move(bride.nik, to: his, as: .wife, act, in: transaction)
    } else {
      let own = try register.openFamilyCard(
        village: home.village, address: home.address, neighbourhood: home.neighbourhood, act, in: transaction)
      try register.move(groom.nik, to: own, as: .head, act, in: transaction)
      try register.move(bride.nik, to: own, as: .wife, act, in: transaction)
      if let his { try register.settleSuccession(in: his, act, in: transaction) }
    }
    if let hers, hers.number != his?.number { try register.settleSuccession(in: hers, act, in: transaction) }
  }

  // MARK: - Divorce

  /// Both are `cerai-hidup`; who leaves the common family card, they say in a case of their own.
  private func divorce(_ event: LifeEvent, in transaction: Transaction) throws -> LifeEventOutcome {
    let final = try day("on", event)
    // The court may know only the one who fetched the certificate: the register knows the other.
    let role = ["groom", "bride"].first { event.persons[$0] != nil } ?? "applicant"
    let one = try person(role, event, in: transaction)
    guard let spouse = one.spouse else {
      return one.maritalStatus == .divorced
        ? .followed
        : .task(
          LocalizedText(
            indonesian: "Register tidak mencatat perkawinan orang ini; cocokkan akta cerai.",
            english: "The register holds no marriage of this person; compare the divorce certificate."))
    }
    // A certificate fetched once more dissolves no later marriage.
    let then = try RegisterHistory(register).resident(one.nik, at: RecordMoment(day: final), in: transaction)
    let other = ["groom", "bride"].filter { $0 != role }.compactMap { event.persons[$0] }.first
    guard then?.spouse == spouse, other.map({ $0 == spouse }) ?? true else {
      return .task(
        LocalizedText(
          indonesian: "Pasangan dalam register sekarang bukan pasangan pada tanggal putusan; cocokkan akta cerai.",
          english: "The spouse in the register now is not the one on the day of the ruling; compare the certificate."))
    }
    let act = RegisterAct(kind: .divorce, at: now, caseID: event.caseID)
    if let marriage = try register.marriages.undissolved(one.nik, spouse, in: transaction) {
      try register.endMarriage(marriage, on: final, divorce: event.values["number"], act, in: transaction)
    }
    for nik in [one.nik, spouse] {
      try register.change(nik, act.effective(final), in: transaction) { person in
        person.maritalStatus = .divorced
        person.spouse = nil
      }
      try renewIdentityCard(of: nik, act, in: transaction)
    }
    return .followed
  }

  // MARK: - What both share

  /// The card bears the marital status: who holds one gets it anew.
  private func renewIdentityCard(of nik: NIK, _ act: RegisterAct, in transaction: Transaction) throws {
    guard try register.identityCards.active(.adult, of: nik, in: transaction) != nil else { return }
    try register.endIdentityCard(.adult, of: nik, .replaced, act, in: transaction)
    let card = IdentityCard(number: nil, issuedOn: today, validThrough: nil)
    try register.issueIdentityCard(card, .adult, of: nik, act, in: transaction)
    try office.retire(IdentityCard.Kind.adult.rawValue, of: nik, .replaced, at: now, in: transaction)
  }

  private func person(_ role: String, _ event: LifeEvent, in transaction: Transaction) throws -> Resident {
    guard let nik = event.persons[role] else { throw Refusal(.invalidArgument, detail: "persons: \(role)") }
    guard let resident = try register.current(nik, in: transaction) else {
      throw Refusal(.failedPrecondition, detail: "\(role) in the population register")
    }
    guard resident.state != .dead else {
      throw Refusal(.failedPrecondition, detail: "\(role) alive: a death is recorded (I9)")
    }
    return resident
  }

  private func day(_ name: String, _ event: LifeEvent) throws(Refusal) -> LocalDate {
    guard let day = event.values[name].flatMap({ LocalDate($0) }) else {
      throw Refusal(.invalidArgument, detail: "values: \(name)")
    }
    return day
  }
}

extension PersonReservationTable {
  /// What the case held its persons for is known to the register now.
  fileprivate func end(_ event: LifeEvent, in transaction: Transaction) throws {
    if let caseID = event.caseID { try end(caseID, in: transaction) }
  }
}
