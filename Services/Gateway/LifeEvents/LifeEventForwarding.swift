import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire

/// Tells subscribers what agencies entered in their registers, as the authors signed it, in the order of each person.
struct LifeEventForwarding: Sendable {
  let runtime: NodeRuntime
  let catalogue: CatalogueDesk
  /// Checks signatures that are meant for everybody.
  let verifier: SignatureVerifier

  var effects: [String: InboxDesk.Effect] {
    [
      DeliveryKind.lifeEvent: { delivery, call, transaction in
        try take(delivery, call, in: transaction)
      }
    ]
  }

  private func take(_ delivery: Wire.Delivery, _ call: Call, in transaction: Transaction) throws {
    let author = try verifier.verify(delivery.signature, method: DeliveryKind.lifeEvent, body: delivery.content)
    let event = try LifeEvent(wire: Wire.LifeEvent(decoding: delivery.content))
    guard author.agencies.contains(event.agency), call.peer.agencies.contains(event.agency) else {
      throw Refusal(.permissionDenied, detail: "acting for agency \(event.agency)")
    }
    let now = runtime.clock.now
    let keys = event.orderingKeys(sealedBy: runtime.sealer)
    let receipt = try LifeEventStore().receive(
      event.id, for: "", part: delivery.orderingKey, of: keys.count, at: now, in: transaction)
    guard receipt == .complete else { return }
    let subscribers = catalogue.directory.subscribers(to: event.kind).filter { $0 != event.agency }
    for subscriber in subscribers {
      let notice = Wire.LifeEventNotice(
        subscriber: subscriber.text, event: delivery.content, signature: delivery.signature)
      for key in keys {
        try Outbox.enqueue(
          destination: subscriber.text, orderingKey: key, kind: DeliveryKind.lifeEventNotice,
          content: notice.encoded(), sealedBy: runtime.sealer, at: now, in: transaction)
      }
    }
    _ = try AuditLog(sealer: runtime.sealer).append(
      AuditEntry(
        at: now, principal: call.principal, method: call.method.rawValue, purpose: "life-event",
        caseID: event.caseID, subject: event.persons.min { $0.key < $1.key }?.value.text,
        detail: "\(event.kind.rawValue) to \(subscribers.map(\.text).joined(separator: ", "))", outcome: .ok),
      in: transaction)
  }
}
