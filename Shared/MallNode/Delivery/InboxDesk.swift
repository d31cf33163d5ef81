import Crypto
import MallDomain
import MallLink
import MallStore
import MallWire

/// Takes deliveries: the name of each is recorded in the commit of its effect, so that a repeat changes nothing.
package struct InboxDesk: Sendable {
  /// What a delivery of one kind does. Runs inside the commit; a thrown refusal leaves no trace.
  package typealias Effect = @Sendable (Wire.Delivery, Call, Transaction) throws -> Void

  private let database: Database
  private let clock: AdjustableClock
  private let signals: NodeSignals
  private let marks: InboxMarks
  private let verifier: SignatureVerifier
  private let effects: [String: Effect]
  /// Kinds whose content must bear its author's signature.
  private let signedKinds: Set<String>

  package init(
    runtime: NodeRuntime, verifier: SignatureVerifier, signedKinds: Set<String>, effects: [String: Effect]
  ) {
    database = runtime.database
    clock = runtime.clock
    signals = runtime.signals
    marks = runtime.inboxMarks
    self.verifier = verifier
    self.signedKinds = signedKinds
    self.effects = effects
  }

  package func receive(_ delivery: Wire.Delivery, call: Call) async throws -> Wire.DeliverResponse {
    guard let effect = effects[delivery.kind] else {
      throw Refusal(.unimplemented, detail: "deliveries of this kind")
    }
    guard let sequence = Int64(exactly: delivery.sequence), sequence > 0 else {
      throw Refusal(.invalidArgument, detail: "the delivery's sequence")
    }
    var call = call
    if signedKinds.contains(delivery.kind) {
      guard let signature = delivery.signature else {
        throw Refusal(.unauthenticated, detail: "a \(delivery.kind) without its author's signature")
      }
      call.author = try verifier.verify(signature, method: delivery.kind, body: delivery.content)
    }
    let name = DeliveryName(sender: call.peer.node, epoch: delivery.epoch, sequence: sequence)
    let hash = Self.hash(delivery)
    let now = clock.now
    let accepted = call
    let repeated = try await database.write { transaction -> Bool in
      switch try Inbox.record(name, bodyHash: hash, at: now, in: transaction) {
      case .repeated:
        return true
      case .new:
        try effect(delivery, accepted, transaction)
        return false
      }
    }
    marks.received(name)
    if !repeated { signals.outboxGrew() }
    return Wire.DeliverResponse(repeated: repeated)
  }

  /// Covers everything of a delivery but its name.
  private static func hash(_ delivery: Wire.Delivery) -> [UInt8] {
    var hash = SHA256()
    for part in [Array(delivery.orderingKey.utf8), Array(delivery.kind.utf8), delivery.content] {
      withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
      hash.update(data: part)
    }
    return Array(hash.finalize())
  }
}
