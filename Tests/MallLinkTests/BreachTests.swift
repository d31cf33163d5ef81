import Foundation
import MallDomain
import MallWire
import NIOCore
import NIOPosix
import Testing

@testable import MallLink

/// Peers without manners, over real TLS: each ends its own link with a named reason, while another link keeps working.
@Suite("Breaches over loopback TLS", .timeLimit(.minutes(1)))
struct BreachTests {
  struct Breach: Sendable, CustomTestStringConvertible {
    var name: String
    /// Sent in one piece after the handshake, or instead of it.
    var bytes: [UInt8]
    var greets = true
    var reason: String
    var status: StatusCode?
    var testDescription: String { name }
  }

  private static func frame(_ envelope: Wire.Envelope) -> [UInt8] {
    let bytes = envelope.encoded()
    return withUnsafeBytes(of: UInt32(bytes.count).bigEndian, Array.init) + bytes
  }

  static let breaches: [Breach] = [
    Breach(name: "a length of zero", bytes: [0, 0, 0, 0], reason: "frame_empty", status: .invalidArgument),
    Breach(
      name: "4 GiB announced", bytes: [0xff, 0xff, 0xff, 0xff], reason: "frame_too_large", status: .invalidArgument),
    Breach(
      name: "a byte above the limit", bytes: [0, 0x10, 0, 1, 1], reason: "frame_too_large", status: .invalidArgument),
    Breach(
      name: "garbage in a frame", bytes: [0, 0, 0, 3, 0xff, 0xff, 0xff], reason: "frame_unreadable",
      status: .invalidArgument),
    Breach(
      name: "an HTTP request", bytes: Array("GET / HTTP/1.1\r\n\r\n".utf8), reason: "frame_too_large",
      status: .invalidArgument),
    Breach(
      name: "text that isn't UTF-8", bytes: [0, 0, 0, 5, 8, 3, 0x1a, 1, 0xff], reason: "frame_unreadable",
      status: .invalidArgument),
    Breach(
      name: "an answer never asked for", bytes: frame(MachineWorld.envelope(.response, 3)),
      reason: "answer_never_asked_for", status: .invalidArgument),
    Breach(
      name: "a request before hello", bytes: frame(MachineWorld.request(1)), greets: false,
      reason: "frame_before_handshake", status: .invalidArgument),
    Breach(
      name: "garbage before hello", bytes: [0, 0, 0, 1, 0xff], greets: false, reason: "frame_unreadable",
      status: .invalidArgument),
  ]

