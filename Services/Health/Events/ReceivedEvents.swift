import AgencyKit
import MallDomain
import MallStore

/// What other agencies tell the health register: a registered birth opens the child's plan of immunisation, a death ends it.
struct ReceivedEvents: Sendable {
  let immunisation: ImmunisationTable

  /// - Throws: `invalid_argument` for an event that lacks what its kind needs.
  func receive(_ event: LifeEvent, at now: MallInstant, in transaction: Transaction) throws -> LifeEventOutcome {
    switch event.kind {
    case .birthRegistered:
      guard let child = event.persons["child"] else { throw Refusal(.invalidArgument, detail: "persons: child") }
      try register(
        ImmunisedChild(nik: child, mother: event.persons["mother"], born: try day("born", event)), event.caseID,
        at: now,
        in: transaction)
      return .followed
    case .deathRegistered:
      guard let deceased = event.persons["deceased"] else {
        throw Refusal(.invalidArgument, detail: "persons: deceased")
      }
      let end = ImmunisationEntry(
        event: .ended(try day("died-on", event)), recordedAt: now, caseID: event.caseID, officer: nil)
      if var plan = try immunisation.find(deceased, in: transaction), plan.endedOn == nil {
        try immunisation.enter(end, in: &plan, transaction)
      }
      return .followed
    default: return .task(event.kind.work)
    }
  }

  /// Opens a child's plan; one that a dose opened with something else is corrected, since the civil register knows.
  private func register(
    _ child: ImmunisedChild, _ caseID: CaseID?, at now: MallInstant, in transaction: Transaction
  ) throws {
    guard var plan = try immunisation.find(child.nik, in: transaction) else {
      _ = try immunisation.open(child, caseID, at: now, in: transaction)
      return
    }
    guard plan.child != child else { return }
    let correction = ImmunisationEntry(event: .corrected(child), recordedAt: now, caseID: caseID, officer: nil)
    try immunisation.enter(correction, in: &plan, transaction)
  }

  private func day(_ name: String, _ event: LifeEvent) throws(Refusal) -> LocalDate {
    guard let day = event.values[name].flatMap({ LocalDate($0) }) else {
      throw Refusal(.invalidArgument, detail: "values: \(name)")
    }
    return day
  }
}
