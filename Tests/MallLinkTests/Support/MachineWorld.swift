import MallDomain
import MallWire
import Testing

@testable import MallLink

/// Values for machines, which need neither keys nor sockets.
enum MachineWorld {
  static let start = LinkInstant(nanoseconds: 0)

  static func at(_ duration: Duration) -> LinkInstant { start + duration }

  static func node(_ id: String, limits: LinkLimits = .standard, mall: String = "contoh") throws -> LinkNode {
    LinkNode(node: try NodeID(id), mall: mall, software: "test", limits: limits)
  }

  static func identity(
    _ id: String, roles: Set<Role>, agencies: [String] = [], mall: String = "contoh"
  ) throws -> PeerIdentity {
    PeerIdentity(
      node: try NodeID(id), mall: mall, roles: roles, agencies: Set(try agencies.map { try AgencyID($0) }),
      notBefore: MallInstant(milliseconds: 0), notAfter: MallInstant(milliseconds: .max),
      serial: try #require(SerialNumber("0a")))
  }

  static func classify(_ method: String) -> RequestClass? {
    switch method.prefix(while: { $0 != "." }) {
    case "delivery": .delivery
    case "query": .query
    case "control": .control
    default: nil
    }
  }

  static func request(_ id: UInt64, _ method: String = "query.ask", timeoutMs: UInt32 = 0, via: [String] = [])
    -> Wire.Envelope
  {
    Wire.Envelope(kind: .request, id: id, method: method, timeoutMs: timeoutMs, via: via)
  }

  static func envelope(_ kind: Wire.Kind, _ id: UInt64 = 0) -> Wire.Envelope {
    Wire.Envelope(kind: kind, id: id)
  }

  static func listener(limits: LinkLimits = .standard) throws -> MachineUnderTest {
    MachineUnderTest(
      local: try node("gerbang", limits: limits), side: .listener)
  }

  static func dialler(roles: Set<Role> = [.agency], expecting: Role = .gateway) throws -> MachineUnderTest {
    MachineUnderTest(
      local: try node("dinas"), side: .dialler(roles: roles, expecting: expecting))
  }

  /// A listener's machine on which an agency has just opened its link, at time 0.
  static func open(limits: LinkLimits = .standard) throws -> MachineUnderTest {
    let machine = try listener(limits: limits)
    _ = machine.secured(peer: try identity("dinas", roles: [.agency]), now: start)
    _ = machine.received(try hello(), bytes: 40, now: start)
    let actions = machine.admit(facts: LinkFacts(), mallTime: MallInstant(milliseconds: 0), now: start)
    try #require(actions.opened != nil)
    return machine
  }

  static func hello(
    node id: String = "dinas", roles: [String] = ["agency"], versions: ClosedRange<UInt32> = 1...1
  ) throws -> Wire.Envelope {
    let hello = Wire.Hello(
      versionMin: versions.lowerBound, versionMax: versions.upperBound, node: id, software: "test", roles: roles)
    return Wire.Envelope(kind: .hello, body: hello.encoded())
  }

  static func welcome(_ change: (inout Wire.Welcome) -> Void = { _ in }) -> Wire.Envelope {
    var welcome = Wire.Welcome(version: 1, node: "gerbang", software: "test", mall: "contoh", maxFrame: 1_048_576)
    change(&welcome)
    return Wire.Envelope(kind: .welcome, body: welcome.encoded())
  }
}

/// A machine by reference, so that its events can stand inside expectations.
final class MachineUnderTest {
  private var machine: LinkMachine

  init(local: LinkNode, side: LinkSide) {
    machine = LinkMachine(
      local: local, side: side, connectedAt: MachineWorld.start, classify: { MachineWorld.classify($0) })
  }

  var isOpen: Bool { machine.isOpen }
  var isClosed: Bool { machine.isClosed }
  var nextTick: LinkInstant? { machine.nextTick }
  var openRequests: Int { machine.openRequests }
  var maximumFrame: Int { machine.maximumFrame }

  func secured(peer: PeerIdentity, facts: LinkFacts = LinkFacts(), now: LinkInstant) -> LinkActions {
    machine.secured(peer: peer, facts: facts, now: now)
  }
  func received(_ envelope: Wire.Envelope, bytes: Int, now: LinkInstant) -> LinkActions {
    machine.received(envelope, bytes: bytes, now: now)
  }
  func heard(frames: Int, isInsideFrame: Bool, now: LinkInstant) {
    machine.heard(frames: frames, isInsideFrame: isInsideFrame, now: now)
  }
  func admit(facts: LinkFacts, mallTime: MallInstant, now: LinkInstant) -> LinkActions {
    machine.admit(facts: facts, mallTime: mallTime, now: now)
  }
  func request(id: UInt64, method: String, bytes: Int, timeout: Duration?, now: LinkInstant)
    -> LinkMachine.SendVerdict
  {
    machine.request(id: id, method: method, bytes: bytes, timeout: timeout, now: now)
  }
  func cancel(id: UInt64, now: LinkInstant) -> LinkActions { machine.cancel(id: id, now: now) }
  func respond(id: UInt64) -> Bool { machine.respond(id: id) }
  func responded(now: LinkInstant) -> LinkActions { machine.responded(now: now) }
  func drain(now: LinkInstant) -> LinkActions { machine.drain(now: now) }
  func close(_ reason: CloseReason, now: LinkInstant) -> LinkActions { machine.close(reason, now: now) }
  func tick(now: LinkInstant) -> LinkActions { machine.tick(now: now) }
}
