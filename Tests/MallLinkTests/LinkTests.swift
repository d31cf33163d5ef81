import MallDomain
import MallWire
import Synchronization
import Testing

@testable import MallLink

@Suite("Links over loopback TLS", .timeLimit(.minutes(1)))
struct LinkTests {
  @Test("a request is answered, in both directions, and each side knows the other from its certificate")
  func requestAndAnswer() async throws {
    let mall = try TestMall()
    let gateway = RecordingHandler()
    let agency = RecordingHandler { $0.respond(body: Array("from the agency".utf8)) }
    try await mall.withGateway(handler: gateway) { server in
      try await mall.withLink(to: server, handler: agency) { link in
        #expect(link.peer.node.text == "gerbang")
        #expect(link.peer.roles == [.gateway])
        let answer = try await link.request(OutgoingRequest(method: "catalogue.search", body: [1, 2, 3]))
        #expect(answer.body == [1, 2, 3])

        let request = await gateway.request()
        #expect(request.peer.agencies == [try AgencyID("disdukcapil")])
        #expect(request.envelope.via == ["dinas"])

        let back = try #require(server.link(of: try NodeID("dinas")))
        let reply = try await back.request(OutgoingRequest(method: "catalogue.list"))
        #expect(reply.body == Array("from the agency".utf8))
      }
    }
  }

  @Test("a thousand requests at once are all answered with their own answer, in any order")
  func thousandRequests() async throws {
    let mall = try TestMall()
    let handler = AsyncRequestHandler { request in
      await Task.yield()
      return request.envelope.body
    }
    try await mall.withGateway(handler: handler) { server in
      try await mall.withLink(to: server) { link in
        let answers = try await withThrowingTaskGroup { group in
          for number in 0..<1_000 {
            let body = Array("\(number)".utf8)
            group.addTask {
              try await link.request(OutgoingRequest(method: "catalogue.search", body: body)).body == body
            }
          }
          return try await group.reduce(into: 0) { count, isOwn in count += isOwn ? 1 : 0 }
        }
        #expect(answers == 1_000)
      }
    }
  }

