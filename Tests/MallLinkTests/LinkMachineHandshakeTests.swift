import MallDomain
import MallWire
import Testing

@testable import MallLink

@Suite("The handshake, without sockets")
struct LinkMachineHandshakeTests {
  typealias World = MachineWorld

  @Test("hello, admission and welcome open both ends with the listener's limits")
  func opens() throws {
    var limits = LinkLimits.standard
    limits.maximumFrame = 2_000_000
    limits.heartbeat = .seconds(7)
    limits.queries = LinkWindow(requests: 5, bytes: 2_000_000)
    let listener = try World.listener(limits: limits)
    let dialler = try World.dialler()

    #expect(listener.secured(peer: try World.identity("dinas", roles: [.agency]), now: World.start).frames.isEmpty)
    let facts = LinkFacts(epoch: 3, received: Wire.ReceivedMark(epoch: 4, sequence: 5))
    let greeting = dialler.secured(
      peer: try World.identity("gerbang", roles: [.gateway]), facts: facts, now: World.start)
    let hello = try #require(greeting.frames.first)
    #expect(hello.kind == .hello)

    let admission = try #require(listener.received(hello, bytes: 40, now: World.start).admission)
    #expect(admission.roles == [.agency])
    #expect(admission.peerFacts == facts)
    let welcomed = listener.admit(
      facts: LinkFacts(epoch: 9), mallTime: MallInstant(milliseconds: 77), now: World.start)
    #expect(welcomed.opened == admission)

    let welcome = try #require(welcomed.frames.first)
    let opened = try #require(dialler.received(welcome, bytes: 60, now: World.start).opened)
    #expect(opened.limits.maximumFrame == 2_000_000)
    #expect(opened.limits.heartbeat == .seconds(7))
    #expect(opened.limits.queries == LinkWindow(requests: 5, bytes: 2_000_000))
    #expect(opened.peerFacts.epoch == 9)
    #expect(opened.peerTime == MallInstant(milliseconds: 77))
    #expect(listener.isOpen && dialler.isOpen)
  }

  /// What a dialling peer may do wrong, and how its link ends.
  static let wrongGreetings: [(String, Wire.Envelope, CloseReason)] = {
    func hello(_ node: String = "dinas", _ roles: [String] = ["agency"], _ versions: ClosedRange<UInt32> = 1...1)
      -> Wire.Envelope
    {
      (try? MachineWorld.hello(node: node, roles: roles, versions: versions)) ?? Wire.Envelope()
    }
    return [
      ("request before hello", MachineWorld.request(1), .frameBeforeHandshake),
      ("response before hello", MachineWorld.envelope(.response, 1), .frameBeforeHandshake),
      ("ping before hello", MachineWorld.envelope(.ping), .frameBeforeHandshake),
      ("welcome from the dialler", MachineWorld.welcome(), .frameBeforeHandshake),
      ("no kind", Wire.Envelope(), .frameBeforeHandshake),
      ("another node's id", hello("lain"), .nodeMismatch),
      ("a role that isn't in the certificate", hello("dinas", ["gateway"]), .roleNotInCertificate("gateway")),
      ("a role that nobody knows", hello("dinas", ["raja"]), .roleNotInCertificate("that was asked for")),
      ("a later version only", hello("dinas", ["agency"], 2...3), .versionsApart),
      (
        "versions upside down",
        Wire.Envelope(
          kind: .hello, body: Wire.Hello(versionMin: 2, versionMax: 1, node: "dinas").encoded()), .versionsApart
      ),
      ("no version", hello("dinas", ["agency"], 0...0), .versionsApart),
    ]
  }()

  @Test("a wrong first frame ends the link with its reason", arguments: wrongGreetings)
  func wrongGreeting(name: String, envelope: Wire.Envelope, reason: CloseReason) throws {
    let machine = try World.listener()
    _ = machine.secured(peer: try World.identity("dinas", roles: [.agency]), now: World.start)
    let actions = machine.received(envelope, bytes: 20, now: World.start)
    #expect(actions.close == reason)
    #expect(actions.frames.map(\.kind) == [.goodbye])
    #expect(actions.frames.first?.status?.code == reason.goodbye?.rawValue)
    #expect(actions.opened == nil)
    #expect(machine.isClosed)
  }

  @Test("a hello that can't be read ends the link")
  func unreadableHello() throws {
    let machine = try World.listener()
    _ = machine.secured(peer: try World.identity("dinas", roles: [.agency]), now: World.start)
    let actions = machine.received(Wire.Envelope(kind: .hello, body: [0xff]), bytes: 5, now: World.start)
    guard case .frameUnreadable? = actions.close else {
      Issue.record("closed with \(String(describing: actions.close))")
      return
    }
  }

