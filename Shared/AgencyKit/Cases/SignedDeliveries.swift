import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire

/// What agencies send to their gateway: put in the outbox with the agency's signature, in the commit of what it tells.
package struct SignedDeliveries: Sendable {
  /// Where the outbox sends it: an agency has one gateway.
  package static let destination = "gateway"

  /// A delivery may wait for long; its name keeps it from counting twice, and the certificate ends sooner anyway.
  private static let lifetime = Duration.seconds(400 * 86_400)

  /// The receiver of a signature that whoever gets it may check.
  static let everybody = ""

  private let signer: Signer
  private let sealer: Sealer

  package init(signer: Signer, sealer: Sealer) {
    self.signer = signer
    self.sealer = sealer
  }

  /// Tells the mall a life event, for everybody who subscribed: in the order of each of its persons.
  func tell(_ event: LifeEvent, at now: MallInstant, in transaction: Transaction) throws {
    let content = Wire.LifeEvent(event).encoded()
    let scope = SignatureScope(
      method: DeliveryKind.lifeEvent, receiver: Self.everybody, caseID: event.caseID?.text ?? "")
    let signature = try signer.sign(content, scope: scope, at: MallClock.system.now(), validFor: Self.lifetime)
    for key in event.orderingKeys(sealedBy: sealer) {
      try Outbox.enqueue(
        destination: Self.destination, orderingKey: key, kind: DeliveryKind.lifeEvent, content: content,
        signature: signature.encoded(), sealedBy: sealer, at: now, in: transaction)
    }
  }

  /// - Parameters:
  ///   - kind: one of `DeliveryKind`.
  ///   - key: deliveries with the same key arrive in their order.
  ///   - gateway: the node that the signature is meant for.
  func enqueue(
    _ kind: String, _ content: [UInt8], caseID: CaseID?, key: String, to gateway: NodeID, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    let scope = SignatureScope(method: kind, receiver: gateway.text, caseID: caseID?.text ?? "")
    // Signatures are checked against the machine's clock, not the mall's.
    let signature = try signer.sign(content, scope: scope, at: MallClock.system.now(), validFor: Self.lifetime)
    try Outbox.enqueue(
      destination: Self.destination, orderingKey: key, kind: kind, content: content, signature: signature.encoded(),
      sealedBy: sealer, at: now, in: transaction)
  }
}
