import Foundation
import MallDomain
import MallNode
import MallStore
import MallWire

/// The mall's copy of a case: its timeline, and the state and due date that follow from it.
struct ApplicationTimeline: Sendable {
  let runtime: NodeRuntime
  let applications: ApplicationStore

  func append(_ event: CaseEvent, to caseID: CaseID, in transaction: Transaction) throws {
    var details = event.kind.details
    let note = details.note
    details.note = ""
    let payload = String(decoding: try JSONEncoder().encode(details), as: UTF8.self)
    let step = try applications.timeline.lastStep(caseID, in: transaction) + 1
    try applications.timeline.append(
      TimelineEntry(
        caseID: caseID, step: step, kind: event.step.rawValue, at: event.at, actor: event.actor.role,
        payload: payload, note: note.isEmpty ? nil : note),
      in: transaction)
  }

  func events(of caseID: CaseID, after step: Int64 = 0, limit: Int, in transaction: Transaction) throws -> [CaseEvent] {
    try applications.timeline.entries(caseID, after: step, limit: limit, in: transaction).compactMap { entry in
      guard let step = CaseStep(rawValue: entry.kind) else { return nil }
      var details = try JSONDecoder().decode(CaseEventDetails.self, from: Data(entry.payload.utf8))
      details.note = entry.note ?? ""
      let actor = CaseActor(entry.actor) ?? .officer("")
      return CaseEvent(CaseEvent.Kind(step: step, details: details), at: entry.at, by: actor)
    }
  }

  func lifecycle(of caseID: CaseID, in transaction: Transaction) throws -> CaseLifecycle {
    guard let bytes = try applications.parts.get(caseID, part: .lifecycle, in: transaction) else {
      throw Refusal(.dataLoss, detail: "the state of this case is missing; run mall doctor")
    }
    return try JSONDecoder().decode(CaseLifecycle.self, from: Data(bytes))
  }

  func save(
    _ lifecycle: CaseLifecycle, of caseID: CaseID, published: PublishedService, in transaction: Transaction
  ) throws {
    let bytes = Array(try JSONEncoder().encode(lifecycle))
    try applications.parts.set(caseID, part: .lifecycle, bytes: bytes, in: transaction)
    let due = due(of: lifecycle, published: published)
    _ = try applications.update(
      caseID, expecting: nil, state: lifecycle.state, due: due.date, dueIsEstimate: due.isEstimate,
      at: runtime.clock.now, in: transaction)
  }

  func due(of lifecycle: CaseLifecycle, published: PublishedService) -> ServiceClock.Due {
    ServiceClock(level: published.service.serviceLevel, runs: lifecycle.runs)
      .due(calendar: runtime.calendar, hours: published.openingHours, now: runtime.clock.now)
  }
}
