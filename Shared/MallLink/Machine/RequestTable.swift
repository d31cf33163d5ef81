import MallWire

/// A request of this node, from the call to the peer's answer.
struct OwnRequest: Sendable {
  enum State {
    /// Waits for a place in the peer's window.
    case waiting
    case sent
    /// Nobody waits for it any more, but it keeps its place until the peer answers, so that both ends count alike.
    case abandoned
  }

  var kind: RequestClass
  var bytes: Int
  var deadline: LinkInstant?
  var state: State
}

/// A request of the peer, from its arrival to this node's answer.
struct PeerRequest: Sendable {
  var kind: RequestClass
  var bytes: Int
  /// Nil: none, or its handler was told already.
  var deadline: LinkInstant?
  var isCancelled = false
}

/// Silence, pings and pongs.
struct Heartbeat: Sendable {
  enum Verdict {
    case quiet
    case ping
    case lost
  }

  let interval: Duration
  private var lastSign: LinkInstant
  private var unanswered = 0
  private var pongsOwed = 0

  init(interval: Duration, now: LinkInstant) {
    self.interval = interval
    lastSign = now
  }

  var due: LinkInstant { lastSign + interval }

  mutating func heard(now: LinkInstant) {
    lastSign = now
    unanswered = 0
  }

  mutating func check(now: LinkInstant) -> Verdict {
    guard now >= due else { return .quiet }
    guard unanswered < LinkLimits.unansweredPings else { return .lost }
    unanswered += 1
    lastSign = now
    return .ping
  }

  mutating func pingSent() {
    pongsOwed += 1
  }

  /// False: nobody pinged.
  mutating func pongReceived() -> Bool {
    guard pongsOwed > 0 else { return false }
    pongsOwed -= 1
    return true
  }
}
