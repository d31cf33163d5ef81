import MallDomain
import MallWire
import NIOEmbedded
import ServiceLifecycle
import Testing

@testable import MallLink

@Suite("Dialling, draining, replacing", .timeLimit(.minutes(1)))
struct DiallerTests {
  @Test("a dialler comes back by itself when the gateway does")
  func reconnects() async throws {
    let mall = try TestMall()
    let credential = try mall.credential("gerbang", roles: [.gateway])
    let agency = try mall.credential("dinas", roles: [.agency])
    let states = Recorder<LinkDiallerState>()
    let port = try await mall.withGateway(handler: RecordingHandler()) { try #require($0.port) }

    let dialler = try LinkDialler(
      configuration: mall.configuration(agency), host: "127.0.0.1", port: port, handler: RecordingHandler(),
      onChange: { states.record($0) })
    try await withThrowingTaskGroup { group in
      group.addTask { try await dialler.run() }
      // Nobody listens yet.
      let reason = await states.first { if case .waiting(_, let reason) = $0 { reason } else { nil } }
      #expect(reason.name == "connect_failed")
      for _ in 0..<2 {
        let server = try LinkServer(
          configuration: mall.configuration(credential), host: "127.0.0.1", port: port, handler: RecordingHandler())
        try await server.start()
        let running = Task { try await server.run() }
        let link = try await dialler.connected()
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
        running.cancel()
        try await running.value
      }
      group.cancelAll()
    }
  }

  @Test("a connection that was never made leaves no timer behind to end the next one")
  func leavesNoTimer() throws {
    let mall = try TestMall()
    let agency = try mall.credential("dinas", roles: [.agency])
    let dialler = try LinkDialler(
      configuration: mall.configuration(agency), host: "127.0.0.1", port: 1, handler: RecordingHandler())
    let handler = LinkChannelHandler(owner: dialler, side: .dialler(roles: [.agency], expecting: .gateway))
    let channel = EmbeddedChannel(handler: handler)
    #expect(handler.timer != nil)
    channel.close(promise: nil)
    channel.embeddedEventLoop.run()
    #expect(handler.timer == nil)
  }

  @Test("back-off doubles from 0.1 s to 30 s, with jitter, and is long where somebody has to act")
  func backoff() {
    var generator = SystemRandomNumberGenerator()
    var backoff = Backoff()
    var expected = Duration.milliseconds(100)
    for _ in 0..<20 {
      let pause = backoff.next(needsAttention: false, using: &generator)
      #expect(pause >= expected / 2 && pause <= expected)
      expected = min(expected * 2, .seconds(30))
    }
    let long = backoff.next(needsAttention: true, using: &generator)
    #expect(long >= .seconds(30))
    backoff.reset()
    let fresh = backoff.next(needsAttention: false, using: &generator)
    #expect(fresh <= .milliseconds(100))
    let pauses = Set(
      (0..<50).map { _ in
        var fresh = Backoff()
        return fresh.next(needsAttention: false, using: &generator)
      })
    #expect(pauses.count > 10)
  }

  @Test("a graceful shutdown lets open requests finish and takes no new ones")
  func drains() async throws {
    let mall = try TestMall()
    let gateway = RecordingHandler.silent
    let credential = try mall.credential("gerbang", roles: [.gateway])
    let server = try LinkServer(
      configuration: mall.configuration(credential), host: "127.0.0.1", port: 0, handler: gateway)
    try await server.start()
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
        logger: mall.configuration(credential).logger))
    let running = Task { try await group.run() }
    try await mall.withLink(to: server) { link in
      let results = Recorder<Result<Wire.Envelope, Refusal>>()
      link.send(OutgoingRequest(method: "catalogue.search")) { results.record($0) }
      let request = await gateway.request()
      await group.triggerGracefulShutdown()
      // The goodbye has arrived when a new request is refused.
      while true {
        let probe = OutgoingRequest(method: "catalogue.list", timeout: .milliseconds(20))
        do throws(Refusal) {
          _ = try await link.request(probe)
        } catch {
          if error.code == .unavailable { break }
        }
      }
      #expect(results.events.isEmpty)
      request.respond(body: [1])
      for case .request(let other) in gateway.recorder.events where other !== request { other.respond(body: []) }
      await results.waitForCount(1)
      #expect(try results.events[0].get().body == [1])
      #expect(await gateway.closeReason() == .drained)
      try await running.value
    }
  }

  @Test("a server that is cancelled ends its links, and their requests fail as unavailable")
  func cancelled() async throws {
    let mall = try TestMall()
    let gateway = RecordingHandler.silent
    let credential = try mall.credential("gerbang", roles: [.gateway])
    let server = try LinkServer(
      configuration: mall.configuration(credential), host: "127.0.0.1", port: 0, handler: gateway)
    try await server.start()
    let running = Task { try await server.run() }
    try await mall.withLink(to: server) { link in
      let results = Recorder<Result<Wire.Envelope, Refusal>>()
      link.send(OutgoingRequest(method: "catalogue.search")) { results.record($0) }
      let request = await gateway.request()
      running.cancel()
      await results.waitForCount(1)
      #expect(throws: Refusal.linkUnavailable) { try results.events[0].get() }
      try await running.value
      #expect(request.cancelReason == .linkClosed)
      #expect(!link.isOpen || results.events.count == 1)
    }
  }

  @Test("a node's second link is refused while the first answers")
  func duplicateRefused() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler()) { server in
      let agency = try mall.credential("dinas", roles: [.agency])
      try await mall.withDialler(agency, to: server) { first in
        let link = try await first.connected()
        let states = Recorder<LinkDiallerState>()
        try await mall.withDialler(agency, to: server, states: states) { _ in
          let reason = await states.first { if case .waiting(_, let reason) = $0 { reason } else { nil } }
          guard case .endedByPeer(.alreadyExists, _) = reason else {
            Issue.record("ended with \(reason)")
            return
          }
        }
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
      }
    }
  }

  @Test("a node's newer link replaces one that doesn't answer")
  func duplicateReplaces() async throws {
    let mall = try TestMall()
    let gateway = RecordingHandler()
    var options = LinkServerOptions()
    options.probeTimeout = .milliseconds(100)
    try await mall.withGateway(options: options, handler: gateway) { server in
      let agency = try mall.credential("dinas", roles: [.agency])
      // It never answers a ping.
      let dead = try await RawPeer(agency, to: server)
      await dead.greet(agency)
      try await mall.withDialler(agency, to: server) { dialler in
        let link = try await dialler.connected()
        #expect(await gateway.closeReason() == .replaced)
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
        #expect(server.links.count == 1)
      }
    }
  }

  @Test("a person's credential may have several links at once")
  func peopleHaveSeveral() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler()) { server in
      let officer = try mall.credential("petugas", roles: [.officer], subject: "petugas-1")
      try await mall.withDialler(officer, to: server) { first in
        _ = try await first.connected()
        try await mall.withDialler(officer, to: server) { second in
          _ = try await second.connected()
          #expect(server.links.count == 2)
        }
      }
    }
  }

  @Test("connections above the limit of a source are ended with their reason")
  func tooMany() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    var options = LinkServerOptions()
    options.maximumConnectionsPerSource = 1
    try await mall.withGateway(options: options, handler: RecordingHandler(), { $0.observer = observer }) { server in
      try await mall.withLink(to: server) { link in
        let other = try mall.credential("lain", roles: [.agency])
        let peer = try await RawPeer(other, to: server)
        await peer.closed()
        await observer.closes.waitForCount(1)
        #expect(observer.closes.events[0].reason == .tooManyLinksFromSource)
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
      }
    }
  }

  @Test("a dialler that stops frees who waits for its link")
  func stopsWaiting() async throws {
    let mall = try TestMall()
    let agency = try mall.credential("dinas", roles: [.agency])
    let port = try await mall.withGateway(handler: RecordingHandler()) { try #require($0.port) }
    let states = Recorder<LinkDiallerState>()
    let dialler = try LinkDialler(
      configuration: mall.configuration(agency), host: "127.0.0.1", port: port, handler: RecordingHandler(),
      onChange: { states.record($0) })
    let running = Task { try await dialler.run() }
    let waiting = Task { try await dialler.connected() }
    await states.waitForCount(1)
    running.cancel()
    try await running.value
    let result = await waiting.result
    #expect(throws: Refusal.linkUnavailable) { try result.get() }
  }

  @Test("limits that don't fit together are refused at the start")
  func limits() throws {
    let mall = try TestMall()
    var limits = LinkLimits.standard
    limits.queries.bytes = 5
    let configuration = mall.configuration(try mall.credential("gerbang", roles: [.gateway]), limits: limits)
    #expect(throws: LinkSetupError.self) {
      try LinkServer(configuration: configuration, host: "127.0.0.1", port: 0, handler: RecordingHandler())
    }
  }
}
