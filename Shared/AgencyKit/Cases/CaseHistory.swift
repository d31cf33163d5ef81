import Foundation
import MallDomain
import MallStore

/// The timeline of a case as events. Notes are sealed apart from the rest.
struct CaseHistory {
  let timeline: Timeline

  func append(_ event: CaseEvent, to caseID: CaseID, in transaction: Transaction) throws {
    var details = event.kind.details
    let note = details.note
    details.note = ""
    try timeline.append(
      TimelineEntry(
        caseID: caseID, step: try timeline.lastStep(caseID, in: transaction) + 1, kind: event.step.rawValue,
        at: event.at, actor: event.actor.description,
        payload: String(decoding: try JSONEncoder().encode(details), as: UTF8.self),
        note: note.isEmpty ? nil : note),
      in: transaction)
  }

  /// Events after a step, in order; each with its step.
  func events(
    of caseID: CaseID, after step: Int64 = 0, limit: Int, in transaction: Transaction
  ) throws -> [(step: Int64, event: CaseEvent)] {
    try timeline.entries(caseID, after: step, limit: limit, in: transaction).map { entry in
      guard let kind = CaseStep(rawValue: entry.kind), let actor = CaseActor(entry.actor) else {
        throw Refusal(.dataLoss)
      }
      var details = try JSONDecoder().decode(CaseEventDetails.self, from: Data(entry.payload.utf8))
      details.note = entry.note ?? ""
      return (entry.step, CaseEvent(CaseEvent.Kind(step: kind, details: details), at: entry.at, by: actor))
    }
  }
}
