import Logging
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire

/// Takes life events that the mall tells the node's agencies, by their subscriptions (flows: events carry ids, never a copy
/// of the record).
///
/// The author's signature is checked here: the mall forwards events and can't invent them. An event is never refused for
/// what it says: what the register can't follow becomes a task of the agency's officers, with both sides' reasons, so that
/// nothing is held back behind it.
package struct LifeEventDesk: Sendable {
  let offices: AgencyOffices
  let tasks: TaskStore
  let audit: AuditLog
  let clock: AdjustableClock
  let verifier: SignatureVerifier
  let logger: Logger

  /// By kind of delivery, for the inbox.
  var effects: [String: InboxDesk.Effect] {
    [
      DeliveryKind.lifeEventNotice: { delivery, call, transaction in
        try receive(delivery, act: Act(call), in: transaction)
      }
    ]
  }

  package func receive(_ delivery: Wire.Delivery, act: Act, in transaction: Transaction) throws {
    guard act.principal.role == .gateway else { throw Refusal(.permissionDenied) }
    let notice = try Wire.LifeEventNotice(decoding: delivery.content)
    let subscriber = try offices.agency(notice.subscriber)
    let author = try verifier.verify(notice.signature, method: DeliveryKind.lifeEvent, body: notice.event)
    let event = try LifeEvent(wire: Wire.LifeEvent(decoding: notice.event))
    guard author.agencies.contains(event.agency) else {
      throw Refusal(.permissionDenied, detail: "acting for agency \(event.agency)")
    }
    let now = clock.now
    let receipt = try LifeEventStore().receive(
      event.id, for: subscriber.text, part: delivery.orderingKey, of: event.partCount, at: now, in: transaction)
    guard receipt == .complete else { return }
    let outcome = try follow(event, for: subscriber, at: now, in: transaction)
    if case .task(let reason) = outcome {
      try tasks.open(about: event, for: subscriber, because: reason, at: now, in: transaction)
    }
    try audit.append(
      AuditEntry(
        at: now, principal: act.principal, method: act.method, purpose: "life-event", caseID: event.caseID,
        subject: event.persons.min { $0.key < $1.key }?.value.text,
        detail:
          "\(event.kind.rawValue) of \(event.agency) at \(subscriber): \(outcome == .followed ? "followed" : "task")",
        outcome: .ok),
      in: transaction)
  }

  private func follow(
    _ event: LifeEvent, for subscriber: AgencyID, at now: MallInstant, in transaction: Transaction
  ) throws -> LifeEventOutcome {
    let office = try offices.office(of: subscriber)
    do {
      return try transaction.attempt { try office.follow(event, at: now, in: transaction) }
    } catch let refusal as Refusal where refusal.code != .dataLoss && refusal.code != .internal {
      logger.notice(
        "A life event became a task", metadata: ["event": "\(event.kind.rawValue)", "agency": "\(subscriber)"])
      return .task(
        LocalizedText(indonesian: refusal.message.text(.indonesian), english: refusal.message.text(.english)))
    }
  }
}

extension LifeEvent {
  /// In how many persons' orders it is told.
  package var partCount: Int { max(1, Set(persons.values).count) }
}