  @Test("it ends that link with its reason, and no other", arguments: breaches)
  func breach(_ breach: Breach) async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      try await mall.withLink(to: server) { link in
        let credential = try mall.credential("nakal", roles: [.agency])
        let peer = try await RawPeer(credential, to: server)
        if breach.greets { await peer.greet(credential) }
        await peer.send(bytes: breach.bytes)
        let goodbye = await peer.envelope(.goodbye)
        #expect(goodbye.status?.code == breach.status?.rawValue)
        await peer.closed()
        await observer.closes.waitForCount(1)
        let close = observer.closes.events[0]
        #expect(close.reason.name == breach.reason)
        #expect(close.peer?.node.text == "nakal")
        #expect(observer.closes.events.count == 1)
        let answer = try await link.request(OutgoingRequest(method: "catalogue.search", body: [5]))
        #expect(answer.body == [5])
      }
    }
  }

  @Test("a frame that arrives byte by byte is a frame like any other")
  func tornFrame() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler()) { server in
      let credential = try mall.credential("pelan", roles: [.agency])
      let peer = try await RawPeer(credential, to: server)
      await peer.greet(credential)
      for byte in Self.frame(Wire.Envelope(kind: .request, id: 4, method: "catalogue.search", body: [7])) {
        await peer.send(bytes: [byte])
      }
      let answer = await peer.envelope(.response)
      #expect(answer.id == 4)
      #expect(answer.body == [7])
      await peer.close()
    }
  }

  @Test("two frames and a half in one piece: two answers at once, the third when its rest has come")
  func gluedFrames() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler()) { server in
      let credential = try mall.credential("rapat", roles: [.agency])
      let peer = try await RawPeer(credential, to: server)
      await peer.greet(credential)
      let frames = (1...3).map {
        Self.frame(
          Wire.Envelope(kind: .request, id: $0, method: "catalogue.search", body: [UInt8](repeating: 1, count: 99)))
      }
      await peer.send(bytes: frames[0] + frames[1] + frames[2].prefix(50))
      await peer.recorder.waitForCount(3)
      await peer.send(bytes: Array(frames[2].dropFirst(50)))
      await peer.recorder.waitForCount(4)
      await peer.close()
    }
  }

  @Test("an end inside a frame has its own reason")
  func endedInsideFrame() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      let credential = try mall.credential("putus", roles: [.agency])
      let peer = try await RawPeer(credential, to: server)
      await peer.greet(credential)
      await peer.send(bytes: [0, 0, 1, 0, 1, 2, 3])
      await peer.send(MachineWorld.envelope(.ping, 1))
      await peer.close()
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason == .endedInsideFrame)
    }
  }

  @Test("announced sizes cost nothing: a hundred links that announce 1 MiB and never send it")
  func announced() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler()) { server in
      let credential = try mall.credential("warga", roles: [.citizen])
      var peers: [RawPeer] = []
      for _ in 0..<100 {
        let peer = try await RawPeer(credential, to: server)
        await peer.greet(credential)
        peers.append(peer)
      }
      let before = try Self.residentBytes()
      for peer in peers { await peer.send(bytes: [0, 0x10, 0, 0, 1]) }
      // Its answer shows that the server has read what came before on that loop.
      try await mall.withLink(to: server) { link in
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
        let growth = try Self.residentBytes() - before
        #expect(growth < 20 * 1_048_576, "100 MiB were announced, memory grew by \(growth) bytes")
      }
      for peer in peers { await peer.close() }
    }
  }

  @Test("a peer that exceeds its window is ended")
  func windowExceeded() async throws {
    var limits = LinkLimits.standard
    limits.queries.requests = 3
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(limits: limits, handler: RecordingHandler.silent, { $0.observer = observer }) { server in
      let credential = try mall.credential("rakus", roles: [.agency])
      let peer = try await RawPeer(credential, to: server)
      await peer.greet(credential)
      for id: UInt64 in 1...4 { await peer.send(MachineWorld.request(id, "catalogue.search")) }
      let goodbye = await peer.envelope(.goodbye)
      #expect(goodbye.status?.code == StatusCode.resourceExhausted.rawValue)
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason == .windowExceeded(.query))
    }
  }

  @Test("a peer that doesn't read what it asks for is ended, and what waited for it is freed")
  func slowReader() async throws {
    var limits = LinkLimits.standard
    limits.outgoingBuffer = 2 * limits.maximumFrame
    let mall = try TestMall()
    let observer = CloseObserver()
    let handler = RecordingHandler { $0.respond(body: [UInt8](repeating: 1, count: 500_000)) }
    try await mall.withGateway(limits: limits, handler: handler, { $0.observer = observer }) { server in
      let credential = try mall.credential("malas", roles: [.agency])
      let peer = try await RawPeer(credential, to: server)
      await peer.greet(credential)
      try await peer.stopReading()
      for id: UInt64 in 1...200 { await peer.send(MachineWorld.request(id, "catalogue.search")) }
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason == .slowReader)
      try await mall.withLink(to: server) { link in
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
      }
      await peer.close()
    }
  }

  @Test("bytes that aren't TLS end that connection")
  func noTLS() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: try #require(server.port)).get()
      try await channel.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: mall\r\n\r\n"))
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason.name == "tls_failed")
      try await channel.closeFuture.get()
    }
  }

  @Test("who connects and says nothing is ended after 5 s")
  func silentConnection() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: try #require(server.port)).get()
      let greeted = try await RawPeer(try mall.credential("diam", roles: [.agency]), to: server)
      await observer.closes.waitForCount(2)
      #expect(observer.closes.events.allSatisfy { $0.reason == .handshakeTimedOut })
      await greeted.closed()
      try await silent.closeFuture.get()
    }
  }

  /// Linux: the second number of `statm`, in pages.
  private static func residentBytes() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return try #require(Int(fields[1])) * 4_096
  }
}
