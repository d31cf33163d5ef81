import Foundation
import MallDomain
import MallWire
import Testing

@testable import MallLink

@Suite("Who gets a link", .timeLimit(.minutes(1)))
struct AdmissionTests {
  /// Dials until the first link has ended or the dialler waits, and says why.
  private func refusal(
    _ credential: Credential, _ mall: TestMall, to server: LinkServer, expecting: Role = .gateway,
    roles: Set<Role>? = nil
  ) async throws -> (pause: Duration, reason: CloseReason) {
    let states = Recorder<LinkDiallerState>()
    return try await mall.withDialler(credential, to: server, expecting: expecting, roles: roles, states: states) { _ in
      await states.first { state in
        if case .waiting(let pause, let reason) = state { (pause, reason) } else { nil }
      }
    }
  }

  enum Wrong: String, CaseIterable, Sendable {
    case expired, notYetValid
  }

  @Test(
    "a certificate out of its time: the server says so, the dialler learns it and waits long", arguments: Wrong.allCases
  )
  func outOfTime(wrong: Wrong) async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      let tomorrow = MallClock.system.now().adding(.seconds(86_400))
      let credential =
        switch wrong {
        case .expired: try mall.credential("dinas", roles: [.agency], validFrom: .yesterday, validFor: .seconds(3_600))
        case .notYetValid: try mall.credential("dinas", roles: [.agency], validFrom: tomorrow)
        }
      let (pause, reason) = try await refusal(credential, mall, to: server)
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason == .certificateRefused(wrong == .expired ? .expired : .notYetValid))
      #expect(observer.closes.events[0].peer == nil)
      #expect(reason.name == "refused_by_peer_tls")
      #expect(pause >= .seconds(30))
    }
  }

  @Test("another authority's certificate, though it names the same mall, gets nowhere on either side")
  func otherAuthority() async throws {
    let mall = try TestMall("contoh")
    let stranger = try TestMall("contoh").credential("dinas", roles: [.agency])
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      // It doesn't look at the server's certificate.
      let path = mall.folder + "/stranger.pem"
      try stranger.write(to: path)
      _ = try OpenSSL.client(
        port: try #require(server.port), folder: mall.folder, arguments: ["-cert", path, "-key", path])
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason == .certificateRefused(.wrongAuthority))
      #expect(observer.closes.events[0].peer == nil)
      // This one does.
      let (pause, reason) = try await refusal(stranger, mall, to: server)
      #expect(reason == .certificateRefused(.wrongAuthority))
      #expect(pause >= .seconds(30))
    }
  }

  @Test("a revoked certificate is refused before hello is answered, and its open link ends")
  func revoked() async throws {
    let mall = try TestMall()
    let gateway = RecordingHandler()
    try await mall.withGateway(handler: gateway) { server in
      let credential = try mall.credential("laptop", roles: [.officer])
      let states = Recorder<LinkDiallerState>()
      try await mall.withDialler(credential, to: server, states: states) { dialler in
        _ = try await dialler.connected()
        try server.update(try mall.revoke("laptop"))
        #expect(await gateway.closeReason() == .certificateRefused(.revoked(credential.identity.serial)))
        let waiting = await states.first { state in
          if case .waiting(let pause, let reason) = state { (pause, reason) } else { nil }
        }
        #expect(waiting.0 >= .seconds(30))
        #expect(waiting.1.needsAttention)
      }
      let (pause, reason) = try await refusal(credential, mall, to: server)
      guard case .endedByPeer(.unauthenticated, let text) = reason else {
        Issue.record("ended with \(reason)")
        return
      }
      #expect(text.contains("revoked"))
      #expect(pause >= .seconds(30))
      // Others notice nothing.
      try await mall.withLink(to: server) { link in
        _ = try await link.request(OutgoingRequest(method: "catalogue.search"))
      }
    }
  }

  @Test("a role that isn't in the certificate isn't had by asking")
  func roleNotInCertificate() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      let credential = try mall.credential("warga", roles: [.citizen])
      let (pause, reason) = try await refusal(credential, mall, to: server, roles: [.citizen, .operator])
      guard case .endedByPeer(.permissionDenied, _) = reason else {
        Issue.record("ended with \(reason)")
        return
      }
      #expect(pause >= .seconds(30))
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason == .roleNotInCertificate("operator"))
    }
  }

  @Test("a dialler refuses a listener that isn't a gateway")
  func notAGateway() async throws {
    let mall = try TestMall()
    try await mall.withGateway(handler: RecordingHandler()) { server in
      let credential = try mall.credential("dinas", roles: [.agency])
      let (_, reason) = try await refusal(credential, mall, to: server, expecting: .bank)
      #expect(reason == .peerLacksRole(.bank))
    }
  }

  @Test("whom the server's owner refuses is told why")
  func notAdmitted() async throws {
    let mall = try TestMall()
    var options = LinkServerOptions()
    options.refuse = { $0.roles.contains(.bank) ? "no banks today" : nil }
    try await mall.withGateway(options: options, handler: RecordingHandler()) { server in
      let credential = try mall.credential("bank", roles: [.bank])
      let (_, reason) = try await refusal(credential, mall, to: server)
      #expect(reason == .endedByPeer(.permissionDenied, "no banks today"))
    }
  }

  @Test("a peer without certificate gets nowhere")
  func noCertificate() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      let port = try #require(server.port)
      _ = try OpenSSL.client(port: port, folder: mall.folder, arguments: [])
      await observer.closes.waitForCount(1)
      #expect(observer.closes.events[0].reason.name == "tls_failed")
      #expect(observer.closes.events[0].peer == nil)
    }
  }

  @Test("a resumed session of a revoked certificate gets nowhere, with the old ticket context or a new one")
  func resumption() async throws {
    let mall = try TestMall()
    let observer = CloseObserver()
    try await mall.withGateway(handler: RecordingHandler(), { $0.observer = observer }) { server in
      let port = try #require(server.port)
      let credential = try mall.credential("laptop", roles: [.officer])
      let path = mall.folder + "/laptop.pem"
      try credential.write(to: path)
      let session = mall.folder + "/session"
      let identity = ["-cert", path, "-key", path]
      let first = try OpenSSL.client(
        port: port, folder: mall.folder, arguments: identity + ["-sess_out", session])
      #expect(first.contains("New, TLSv1.3"))
      #expect(FileManager.default.fileExists(atPath: session))
      let second = try OpenSSL.client(port: port, folder: mall.folder, arguments: identity + ["-sess_in", session])
      #expect(second.contains("Reused, TLSv1.3"), "without resumption this test shows nothing")
      await observer.closes.waitForCount(2)

      try server.update(try mall.revoke("laptop"))
      let third = try OpenSSL.client(port: port, folder: mall.folder, arguments: identity + ["-sess_in", session])
      #expect(!third.contains("Reused, TLSv1.3"))
      await observer.closes.waitForCount(3)
      #expect(observer.closes.events[2].reason == .certificateRefused(.revoked(credential.identity.serial)))
    }
  }
}

/// Debian's `openssl s_client`, which can keep and resume sessions.
enum OpenSSL {
  static func client(port: Int, folder: String, arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["timeout", "10", "openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-tls1_3", "-ign_eof"] + arguments
    let output = Pipe()
    let input = Pipe()
    process.standardOutput = output
    process.standardError = Pipe()
    process.standardInput = input
    try process.run()
    // A frame of no bytes: the server ends the link, and with it the client.
    try input.fileHandleForWriting.write(contentsOf: Data([0, 0, 0, 0]))
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
