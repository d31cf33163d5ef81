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
      let plan = ImmunisationPlan(child: child, mother: event.persons["mother"], born: try day("born", event))
      try immunisation.open(plan, caseID: event.caseID, at: now, in: transaction)
      return .followed
    case .deathRegistered:
      guard let deceased = event.persons["deceased"] else {
        throw Refusal(.invalidArgument, detail: "persons: deceased")
      }
      try immunisation.end(deceased, on: try day("died-on", event), in: transaction)
      return .followed
    default: return .task(event.kind.work)
    }
  }

  private func day(_ name: String, _ event: LifeEvent) throws(Refusal) -> LocalDate {
    guard let day = event.values[name].flatMap({ LocalDate($0) }) else {
      throw Refusal(.invalidArgument, detail: "values: \(name)")
    }
    return day
  }
}
