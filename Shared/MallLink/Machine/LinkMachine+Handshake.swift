import MallDomain
import MallWire

extension LinkMachine {
  mutating func receivedInGreeting(_ envelope: Wire.Envelope, now: LinkInstant) -> LinkActions {
    switch (envelope.kind, side) {
    case (.hello, .listener): return receivedHello(envelope, now: now)
    case (.welcome, .dialler(let roles, _)): return receivedWelcome(envelope, roles: roles, now: now)
    case (.goodbye, _): return close(Self.end(by: envelope), now: now)
    default: return close(.frameBeforeHandshake, now: now)
    }
  }

  private mutating func receivedHello(_ envelope: Wire.Envelope, now: LinkInstant) -> LinkActions {
    guard let peer else { return close(.frameBeforeHandshake, now: now) }
    let hello: Wire.Hello
    do {
      hello = try Wire.Hello(decoding: envelope.body)
    } catch {
      return close(.frameUnreadable("hello: \(error)"), now: now)
    }
    guard hello.node == peer.node.text else { return close(.nodeMismatch, now: now) }
    let version = min(hello.versionMax, LinkLimits.versions.upperBound)
    guard hello.versionMin <= version, LinkLimits.versions.contains(version) else {
      return close(.versionsApart, now: now)
    }
    var roles: Set<Role> = []
    for name in hello.roles {
      guard let role = Role(rawValue: name), peer.roles.contains(role) else {
        return close(.roleNotInCertificate(Role(rawValue: name)?.rawValue ?? "that was asked for"), now: now)
      }
      roles.insert(role)
    }
    let terms = LinkTerms(
      version: version, limits: local.limits, peerSoftware: hello.software, roles: roles,
      peerFacts: LinkFacts(epoch: hello.epoch, received: hello.received, treeHead: hello.lastTreeHeadSeen),
      peerTime: nil)
    self.terms = terms
    phase = .admitting
    var actions = LinkActions()
    actions.admission = terms
    return actions
  }

  /// The owner of the links lets the peer in.
  package mutating func admit(facts: LinkFacts, mallTime: MallInstant, now: LinkInstant) -> LinkActions {
    guard phase == .admitting, let terms else {
      assert(phase == .closed, "only a peer that said hello is admitted")
      return LinkActions()
    }
    var actions = LinkActions()
    actions.frames.append(Frames.welcome(local, version: terms.version, facts: facts, mallTime: mallTime))
    open(terms, now: now, &actions)
    return actions
  }

  private mutating func receivedWelcome(
    _ envelope: Wire.Envelope, roles: Set<Role>, now: LinkInstant
  ) -> LinkActions {
    guard let peer else { return close(.frameBeforeHandshake, now: now) }
    let welcome: Wire.Welcome
    do {
      welcome = try Wire.Welcome(decoding: envelope.body)
    } catch {
      return close(.frameUnreadable("welcome: \(error)"), now: now)
    }
    guard welcome.node == peer.node.text else { return close(.nodeMismatch, now: now) }
    guard welcome.mall == local.mall else { return close(.otherMall, now: now) }
    guard LinkLimits.versions.contains(welcome.version) else { return close(.versionsApart, now: now) }
    var limits = local.limits
    if let problem = limits.adopt(welcome) { return close(.welcomeUnusable(problem), now: now) }
    var actions = LinkActions()
    open(
      LinkTerms(
        version: welcome.version, limits: limits, peerSoftware: welcome.software, roles: roles,
        peerFacts: LinkFacts(epoch: welcome.epoch, received: welcome.received, treeHead: welcome.treeHead),
        peerTime: MallInstant(milliseconds: welcome.mallTimeMs)),
      now: now, &actions)
    return actions
  }

  private mutating func open(_ terms: LinkTerms, now: LinkInstant, _ actions: inout LinkActions) {
    let limits = terms.limits
    phase = .open
    self.terms = terms
    handshakeDeadline = nil
    heartbeat = Heartbeat(interval: limits.heartbeat, now: now)
    sending = PerClass { SendingWindow(window: limits.window(of: $0), queue: limits.queue) }
    receiving = PerClass { ReceivingWindow(window: limits.window(of: $0)) }
    actions.opened = terms
  }

  /// The reason that a goodbye gives.
  static func end(by goodbye: Wire.Envelope) -> CloseReason {
    guard let status = goodbye.status, let code = StatusCode(rawValue: status.code) else {
      return .endedByPeer(.unknown, "no reason given")
    }
    return .endedByPeer(code, status.message)
  }
}

extension LinkLimits {
  /// Shortest and longest heartbeat that a dialler goes along with.
  static let heartbeats = Duration.milliseconds(100)...Duration.seconds(600)

  /// Takes over what a welcome says; what it leaves out stays as it is here. The result says what can't be used.
  mutating func adopt(_ welcome: Wire.Welcome) -> String? {
    func window(_ window: Wire.Window?, orElse own: LinkWindow) -> LinkWindow {
      window.map { LinkWindow(requests: Int($0.requests), bytes: Int($0.bytes)) } ?? own
    }
    maximumFrame = welcome.maxFrame == 0 ? Self.standardFrame : Int(welcome.maxFrame)
    guard maximumFrame <= Self.largestFrame else { return "max_frame \(maximumFrame)" }
    if welcome.heartbeatMs > 0 { heartbeat = .milliseconds(welcome.heartbeatMs) }
    guard Self.heartbeats.contains(heartbeat) else { return "heartbeat_ms \(welcome.heartbeatMs)" }
    deliveries = window(welcome.deliveries, orElse: deliveries)
    queries = window(welcome.queries, orElse: queries)
    control = window(welcome.control, orElse: control)
    return nil
  }
}
