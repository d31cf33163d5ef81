import MallDomain
import MallWire

/// One end of a link as a value: no sockets, no clock, no task. Methods are events, their results what is to be done.
///
///     connecting ──secured──► greeting ──hello──► admitting ──admit──► open ──► draining ──► closed
///                             (dialler: ──────────────welcome────────────►)      ▲ goodbye of either side
///
/// From every state `closed` follows on a breach, a lost connection, a time that ran out or ``close(_:now:)``. In
/// `closed` no event does anything: what was on its way when the link ended is nobody's fault.
///
/// Three kinds of wrong events: what the *peer* may not do ends the link with a named ``CloseReason``; what the
/// *caller* may not do now (a request on a draining link) is answered with a ``Refusal``; what the *transport* may not
/// do (securing twice) is a bug, and asserted.
package struct LinkMachine: Sendable {
  enum Phase: Hashable, Sendable {
    /// TCP and TLS.
    case connecting
    /// The peer is known; hello or welcome is awaited.
    case greeting
    /// Hello was in order; the owner of the links decides.
    case admitting
    case open
    case closed
  }

  /// Which class a method belongs to; nil: the method isn't known here.
  package typealias Classifier = @Sendable (String) -> RequestClass?

  let local: LinkNode
  let side: LinkSide
  let classify: Classifier
  var phase = Phase.connecting
  private(set) var peer: PeerIdentity?
  var terms: LinkTerms?

  var ownRequests: [UInt64: OwnRequest] = [:]
  var peerRequests: [UInt64: PeerRequest] = [:]
  var sending = PerClass { _ in
    SendingWindow(window: LinkWindow(requests: 0, bytes: 0), queue: LinkWindow(requests: 0, bytes: 0))
  }
  var receiving = PerClass { _ in ReceivingWindow(window: LinkWindow(requests: 0, bytes: 0)) }

  var heartbeat: Heartbeat
  var handshakeDeadline: LinkInstant?
  var frameStartedAt: LinkInstant?
  /// Not after the first of all requests' deadlines; found anew when it comes.
  var nextDeadline: LinkInstant?
  var saidGoodbye = false
  var heardGoodbye = false
  var drainDeadline: LinkInstant?

  package init(
    local: LinkNode, side: LinkSide, connectedAt now: LinkInstant,
    classify: @escaping Classifier = MethodTable.requestClass
  ) {
    self.local = local
    self.side = side
    self.classify = classify
    heartbeat = Heartbeat(interval: local.limits.heartbeat, now: now)
    handshakeDeadline = now + LinkLimits.handshakeTimeout
  }

  package var isOpen: Bool { phase == .open }
  package var isClosed: Bool { phase == .closed }
  /// Whether new requests may be sent.
  package var takesRequests: Bool { phase == .open && !saidGoodbye && !heardGoodbye }
  /// Bytes of the largest envelope that either side may send now.
  package var maximumFrame: Int { terms?.limits.maximumFrame ?? LinkLimits.standardFrame }
  /// The peer's requests that wait for an answer, and this node's.
  package var openRequests: Int { ownRequests.count + peerRequests.count }

  /// TLS is done, and the peer's certificate is in order.
  ///
  /// - Parameter facts: what a dialler says in its hello; a listener says it when it admits.
  package mutating func secured(peer: PeerIdentity, facts: LinkFacts = LinkFacts(), now: LinkInstant) -> LinkActions {
    guard phase == .connecting else {
      assert(phase == .closed, "a link is secured once")
      return LinkActions()
    }
    self.peer = peer
    phase = .greeting
    guard peer.mall == local.mall else { return close(.otherMall, now: now) }
    var actions = LinkActions()
    if case .dialler(let roles, let expected) = side {
      guard peer.roles.contains(expected) else { return close(.peerLacksRole(expected), now: now) }
      actions.frames.append(Frames.hello(local, roles: roles, facts: facts))
    }
    return actions
  }

  /// Ends the link, telling the peer where that is of use. Everything open fails.
  package mutating func close(_ reason: CloseReason, now: LinkInstant) -> LinkActions {
    guard phase != .closed else { return LinkActions() }
    var actions = LinkActions()
    if let status = reason.goodbye, phase != .connecting {
      actions.frames.append(Frames.goodbye(status, reason.text))
    }
    phase = .closed
    actions.failed = ownRequests.filter { $0.value.state != .abandoned }.keys.sorted().map {
      LinkActions.Failure(id: $0, refusal: .linkUnavailable)
    }
    actions.cancelled = peerRequests.filter { !$0.value.isCancelled }.keys.sorted().map {
      LinkActions.Cancellation(id: $0, reason: .linkClosed)
    }
    ownRequests = [:]
    peerRequests = [:]
    actions.close = reason
    return actions
  }

  /// Announces the end: no new requests; those that are open finish or meet their deadline.
  package mutating func drain(now: LinkInstant) -> LinkActions {
    guard phase == .open else { return close(.drained, now: now) }
    guard !saidGoodbye else { return LinkActions() }
    var actions = LinkActions()
    sayGoodbye(now: now, &actions)
    return finishDraining(actions, now: now)
  }

  mutating func sayGoodbye(now: LinkInstant, _ actions: inout LinkActions) {
    saidGoodbye = true
    drainDeadline = now + LinkLimits.drainTimeout
    actions.frames.append(Frames.goodbye(.ok, CloseReason.drained.text))
    for (id, request) in ownRequests where request.state == .waiting {
      ownRequests[id] = nil
      sending[request.kind].abandon(id)
      actions.failed.append(LinkActions.Failure(id: id, refusal: .linkUnavailable))
    }
  }

  mutating func finishDraining(_ actions: LinkActions, now: LinkInstant) -> LinkActions {
    guard phase == .open, saidGoodbye, heardGoodbye, ownRequests.isEmpty, peerRequests.isEmpty else { return actions }
    var actions = actions
    actions.close = close(.drained, now: now).close
    return actions
  }
}
