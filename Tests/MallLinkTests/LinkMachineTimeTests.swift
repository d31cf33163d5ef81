import MallDomain
import MallWire
import Testing

@testable import MallLink

@Suite("Heartbeat, drain and unfinished frames, without sockets")
struct LinkMachineTimeTests {
  typealias World = MachineWorld

  @Test("silence is answered with pings, and three without an answer end the link")
  func heartbeatLost() throws {
    let machine = try World.open()
    #expect(machine.nextTick == World.at(.seconds(15)))
    for beat in 1...3 {
      let actions = machine.tick(now: World.at(.seconds(15 * beat)))
      #expect(actions.frames.map(\.kind) == [.ping])
      #expect(actions.close == nil)
    }
    #expect(machine.tick(now: World.at(.seconds(60))).close == .heartbeatLost)
  }

  @Test("whatever the peer sends is a sign of life")
  func heard() throws {
    let machine = try World.open()
    for beat in 1...10 {
      let now = World.at(.seconds(15 * beat))
      #expect(machine.tick(now: now).frames.map(\.kind) == [.ping])
      machine.heard(frames: 1, isInsideFrame: false, now: now)
      #expect(machine.received(World.envelope(.pong), bytes: 2, now: now).close == nil)
    }
  }

  @Test("a busy link isn't pinged")
  func busy() throws {
    let machine = try World.open()
    machine.heard(frames: 1, isInsideFrame: false, now: World.at(.seconds(14)))
    #expect(machine.tick(now: World.at(.seconds(15))).frames.isEmpty)
    #expect(machine.nextTick == World.at(.seconds(29)))
  }

  @Test("a ping is answered with a pong of its id, even with a full window")
  func pong() throws {
    var limits = LinkLimits.standard
    limits.control.requests = 0
    let machine = try World.open(limits: limits)
    let actions = machine.received(World.envelope(.ping, 9), bytes: 2, now: World.start)
    #expect(actions.frames.map(\.kind) == [.pong])
    #expect(actions.frames.map(\.id) == [9])
  }

  @Test("a frame that isn't finished in 60 s ends the link, though bytes keep coming")
  func unfinishedFrame() throws {
    let machine = try World.open()
    for second in 0..<60 {
      machine.heard(frames: 0, isInsideFrame: true, now: World.at(.seconds(second)))
      #expect(machine.tick(now: World.at(.seconds(second))).close == nil)
    }
    #expect(machine.tick(now: World.at(.seconds(60))).close == .frameUnfinished)
  }

  @Test("each new frame has its own 60 s")
  func nextFrame() throws {
    let machine = try World.open()
    machine.heard(frames: 0, isInsideFrame: true, now: World.start)
    machine.heard(frames: 1, isInsideFrame: true, now: World.at(.seconds(50)))
    #expect(machine.tick(now: World.at(.seconds(60))).close == nil)
    machine.heard(frames: 1, isInsideFrame: false, now: World.at(.seconds(70)))
    #expect(machine.tick(now: World.at(.seconds(71))).close == nil)
  }

  @Test("goodbye: no new requests, the open ones finish, then the link ends")
  func drain() throws {
    let machine = try World.open()
    _ = machine.request(id: 1, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    _ = machine.received(World.request(2), bytes: 10, now: World.start)
    let goodbye = machine.drain(now: World.start)
    #expect(goodbye.frames.map(\.kind) == [.goodbye])
    #expect(goodbye.frames.first?.status?.code == 0)
    #expect(goodbye.close == nil)
    #expect(
      machine.request(id: 3, method: "query.a", bytes: 10, timeout: nil, now: World.start)
        == .refuse(.linkUnavailable))
    // A request that crossed the goodbye is refused, and no breach.
    let crossed = machine.received(World.request(4), bytes: 10, now: World.start)
    #expect(crossed.frames.first?.status?.code == StatusCode.unavailable.rawValue)
    #expect(machine.received(Frames.goodbye(.ok, ""), bytes: 5, now: World.start).close == nil)
    #expect(machine.received(World.envelope(.response, 1), bytes: 5, now: World.start).close == nil)
    #expect(machine.respond(id: 2))
    #expect(machine.responded(now: World.start).close == .drained)
  }

  @Test("a peer's goodbye is answered, and an idle link ends with it")
  func peerDrains() throws {
    let machine = try World.open()
    let actions = machine.received(Frames.goodbye(.ok, ""), bytes: 5, now: World.start)
    #expect(actions.frames.map(\.kind) == [.goodbye])
    #expect(actions.close == .drained)
  }

  @Test("requests that wait for a place fail when the link drains")
  func waitingFail() throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 1
    let machine = try World.open(limits: limits)
    _ = machine.request(id: 1, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    _ = machine.request(id: 2, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    #expect(machine.drain(now: World.start).failed == [LinkActions.Failure(id: 2, refusal: .linkUnavailable)])
  }

  @Test("a drain that doesn't finish is ended after 10 s")
  func drainTimeout() throws {
    let machine = try World.open()
    _ = machine.request(id: 1, method: "delivery.a", bytes: 10, timeout: nil, now: World.start)
    _ = machine.drain(now: World.start)
    #expect(machine.nextTick == World.at(.seconds(10)))
    let actions = machine.tick(now: World.at(.seconds(10)))
    #expect(actions.close == .drainTimedOut)
    #expect(actions.failed.map(\.id) == [1])
  }

  @Test("every reason has a name of its own and a text")
  func reasons() throws {
    let reasons: [CloseReason] = [
      .handshakeTimedOut, .frameBeforeHandshake, .frameEmpty, .frameTooLarge(announced: 9, limit: 4),
      .frameUnfinished, .windowExceeded(.query), .answerNeverAskedFor, .heartbeatLost, .slowReader, .drained,
      .replaced, .certificateRefused(.expired), .endedByPeer(.unavailable, "x"),
    ]
    #expect(Set(reasons.map(\.name)).count == reasons.count)
    #expect(reasons.allSatisfy { !$0.text.isEmpty })
  }

  @Test("the standard limits fit together, and those that don't are named")
  func limits() throws {
    #expect(LinkLimits.standard.violations.isEmpty)
    var limits = LinkLimits.standard
    limits.queries.bytes = 10
    limits.maximumFrame = 8 * 1_048_576
    #expect(limits.violations.count >= 2)
  }
}
