import MallDomain
import MallWire
import Testing

@testable import MallLink

@Suite("Requests, windows and deadlines, without sockets")
struct LinkMachineRequestTests {
  typealias World = MachineWorld

  @Test("answers come in any order and find their request")
  func multiplexing() throws {
    let machine = try World.open()
    for id: UInt64 in 1...3 {
      #expect(
        machine.request(id: id, method: "query.ask", bytes: 10, timeout: nil, now: World.start) == .transmit)
    }
    for id: UInt64 in [2, 3, 1] {
      let actions = machine.received(World.envelope(.response, id), bytes: 10, now: World.start)
      #expect(actions.answered == id)
      #expect(actions.close == nil)
    }
    #expect(machine.openRequests == 0)
  }

  /// What an open peer may do wrong, and how its link ends.
  static let breaches: [(String, [Wire.Envelope], CloseReason)] = [
    ("an answer never asked for", [MachineWorld.envelope(.response, 7)], .answerNeverAskedFor),
    ("a second hello", [Wire.Envelope(kind: .hello)], .secondHandshake),
    ("a welcome", [MachineWorld.welcome()], .secondHandshake),
    ("no kind", [Wire.Envelope()], .kindUnknown),
    ("a kind of no version", [Wire.Envelope(kind: Wire.Kind(rawValue: 99))], .kindUnknown),
    ("a request without id", [MachineWorld.request(0)], .requestIDZero),
    ("a request id twice", [MachineWorld.request(1), MachineWorld.request(1)], .requestIDTaken),
    ("a pong without ping", [MachineWorld.envelope(.pong)], .pongNeverAskedFor),
    (
      "a request after goodbye", [MachineWorld.request(1), Frames.goodbye(.ok, ""), MachineWorld.request(2)],
      .requestAfterGoodbye
    ),
    ("an error goodbye", [Frames.goodbye(.internal, "x")], .endedByPeer(.internal, "x")),
  ]

  @Test("a breach ends the link with its reason", arguments: breaches)
  func breach(name: String, envelopes: [Wire.Envelope], reason: CloseReason) throws {
    let machine = try World.open()
    var last = LinkActions()
    for envelope in envelopes {
      #expect(last.close == nil)
      last = machine.received(envelope, bytes: 10, now: World.start)
    }
    #expect(last.close == reason)
    #expect(machine.received(World.request(50), bytes: 10, now: World.start).accepted == nil)
  }

  @Test("a waiting request's answer is one never asked for")
  func answerToWaiting() throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 1
    let machine = try World.open(limits: limits)
    _ = machine.request(id: 1, method: "query.ask", bytes: 10, timeout: nil, now: World.start)
    #expect(machine.request(id: 2, method: "query.ask", bytes: 10, timeout: nil, now: World.start) == .wait)
    #expect(machine.received(World.envelope(.response, 2), bytes: 10, now: World.start).close == .answerNeverAskedFor)
  }

  @Test(
    "requests that the link answers itself",
    arguments: [
      ("its own node in via", World.request(1, via: ["warga", "gerbang"]), StatusCode.failedPrecondition),
      ("eight nodes in via", World.request(1, via: (1...8).map { "n\($0)" }), .failedPrecondition),
      ("an unknown method", World.request(1, "moon.walk"), .unimplemented),
    ])
  func answeredByLink(name: String, request: Wire.Envelope, status: StatusCode) throws {
    let machine = try World.open()
    let actions = machine.received(request, bytes: 10, now: World.start)
    #expect(actions.accepted == nil)
    #expect(actions.frames.map(\.kind) == [.response])
    #expect(actions.frames.first?.id == 1)
    #expect(actions.frames.first?.status?.code == status.rawValue)
    #expect(machine.openRequests == 0)
    #expect(machine.isOpen)
  }

  @Test("seven nodes in via are not too many")
  func hops() throws {
    let machine = try World.open()
    let request = World.request(1, via: (1...7).map { "n\($0)" })
    #expect(machine.received(request, bytes: 10, now: World.start).accepted != nil)
  }

  @Test(
    "a peer that exceeds a window in requests or bytes breaks the protocol; other classes have their own",
    arguments: [
      (LinkWindow(requests: 2, bytes: 1_048_576), 10), (LinkWindow(requests: 100, bytes: 1_048_576), 500_000),
    ])
  func peerExceedsWindow(window: LinkWindow, bytes: Int) throws {
    var limits = LinkLimits.standard
    limits.queries = window
    let machine = try World.open(limits: limits)
    #expect(machine.received(World.request(1), bytes: bytes, now: World.start).accepted != nil)
    #expect(machine.received(World.request(2), bytes: bytes, now: World.start).accepted != nil)
    #expect(machine.received(World.request(3, "control.x"), bytes: bytes, now: World.start).accepted != nil)
    #expect(machine.received(World.request(4, "delivery.x"), bytes: bytes, now: World.start).accepted != nil)
    #expect(machine.received(World.request(5), bytes: bytes, now: World.start).close == .windowExceeded(.query))
  }

  @Test("an answer makes room in the peer's window")
  func answerMakesRoom() throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 1
    let machine = try World.open(limits: limits)
    for id: UInt64 in 1...5 {
      #expect(machine.received(World.request(id), bytes: 10, now: World.start).accepted != nil)
      #expect(machine.respond(id: id))
      #expect(!machine.respond(id: id))
    }
  }

  @Test("own requests beyond the window wait in order, and beyond the queue are refused with a hint")
  func ownWindow() throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 1
    limits.queue.requests = 2
    let machine = try World.open(limits: limits)
    let verdicts = (1...4).map { id in
      machine.request(id: id, method: "query.ask", bytes: 10, timeout: nil, now: World.start)
    }
    #expect(verdicts == [.transmit, .wait, .wait, .refuse(.linkQueueFull)])
    #expect(Refusal.linkQueueFull.retryAfter != nil)
    #expect(machine.request(id: 5, method: "control.x", bytes: 10, timeout: nil, now: World.start) == .transmit)
    #expect(machine.received(World.envelope(.response, 1), bytes: 10, now: World.start).transmit == [2])
    #expect(machine.received(World.envelope(.response, 2), bytes: 10, now: World.start).transmit == [3])
  }

  @Test("the window in bytes holds back as well, and small requests don't overtake large ones")
  func ownBytes() throws {
    var limits = LinkLimits.standard
    limits.queries = LinkWindow(requests: 100, bytes: 1_048_576)
    let machine = try World.open(limits: limits)
    #expect(machine.request(id: 1, method: "query.a", bytes: 1_000_000, timeout: nil, now: World.start) == .transmit)
    #expect(machine.request(id: 2, method: "query.a", bytes: 900_000, timeout: nil, now: World.start) == .wait)
    #expect(machine.request(id: 3, method: "query.a", bytes: 10, timeout: nil, now: World.start) == .wait)
    let actions = machine.received(World.envelope(.response, 1), bytes: 10, now: World.start)
    #expect(actions.transmit == [2, 3])
  }

  @Test("an envelope larger than a frame is refused before it is sent")
  func tooLarge() throws {
    let machine = try World.open()
    let verdict = machine.request(id: 1, method: "query.a", bytes: 1_048_577, timeout: nil, now: World.start)
    #expect(verdict == .refuse(.frameTooLarge(1_048_577, limit: 1_048_576)))
  }

  @Test("a cancelled request ends at once but keeps its place until the peer answers")
  func cancelKeepsPlace() throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 1
    let machine = try World.open(limits: limits)
    _ = machine.request(id: 1, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    _ = machine.request(id: 2, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    let actions = machine.cancel(id: 1, now: World.start)
    #expect(actions.failed == [LinkActions.Failure(id: 1, refusal: .requestCancelled)])
    #expect(actions.frames.map(\.kind) == [.cancel])
    #expect(actions.transmit.isEmpty)
    #expect(machine.cancel(id: 1, now: World.start).failed.isEmpty)
    let answer = machine.received(World.envelope(.response, 1), bytes: 10, now: World.start)
    #expect(answer.answered == nil)
    #expect(answer.transmit == [2])
    #expect(answer.close == nil)
  }

  @Test("a request that still waits is cancelled without a word to the peer")
  func cancelWaiting() throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 1
    let machine = try World.open(limits: limits)
    _ = machine.request(id: 1, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    _ = machine.request(id: 2, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    let actions = machine.cancel(id: 2, now: World.start)
    #expect(actions.frames.isEmpty)
    #expect(actions.failed.map(\.id) == [2])
    #expect(machine.received(World.envelope(.response, 1), bytes: 10, now: World.start).transmit.isEmpty)
  }

  @Test("the peer's cancel reaches the handler once; one that crossed the answer is nobody's fault")
  func peerCancels() throws {
    let machine = try World.open()
    _ = machine.received(World.request(1), bytes: 10, now: World.start)
    let cancelled = [LinkActions.Cancellation(id: 1, reason: .byPeer)]
    #expect(machine.received(World.envelope(.cancel, 1), bytes: 4, now: World.start).cancelled == cancelled)
    #expect(machine.received(World.envelope(.cancel, 1), bytes: 4, now: World.start).cancelled.isEmpty)
    #expect(machine.respond(id: 1))
    let late = machine.received(World.envelope(.cancel, 1), bytes: 4, now: World.start)
    #expect(late.cancelled.isEmpty && late.close == nil)
  }

  @Test(
    "own deadlines: 10 s unless said, 60 s at most, none for deliveries",
    arguments: [
      ("query.a", nil, Duration.seconds(10)), ("query.a", .seconds(3), .seconds(3)),
      ("query.a", .seconds(600), .seconds(60)), ("delivery.a", nil, nil), ("delivery.a", .seconds(1), nil),
    ] as [(String, Duration?, Duration?)])
  func ownDeadline(method: String, timeout: Duration?, expected: Duration?) throws {
    var limits = LinkLimits.standard
    limits.heartbeat = .seconds(600)
    let machine = try World.open(limits: limits)
    _ = machine.request(id: 1, method: method, bytes: 10, timeout: timeout, now: World.start)
    guard let expected else {
      #expect(machine.tick(now: World.at(.seconds(599))).failed.isEmpty)
      return
    }
    #expect(machine.nextTick == World.at(expected))
    #expect(machine.tick(now: World.at(expected - .milliseconds(1))).failed.isEmpty)
    let actions = machine.tick(now: World.at(expected))
    #expect(actions.failed == [LinkActions.Failure(id: 1, refusal: .requestDeadlineExceeded)])
    #expect(actions.frames.map(\.kind) == [.cancel])
    #expect(machine.received(World.envelope(.response, 1), bytes: 10, now: World.at(expected)).close == nil)
  }

  @Test(
    "the peer's deadlines count the same way",
    arguments: [
      ("query.a", 0, Duration.seconds(10)), ("query.a", 3_000, .seconds(3)), ("query.a", 600_000, .seconds(60)),
      ("delivery.a", 5, nil),
    ] as [(String, UInt32, Duration?)])
  func peerDeadline(method: String, timeoutMs: UInt32, expected: Duration?) throws {
    var limits = LinkLimits.standard
    limits.heartbeat = .seconds(600)
    let machine = try World.open(limits: limits)
    let actions = machine.received(World.request(1, method, timeoutMs: timeoutMs), bytes: 10, now: World.start)
    #expect(actions.accepted?.deadline == expected.map(World.at))
    guard let expected else { return }
    let due = machine.tick(now: World.at(expected))
    #expect(due.cancelled == [LinkActions.Cancellation(id: 1, reason: .deadline)])
    #expect(machine.tick(now: World.at(expected)).cancelled.isEmpty)
    #expect(machine.respond(id: 1))
  }

  @Test("the end of a link fails what is open and stops what is worked on")
  func close() throws {
    let machine = try World.open()
    _ = machine.request(id: 1, method: "query.a", bytes: 10, timeout: nil, now: World.start)
    _ = machine.received(World.request(2), bytes: 10, now: World.start)
    let actions = machine.close(.connectionLost("x"), now: World.start)
    #expect(actions.failed == [LinkActions.Failure(id: 1, refusal: .linkUnavailable)])
    #expect(actions.cancelled == [LinkActions.Cancellation(id: 2, reason: .linkClosed)])
    #expect(actions.frames.isEmpty)
    #expect(machine.close(.drained, now: World.start).close == nil)
    #expect(!machine.respond(id: 2))
  }
}