  @Test("the highest version that both speak is chosen")
  func version() throws {
    let machine = try World.listener()
    _ = machine.secured(peer: try World.identity("dinas", roles: [.agency]), now: World.start)
    let actions = machine.received(try World.hello(versions: 1...9), bytes: 20, now: World.start)
    #expect(actions.admission?.version == 1)
  }

  @Test("a frame while the listener decides ends the link")
  func impatient() throws {
    let machine = try World.listener()
    _ = machine.secured(peer: try World.identity("dinas", roles: [.agency]), now: World.start)
    _ = machine.received(try World.hello(), bytes: 20, now: World.start)
    #expect(machine.received(World.request(1), bytes: 20, now: World.start).close == .frameBeforeHandshake)
  }

  static let wrongWelcomes: [(String, Wire.Envelope, CloseReason)] = [
    ("a request", MachineWorld.request(1), .frameBeforeHandshake),
    ("a hello", Wire.Envelope(kind: .hello), .frameBeforeHandshake),
    ("another node", MachineWorld.welcome { $0.node = "lain" }, .nodeMismatch),
    ("another mall", MachineWorld.welcome { $0.mall = "lain" }, .otherMall),
    ("a version not offered", MachineWorld.welcome { $0.version = 2 }, .versionsApart),
    ("frames above 4 MiB", MachineWorld.welcome { $0.maxFrame = 5_000_000 }, .welcomeUnusable("max_frame 5000000")),
    ("a heartbeat of 1 ms", MachineWorld.welcome { $0.heartbeatMs = 1 }, .welcomeUnusable("heartbeat_ms 1")),
    ("a goodbye", Frames.goodbye(.unauthenticated, "no"), .endedByPeer(.unauthenticated, "no")),
  ]

  @Test("a wrong welcome ends the link with its reason", arguments: wrongWelcomes)
  func wrongWelcome(name: String, envelope: Wire.Envelope, reason: CloseReason) throws {
    let machine = try World.dialler()
    _ = machine.secured(peer: try World.identity("gerbang", roles: [.gateway]), now: World.start)
    #expect(machine.received(envelope, bytes: 20, now: World.start).close == reason)
  }

  @Test("a welcome that leaves limits out means the protocol's own")
  func shortWelcome() throws {
    let machine = try World.dialler()
    _ = machine.secured(peer: try World.identity("gerbang", roles: [.gateway]), now: World.start)
    let actions = machine.received(World.welcome { $0.maxFrame = 0 }, bytes: 20, now: World.start)
    #expect(actions.opened?.limits == .standard)
  }

  @Test("a dialler ends a link to who doesn't bear the expected role, before hello")
  func peerLacksRole() throws {
    let machine = try World.dialler()
    let actions = machine.secured(peer: try World.identity("gerbang", roles: [.agency]), now: World.start)
    #expect(actions.close == .peerLacksRole(.gateway))
    #expect(!actions.frames.contains { $0.kind == .hello })
  }

  @Test("a peer of another mall is refused on both sides", arguments: [true, false])
  func otherMall(dials: Bool) throws {
    let machine = dials ? try World.dialler() : try World.listener()
    let peer = try World.identity("gerbang", roles: [.gateway], mall: "lain")
    #expect(machine.secured(peer: peer, now: World.start).close == .otherMall)
  }

  @Test("a handshake that isn't finished in 5 s is ended, whatever its state", arguments: 0...2)
  func handshakeTimeout(steps: Int) throws {
    let machine = try World.listener()
    if steps > 0 { _ = machine.secured(peer: try World.identity("dinas", roles: [.agency]), now: World.start) }
    if steps > 1 { _ = machine.received(try World.hello(), bytes: 20, now: World.start) }
    #expect(machine.nextTick == World.at(.seconds(5)))
    #expect(machine.tick(now: World.at(.milliseconds(4_999))).close == nil)
    #expect(machine.tick(now: World.at(.seconds(5))).close == .handshakeTimedOut)
  }

  @Test("before the handshake ends frames are limited to 1 MiB, then to what the welcome says")
  func frameLimit() throws {
    var limits = LinkLimits.standard
    limits.maximumFrame = 3_000_000
    #expect(try World.listener(limits: limits).maximumFrame == 1_048_576)
    #expect(try World.open(limits: limits).maximumFrame == 3_000_000)
  }
}
