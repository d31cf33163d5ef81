import MallDomain
import MallWire

extension LinkMachine {
  /// What becomes of a request that this node wants to send.
  package enum SendVerdict: Hashable, Sendable {
    case transmit
    /// It waits for a place; ``LinkActions/transmit`` names it when it has one.
    case wait
    case refuse(Refusal)
  }

  /// This node wants to send a request.
  ///
  /// - Parameters:
  ///   - id: chosen by the caller, not 0, not used before on this link.
  ///   - bytes: of the encoded envelope.
  ///   - timeout: nil: the protocol's 10 s; deliveries have none whatever is said.
  package mutating func request(
    id: UInt64, method: String, bytes: Int, timeout: Duration?, now: LinkInstant
  ) -> SendVerdict {
    guard takesRequests else { return .refuse(.linkUnavailable) }
    guard bytes <= maximumFrame else { return .refuse(.frameTooLarge(bytes, limit: maximumFrame)) }
    // A method that isn't in this node's table may be in the peer's: it is answered at once where it isn't.
    let kind = classify(method) ?? .query
    let deadline = kind == .delivery ? nil : now + min(timeout ?? LinkLimits.standardTimeout, LinkLimits.longestTimeout)
    if let deadline, deadline <= now { return .refuse(.requestDeadlineExceeded) }
    let verdict = sending[kind].enter(id, bytes: bytes)
    guard verdict != .full else { return .refuse(.linkQueueFull) }
    note(deadline)
    ownRequests[id] = OwnRequest(
      kind: kind, bytes: bytes, deadline: deadline, state: verdict == .transmit ? .sent : .waiting)
    return verdict == .transmit ? .transmit : .wait
  }

  /// Time left for a request of this node, for its `timeout_ms`; nil when it has no deadline or is over.
  package func timeLeft(of id: UInt64, now: LinkInstant) -> Duration? {
    ownRequests[id]?.deadline.map { max($0 - now, .milliseconds(1)) }
  }

  /// The caller doesn't want the answer any more.
  package mutating func cancel(id: UInt64, now: LinkInstant) -> LinkActions {
    var actions = LinkActions()
    giveUp(id, with: .requestCancelled, &actions)
    return finishDraining(actions, now: now)
  }

  /// This node answers a request of the peer. False: the peer doesn't wait for it, and nothing is to be sent.
  package mutating func respond(id: UInt64) -> Bool {
    guard phase == .open, let request = peerRequests.removeValue(forKey: id) else { return false }
    receiving[request.kind].leave(bytes: request.bytes)
    return true
  }

  /// The answer of ``respond(id:)`` is on its way: a link that drains may be done now.
  package mutating func responded(now: LinkInstant) -> LinkActions {
    finishDraining(LinkActions(), now: now)
  }

  mutating func receivedRequest(_ envelope: Wire.Envelope, bytes: Int, now: LinkInstant) -> LinkActions {
    guard !heardGoodbye else { return close(.requestAfterGoodbye, now: now) }
    guard envelope.id != 0 else { return close(.requestIDZero, now: now) }
    guard peerRequests[envelope.id] == nil else { return close(.requestIDTaken, now: now) }
    var actions = LinkActions()
    let kind: RequestClass
    switch examine(envelope) {
    case .success(let known):
      kind = known
    case .failure(let refusal):
      actions.frames.append(Frames.response(to: envelope.id, refusal))
      return actions
    }
    guard receiving[kind].enter(bytes: bytes) else { return close(.windowExceeded(kind), now: now) }
    let deadline = kind == .delivery ? nil : now + Self.timeout(of: envelope)
    note(deadline)
    peerRequests[envelope.id] = PeerRequest(kind: kind, bytes: bytes, deadline: deadline)
    actions.accepted = LinkActions.Acceptance(deadline: deadline)
    return actions
  }

  /// What the link itself answers, so that it needs no place: the order is part of the promise.
  private func examine(_ envelope: Wire.Envelope) -> Result<RequestClass, Refusal> {
    if saidGoodbye { return .failure(.linkUnavailable) }
    if envelope.via.contains(local.node.text) { return .failure(.forwardingLoop) }
    if envelope.via.count >= LinkLimits.maximumHops { return .failure(.tooManyHops) }
    guard let kind = classify(envelope.method) else { return .failure(.requestUnimplemented(envelope.method)) }
    return .success(kind)
  }

  mutating func receivedResponse(_ envelope: Wire.Envelope, now: LinkInstant) -> LinkActions {
    guard let request = ownRequests[envelope.id], request.state != .waiting else {
      return close(.answerNeverAskedFor, now: now)
    }
    ownRequests[envelope.id] = nil
    var actions = LinkActions()
    if request.state == .sent { actions.answered = envelope.id }
    sending[request.kind].leave(bytes: request.bytes, released: &actions.transmit)
    for id in actions.transmit { ownRequests[id]?.state = .sent }
    return finishDraining(actions, now: now)
  }

  mutating func receivedCancel(_ envelope: Wire.Envelope) -> LinkActions {
    var actions = LinkActions()
    // One that isn't open was answered while the cancel was on its way.
    guard let request = peerRequests[envelope.id], !request.isCancelled else { return actions }
    peerRequests[envelope.id]?.isCancelled = true
    peerRequests[envelope.id]?.deadline = nil
    actions.cancelled.append(LinkActions.Cancellation(id: envelope.id, reason: .byPeer))
    return actions
  }

  /// Ends the wait for a request's answer. One that was sent keeps its place until the peer answers.
  private mutating func giveUp(_ id: UInt64, with refusal: Refusal, _ actions: inout LinkActions) {
    guard let request = ownRequests[id] else { return }
    switch request.state {
    case .waiting:
      ownRequests[id] = nil
      sending[request.kind].abandon(id)
    case .sent:
      ownRequests[id]?.state = .abandoned
      ownRequests[id]?.deadline = nil
      actions.frames.append(Frames.cancel(id))
    case .abandoned:
      return
    }
    actions.failed.append(LinkActions.Failure(id: id, refusal: refusal))
  }

  mutating func expireRequests(now: LinkInstant, _ actions: inout LinkActions) {
    guard let nextDeadline, now >= nextDeadline else { return }
    for (id, request) in ownRequests {
      guard let deadline = request.deadline, deadline <= now else { continue }
      giveUp(id, with: .requestDeadlineExceeded, &actions)
    }
    for (id, request) in peerRequests {
      guard let deadline = request.deadline, deadline <= now else { continue }
      peerRequests[id]?.isCancelled = true
      peerRequests[id]?.deadline = nil
      actions.cancelled.append(LinkActions.Cancellation(id: id, reason: .deadline))
    }
    self.nextDeadline = (ownRequests.values.compactMap(\.deadline) + peerRequests.values.compactMap(\.deadline)).min()
  }

  private mutating func note(_ deadline: LinkInstant?) {
    guard let deadline else { return }
    nextDeadline = min(nextDeadline ?? deadline, deadline)
  }

  private static func timeout(of envelope: Wire.Envelope) -> Duration {
    envelope.timeoutMs == 0
      ? LinkLimits.standardTimeout : min(.milliseconds(envelope.timeoutMs), LinkLimits.longestTimeout)
  }
}
