import MallDomain
import MallLink
import MallWire

/// A gateway's side of a conversation with an agency: takes what it publishes and tells, and remembers it.
actor AgencyDesk {
  private let gateway: PeerIdentity
  private(set) var manifest: Wire.Agency?
  private var deliveries: [Wire.Delivery] = []

  init(gateway: PeerIdentity) {
    self.gateway = gateway
  }

  /// The first delivery of a case is told to be unavailable, so that it must come again.
  func answer(_ request: Wire.Envelope) -> Wire.Envelope? {
    switch Method(rawValue: request.method) {
    case .cataloguePublish:
      manifest = (try? Wire.PublishRequest(decoding: request.body))?.agency ?? manifest
      return Wire.Envelope(body: Wire.PublishResponse().encoded())
    case .deliveryDeliver:
      guard let delivery = try? Wire.Delivery(decoding: request.body) else {
        return refusal(.invalidArgument)
      }
      let isFirst = !deliveries.contains { $0.orderingKey == delivery.orderingKey }
      deliveries.append(delivery)
      return isFirst ? refusal(.unavailable) : Wire.Envelope(body: Wire.DeliverResponse().encoded())
    case .documentPublish:
      return Wire.Envelope(body: Wire.PublishDocumentListResponse().encoded())
    default: return refusal(.unimplemented)
    }
  }

  private func refusal(_ code: StatusCode) -> Wire.Envelope {
    Wire.Envelope(status: Wire.Status(code: code.rawValue, message: "said by mall conform"))
  }

  func waitForManifest(over conversation: Conversation) async {
    await wait(over: conversation) { await $0.manifest != nil }
  }

  /// Waits until a step of a case was told twice.
  func waitForEvent(of caseID: String, over conversation: Conversation) async {
    await wait(over: conversation) { await $0.told(of: caseID).count > 1 }
  }

  private func wait(over conversation: Conversation, until isThere: (AgencyDesk) async -> Bool) async {
    let clock = ContinuousClock()
    let deadline = clock.now + Conversation.patience * 2
    while clock.now < deadline, await !isThere(self) {
      // Whatever comes is answered meanwhile.
      if await conversation.await(within: .milliseconds(100), { _ in false }).hasEnded { return }
    }
  }

  func told(of caseID: String) -> [Wire.Delivery] {
    deliveries.filter { delivery in
      delivery.kind == "case-event" && (try? Wire.CaseEvent(decoding: delivery.content))?.caseID == caseID
    }
  }

  func isSigned(_ delivery: Wire.Delivery, trust: MallTrust) -> Bool {
    let verifier = SignatureVerifier(trust: trust, receivers: [gateway.node.text])
    let author = try? verifier.verify(delivery.signature, method: delivery.kind, body: delivery.content)
    return author?.roles.contains(.agency) ?? false
  }
}

/// An application of the agency's own making, as a gateway delivers it.
struct Filing: Sendable {
  let caseID: String
  let delivery: Wire.Delivery
  /// The same name with another content.
  let sameNameOtherContent: Wire.Delivery

  init(agency: String, service: Wire.PublicService, content: Wire.ApplicationContent) {
    let now = MallClock.system.now()
    caseID = CaseID.make(at: now).text
    var filed = Wire.ApplicationFiled(
      caseID: caseID, agency: agency, serviceVersion: "conform", acceptedAtMs: now.milliseconds, content: content,
      applicant: Wire.Principal(role: Role.citizen.rawValue, subject: "conform", voucher: "gateway"), service: service)
    delivery = Wire.Delivery(
      epoch: UInt64.random(in: 1...UInt64(Int64.max)), sequence: 1, orderingKey: caseID,
      kind: "application-filed", content: filed.encoded())
    var other = delivery
    filed.acceptedAtMs += 1
    other.content = filed.encoded()
    sameNameOtherContent = other
  }
}
