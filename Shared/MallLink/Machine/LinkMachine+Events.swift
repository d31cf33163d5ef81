import MallDomain
import MallWire

extension LinkMachine {
  /// Bytes came from the peer.
  ///
  /// - Parameters:
  ///   - frames: whole frames among them.
  ///   - isInsideFrame: whether they end inside a frame.
  package mutating func heard(frames: Int, isInsideFrame: Bool, now: LinkInstant) {
    heartbeat.heard(now: now)
    if !isInsideFrame {
      frameStartedAt = nil
    } else if frames > 0 || frameStartedAt == nil {
      frameStartedAt = now
    }
  }

  /// A whole envelope came from the peer.
  ///
  /// - Parameter bytes: of the encoded envelope.
  package mutating func received(_ envelope: Wire.Envelope, bytes: Int, now: LinkInstant) -> LinkActions {
    switch phase {
    case .closed: return LinkActions()
    case .connecting: return close(.frameBeforeHandshake, now: now)
    case .admitting:
      return close(envelope.kind == .goodbye ? Self.end(by: envelope) : .frameBeforeHandshake, now: now)
    case .greeting: return receivedInGreeting(envelope, now: now)
    case .open: break
    }
    switch envelope.kind {
    case .request: return receivedRequest(envelope, bytes: bytes, now: now)
    case .response: return receivedResponse(envelope, now: now)
    case .cancel: return receivedCancel(envelope)
    case .ping:
      var actions = LinkActions()
      actions.frames.append(Frames.pong(envelope.id))
      return actions
    case .pong:
      return heartbeat.pongReceived() ? LinkActions() : close(.pongNeverAskedFor, now: now)
    case .goodbye: return receivedGoodbye(envelope, now: now)
    case .hello, .welcome: return close(.secondHandshake, now: now)
    default: return close(.kindUnknown, now: now)
    }
  }

  private mutating func receivedGoodbye(_ envelope: Wire.Envelope, now: LinkInstant) -> LinkActions {
    guard (envelope.status?.code ?? 0) == StatusCode.ok.rawValue else { return close(Self.end(by: envelope), now: now) }
    heardGoodbye = true
    var actions = LinkActions()
    if !saidGoodbye { sayGoodbye(now: now, &actions) }
    return finishDraining(actions, now: now)
  }

  /// Asks the peer for a sign of life now.
  package mutating func probe() -> LinkActions {
    var actions = LinkActions()
    guard phase == .open else { return actions }
    heartbeat.pingSent()
    actions.frames.append(Frames.ping)
    return actions
  }

  /// When ``tick(now:)`` has something to do at the latest. It may be earlier than needed, never later.
  package var nextTick: LinkInstant? {
    guard phase != .closed else { return nil }
    var result: LinkInstant?
    func consider(_ instant: LinkInstant?) {
      guard let instant else { return }
      result = min(result ?? instant, instant)
    }
    consider(handshakeDeadline)
    consider(nextDeadline)
    consider(drainDeadline)
    consider(frameStartedAt.map { $0 + LinkLimits.frameTimeout })
    if phase == .open { consider(heartbeat.due) }
    return result
  }

  /// Time has passed.
  package mutating func tick(now: LinkInstant) -> LinkActions {
    guard phase != .closed else { return LinkActions() }
    if let handshakeDeadline, now >= handshakeDeadline { return close(.handshakeTimedOut, now: now) }
    if let drainDeadline, now >= drainDeadline { return close(.drainTimedOut, now: now) }
    if let frameStartedAt, now >= frameStartedAt + LinkLimits.frameTimeout { return close(.frameUnfinished, now: now) }
    guard phase == .open else { return LinkActions() }
    var actions = LinkActions()
    switch heartbeat.check(now: now) {
    case .quiet: break
    case .ping: actions = probe()
    case .lost: return close(.heartbeatLost, now: now)
    }
    expireRequests(now: now, &actions)
    return finishDraining(actions, now: now)
  }
}