  @Test("a refusal arrives with its status")
  func refusal() async throws {
    let mall = try TestMall()
    let handler = AsyncRequestHandler { _ in
      throw Refusal(.resourceExhausted, Message(.requestResourceExhausted), retryAfter: .milliseconds(1_500))
    }
    try await mall.withGateway(handler: handler) { server in
      try await mall.withLink(to: server) { link in
        let error = await #expect(throws: Refusal.self) {
          _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
        }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.retryAfter == .milliseconds(1_500))
      }
    }
  }

  @Test("a handler's own error is answered as internal and tells nothing")
  func internalError() async throws {
    struct Secret: Error {}
    let mall = try TestMall()
    try await mall.withGateway(handler: AsyncRequestHandler { _ in throw Secret() }) { server in
      try await mall.withLink(to: server) { link in
        let error = await #expect(throws: Refusal.self) {
          _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
        }
        #expect(error?.code == .internal)
      }
    }
  }

  @Test("a deadline ends the wait here, and the work there")
  func deadline() async throws {
    let mall = try TestMall()
    let gateway = RecordingHandler.silent
    try await mall.withGateway(handler: gateway) { server in
      try await mall.withLink(to: server) { link in
        let error = await #expect(throws: Refusal.self) {
          _ = try await link.request(OutgoingRequest(method: "catalogue.search", timeout: .milliseconds(50)))
        }
        #expect(error?.code == .deadlineExceeded)
        let request = await gateway.request()
        let reasons = Recorder<LinkActions.CancelReason>()
        request.onCancel { reasons.record($0) }
        await reasons.waitForCount(1)
        #expect([.deadline, .byPeer].contains(reasons.events[0]))
        #expect(link.isOpen)
      }
    }
  }

  @Test("a cancelled task cancels the handler's task at the other end")
  func cancellation() async throws {
    let mall = try TestMall()
    let events = Recorder<String>()
    let handler = AsyncRequestHandler { _ in
      events.record("started")
      do {
        try await Task.sleep(for: .seconds(3_600))
      } catch {
        events.record("cancelled")
        throw error
      }
      return []
    }
    try await mall.withGateway(handler: handler) { server in
      try await mall.withLink(to: server) { link in
        let caller = Task { try await link.request(OutgoingRequest(method: "catalogue.search")) }
        await events.waitForCount(1)
        caller.cancel()
        let result = await caller.result
        #expect(throws: Refusal.requestCancelled) { try result.get() }
        await events.waitForCount(2)
        #expect(events.events == ["started", "cancelled"])
      }
    }
  }

  @Test("a request of an already cancelled task is cancelled, not lost")
  func cancelledBefore() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler.silent) { server in
      try await mall.withLink(to: server) { link in
        let caller = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return try await link.request(OutgoingRequest(method: "delivery.deliver"))
        }
        let result = await caller.result
        #expect(throws: Refusal.requestCancelled) { try result.get() }
      }
    }
  }

  @Test("more requests than the window wait, more than the queue are refused with a hint")
  func windows() async throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 2
    let mall = try TestMall()
    let gateway = RecordingHandler.silent
    try await mall.withGateway(limits: limits, handler: gateway) { server in
      try await mall.withLink(to: server) { link in
        let results = Recorder<Result<Wire.Envelope, Refusal>>()
        for _ in 0..<(2 + LinkLimits.standard.queue.requests + 1) {
          link.send(OutgoingRequest(method: "catalogue.search", timeout: .seconds(60))) { results.record($0) }
        }
        await results.waitForCount(1)
        #expect(throws: Refusal.linkQueueFull) { try results.events[0].get() }
        await gateway.recorder.wait { $0.count >= 3 }
        // One answer makes one place.
        await gateway.request().respond(body: [])
        await gateway.recorder.wait { $0.count >= 4 }
        await results.waitForCount(2)
        #expect(results.events.count == 2)
        #expect(link.isOpen)
      }
    }
  }

  @Test("an answer that is too large for a frame becomes a refusal, and the link goes on")
  func oversizedAnswer() async throws {
    let mall = try TestMall()
    let handler = RecordingHandler { request in
      request.respond(body: request.envelope.method == "catalogue.list" ? [UInt8](repeating: 1, count: 2_000_000) : [])
    }
    try await mall.withGateway(handler: handler) { server in
      try await mall.withLink(to: server) { link in
        let error = await #expect(throws: Refusal.self) {
          _ = try await link.request(OutgoingRequest(method: "catalogue.list"))
        }
        #expect(error?.code == .outOfRange)
        let tooLong = OutgoingRequest(method: "catalogue.search", body: [UInt8](repeating: 1, count: 2_000_000))
        let own = await #expect(throws: Refusal.self) { _ = try await link.request(tooLong) }
        #expect(own?.code == .outOfRange)
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
      }
    }
  }

  @Test("bodies as large as a frame pass in both directions, many at once")
  func largeBodies() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler()) { server in
      try await mall.withLink(to: server) { link in
        try await withThrowingTaskGroup { group in
          for number in 0..<16 {
            let body = [UInt8](repeating: UInt8(number), count: 1_000_000)
            group.addTask {
              let answer = try await link.request(OutgoingRequest(method: "catalogue.search", body: body))
              #expect(answer.body == body)
            }
          }
          try await group.waitForAll()
        }
      }
    }
  }

  @Test("a gateway's hop passes requests, answers, refusals and unknown fields on as they are")
  func forwarding() async throws {
    let mall = try TestMall()
    let gateway = ForwardingHandler(to: "dinas")
    let agency = RecordingHandler { request in
      if request.envelope.body == [9] {
        request.respond(refusal: Refusal(.notFound, Message(.requestNotFound, "x")))
      } else {
        request.respond(body: Array(request.envelope.via.joined(separator: ",").utf8))
      }
    }
    let citizen = try mall.credential("warga", roles: [.citizen], subject: "warga-1")
    try await mall.withGateway(handler: gateway) { server in
      try await mall.withLink(to: server, handler: agency) { _ in
        try await mall.withDialler(citizen, to: server) { dialler in
          let link = try await dialler.connected()
          let answer = try await link.request(OutgoingRequest(method: "catalogue.search", target: "dinas"))
          #expect(answer.body == Array("warga,gerbang".utf8))
          let error = await #expect(throws: Refusal.self) {
            _ = try await link.request(OutgoingRequest(method: "catalogue.search", target: "dinas", body: [9]))
          }
          #expect(error?.code == .notFound)
        }
      }
    }
  }

  @Test("a cancellation passes through a gateway's hop")
  func forwardedCancellation() async throws {
    let mall = try TestMall()
    let gateway = ForwardingHandler(to: "dinas")
    let agency = RecordingHandler.silent
    let citizen = try mall.credential("warga", roles: [.citizen], subject: "warga-1")
    try await mall.withGateway(handler: gateway) { server in
      try await mall.withLink(to: server, handler: agency) { _ in
        try await mall.withDialler(citizen, to: server) { dialler in
          let link = try await dialler.connected()
          let results = Recorder<Result<Wire.Envelope, Refusal>>()
          let id = link.send(OutgoingRequest(method: "catalogue.search", target: "dinas")) { results.record($0) }
          let request = await agency.request()
          let reasons = Recorder<LinkActions.CancelReason>()
          request.onCancel { reasons.record($0) }
          link.cancel(id)
          await reasons.waitForCount(1)
          #expect(reasons.events == [.byPeer])
          await results.waitForCount(1)
          #expect(throws: Refusal.requestCancelled) { try results.events[0].get() }
        }
      }
    }
  }

  @Test("what a node says of itself in the handshake arrives at the other end")
  func facts() async throws {
    let mall = try TestMall()
    let gateway = RecordingHandler()
    let mark = Wire.ReceivedMark(epoch: 7, sequence: 42)
    try await mall.withGateway(
      handler: gateway, { $0.facts = { _ in LinkFacts(epoch: 3, received: mark) } }
    ) { server in
      try await mall.withLink(to: server) { link in
        #expect(link.terms.peerFacts == LinkFacts(epoch: 3, received: mark))
        #expect(link.terms.peerSoftware == "test 1.0")
        #expect(link.terms.peerTime != nil)
      }
    }
  }

  @Test("a request's end is counted with its method and status at both ends")
  func observed() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      try await mall.withLink(to: server) { link in
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
        await observer.finished.waitForCount(1)
        let finished = observer.finished.events[0]
        #expect(finished.method == "catalogue.search")
        #expect(finished.status == .ok)
        #expect(finished.direction == .incoming)
      }
    }
  }

  @Test("a node that is to rest between reads answers everything, later")
  func readPause() async throws {
    let mall = try TestMall()
    let pause = Duration.milliseconds(80)
    let handler = RecordingHandler(pause: .milliseconds(80))
    try await mall.withGateway(handler: handler) { server in
      try await mall.withLink(to: server) { link in
        let start = ContinuousClock.now
        for number in 1...4 {
          let body = Array("\(number)".utf8)
          let answer = try await link.request(OutgoingRequest(method: "catalogue.search", body: body))
          #expect(answer.body == body)
        }
        // Each but the first comes while the node rests from the one before.
        #expect(ContinuousClock.now - start >= pause * 2)
      }
    }
  }
}

/// Passes every request on to one node's link.
final class ForwardingHandler: LinkHandler {
  private let node: String
  private let links = Mutex<[String: Link]>([:])

  init(to node: String) { self.node = node }

  func linkOpened(_ link: Link) {
    links.withLock { $0[link.peer.node.text] = link }
  }

  func handle(_ request: IncomingRequest) {
    guard let next = links.withLock({ $0[node] }) else { return request.respond(refusal: .linkUnavailable) }
    next.forward(request)
  }
}
