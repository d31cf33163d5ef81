import MallDomain
import MallStore

/// What other agencies tell the marriage register: deaths, the court's divorces, and corrected names. Each becomes a note
/// beside the marriages that it concerns. What is noted already is not noted again.
struct ReceivedEvents: Sendable {
  let register: MarriageRegister

  /// - Returns: how many marriages it concerned.
  /// - Throws: `invalid_argument` for an event that lacks what its kind needs.
  @discardableResult
  func receive(_ event: LifeEvent, in transaction: Transaction) throws -> Int {
    switch event.kind {
    case .deathRegistered: try end(event, in: transaction)
    case .divorceRecorded: try divorce(event, in: transaction)
    case .nameCorrected: try rename(event, in: transaction)
    default: 0
    }
  }

  /// The marriages of somebody who died end; the widow's waiting period counts from the day.
  private func end(_ event: LifeEvent, in transaction: Transaction) throws -> Int {
    let deceased = try person("deceased", event)
    let died = try day("died-on", event)
    let undissolved = try register.histories(of: deceased, in: transaction)
      .filter { $0.standing()?.isUndissolved == true && $0.marriage.contract <= died }
    for history in undissolved {
      let content = MarriageNote.Content(document: event.values["number"], deceased: deceased)
      try write(MarriageNote(kind: .death, effective: died, content: content), history, event, in: transaction)
    }
    return undissolved.count
  }

  /// A divorce counts from the final ruling, or from the pledge before the court.
  private func divorce(_ event: LifeEvent, in transaction: Transaction) throws -> Int {
    // The court may know only the one who fetched the certificate: the register knows the other.
    let one = try event.persons["bride"] ?? event.persons["groom"] ?? person("applicant", event)
    let other = event.persons["groom"] ?? one
    let final = try day("on", event)
    let kind = event.values["kind"].flatMap { DivorceKind(rawValue: $0) }
    let history = try register.histories(of: one, in: transaction)
      .first { $0.isParty(other) && $0.standing()?.isUndissolved == true && $0.marriage.contract <= final }
    guard let history else { return 0 }
    let content = MarriageNote.Content(document: event.values["number"], divorce: kind)
    try write(MarriageNote(kind: .divorce, effective: final, content: content), history, event, in: transaction)
    return 1
  }

  private func rename(_ event: LifeEvent, in transaction: Transaction) throws -> Int {
    let nik = try person("person", event)
    guard let name = event.values["name"], !name.isEmpty else { throw Refusal(.invalidArgument, detail: "name") }
    var count = 0
    for history in try register.histories(of: nik, in: transaction) {
      let isGroom = history.marriage.groom == nik
      let element = isGroom ? "nama-suami" : "nama-istri"
      let before = history.corrected(element) ?? (isGroom ? history.marriage.groomName : history.marriage.brideName)
      guard before != name else { continue }
      let content = MarriageNote.Content(
        document: event.values["number"], element: element, before: before, after: name)
      let note = MarriageNote(kind: .correction, effective: LocalDate(jakarta: event.at), content: content)
      try write(note, history, event, in: transaction)
      try MarriageNames(sealer: register.sealer).enter([name], of: history.key, in: transaction)
      count += 1
    }
    return count
  }

  private func write(
    _ note: MarriageNote, _ history: MarriageHistory, _ event: LifeEvent, in transaction: Transaction
  ) throws {
    try register.write(
      note, beside: history.key, caseID: event.caseID, officer: nil, at: event.at, in: transaction)
  }

  private func person(_ role: String, _ event: LifeEvent) throws(Refusal) -> NIK {
    guard let nik = event.persons[role] else { throw Refusal(.invalidArgument, detail: "persons: \(role)") }
    return nik
  }

  private func day(_ name: String, _ event: LifeEvent) throws(Refusal) -> LocalDate {
    guard let day = event.values[name].flatMap({ LocalDate($0) }) else {
      throw Refusal(.invalidArgument, detail: "values: \(name)")
    }
    return day
  }
}
