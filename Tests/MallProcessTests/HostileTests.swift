import Foundation
import MallDomain
import MallLink
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests {
  @Suite("Hostile peers", .serialized, .mall(of: "pos-indonesia"))
  struct HostileTests {
    private static let service = "pos-indonesia.kirim-dokumen"

    @Test("Each breach ends its own link in an orderly way", arguments: Breach.allCases)
    func breaches(_ breach: Breach) async throws {
      let mall = try TestMall.shared()
      try await mall.acting(as: .citizen) { neighbour in
        let link = try await breach.commit(at: mall)
        try await Patience.wait(until: "the end of a link after \(breach)") { link.hasEnded }
        if let status = breach.goodbye {
          let goodbye = try #require(link.envelopes.first { $0.kind == .goodbye }?.status, "no goodbye")
          #expect(goodbye.code == status.rawValue, "\(goodbye.message)")
          #expect(!goodbye.message.isEmpty)
        } else {
          #expect(!link.envelopes.contains { $0.kind == .welcome })
        }
        // A link that was open before is open still.
        #expect(try await neighbour.service(Self.service).available)
      }
    }

    @Test("Requests that make no sense are refused, and the link stays")
    func refusals() async throws {
      let mall = try TestMall.shared()
      let link = try await Self.greeted(at: mall)
      let requests: [(Wire.Envelope, StatusCode)] = [
        (Wire.Envelope(kind: .request, id: 1, method: "catalogue.invent"), .unimplemented),
        (
          Wire.Envelope(kind: .request, id: 2, method: "catalogue.service", body: [0xff, 0xff, 0xff]), .invalidArgument
        ),
        (Wire.Envelope(kind: .request, id: 3, method: "case.list", target: "pos-indonesia"), .permissionDenied),
        (
          Wire.Envelope(
            kind: .request, id: 4, method: "catalogue.changes",
            principal: Wire.Principal(role: "operator", subject: "tamu", voucher: "citizen")), .permissionDenied
        ),
        (Wire.Envelope(kind: .request, id: 5, method: "catalogue.example", target: "tidak-ada.x"), .unavailable),
        (
          Wire.Envelope(
            kind: .request, id: 6, method: "catalogue.service", via: ["gateway"],
            body: Wire.GetServiceRequest(code: Self.service).encoded()), .failedPrecondition
        ),
      ]
      for (request, status) in requests {
        await link.send(request)
        let answer = try await Patience.wait(for: "an answer to request \(request.id)") {
          link.envelopes.first { $0.kind == .response && $0.id == request.id }
        }
        #expect(answer.status?.code == status.rawValue, "\(request.method): \(answer.status?.message ?? "ok")")
      }
      #expect(!link.hasEnded)
      await link.close()
    }

    @Test("Two hundred hostile links leave the gateway's memory as it was, and others undisturbed")
    func memory() async throws {
      let mall = try TestMall.shared()
      let gateway = try mall.gatewayProcess()
      // What every process needs once: contexts, pools, the first of everything.
      try await assault(mall, links: 40)
      let before = try gateway.residentBytes
      try await assault(mall, links: 200)
      let growth = try gateway.residentBytes - before
      print("gateway: \(before >> 20) MiB, after 200 hostile links \(growth >> 20) MiB more")
      #expect(growth < Self.allowedGrowth)
    }

    /// Bytes. A frame of the largest size for each of 200 links would be 800 MiB.
    private static let allowedGrowth = 48 << 20

    /// Commits all breaches several times over, while a neighbour goes on with its own business.
    private func assault(_ mall: TestMall, links: Int) async throws {
      let queue = Queue((0..<links).map { Breach.allCases[$0 % Breach.allCases.count] })
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await mall.acting(as: .citizen(1)) { try await Self.shop($0, whileThereIs: queue) } }
        for _ in 0..<Self.attackers {
          group.addTask {
            while let breach = queue.next() {
              let link = try await breach.commit(at: mall)
              // An unfinished one would stay to the gateway's own deadline.
              if breach != .neverFinishing {
                try await Patience.wait(until: "the end of a link after \(breach)") { link.hasEnded }
              }
              await link.close()
            }
          }
        }
        try await group.waitForAll()
      }
    }

    private static let attackers = 20

    private static func shop(_ citizen: MallClient, whileThereIs queue: Queue<Breach>) async throws {
      while !queue.isEmpty {
        let isAvailable = try await citizen.service(service).available
        #expect(isAvailable)
      }
    }

    /// A link after the handshake, as a citizen.
    static func greeted(at mall: TestMall) async throws -> RawLink {
      let credential = try mall.badges.credential(.citizen)
      let link = try await RawLink(to: mall.address, .tls(credential))
      await link.send(Breach.hello(credential))
      _ = try await link.envelope(.welcome)
      return link
    }
  }
}

/// What a peer may do against the protocol.
enum Breach: String, Sendable, CaseIterable {
  case announcesFourGiB, announcesMoreThanAgreed, emptyFrame, garbageFrame, tornFrame
  case neverFinishing
  case requestBeforeHello, secondHello, answerNeverAskedFor, requestWithoutID, unknownKind
  case wrongVersion, anotherNodesName
  case plaintext, noCertificate, anotherAuthority, anotherMall

  /// The status that the gateway says at the end; nil where there is no link on which to say it.
  var goodbye: StatusCode? {
    switch self {
    case .announcesFourGiB, .announcesMoreThanAgreed, .emptyFrame, .garbageFrame, .requestBeforeHello, .secondHello,
      .answerNeverAskedFor, .requestWithoutID, .unknownKind:
      .invalidArgument
    case .wrongVersion: .failedPrecondition
    case .anotherNodesName: .permissionDenied
    case .neverFinishing: .deadlineExceeded
    case .tornFrame, .plaintext, .noCertificate, .anotherAuthority, .anotherMall: nil
    }
  }

  /// Does it over a link of its own.
  func commit(at mall: TestMall) async throws -> RawLink {
    let credential = try mall.badges.credential(.citizen)
    switch self {
    case .plaintext:
      let link = try await RawLink(to: mall.address, .plain)
      await link.send(Array("GET / HTTP/1.1\r\nHost: mall\r\n\r\n".utf8))
      return link
    case .noCertificate: return try await strange(nil, at: mall)
    case .anotherAuthority: return try await strange(try Self.credential(ofMall: "mal-uji"), at: mall)
    case .anotherMall: return try await strange(try Self.credential(ofMall: "mal-lain"), at: mall)
    case .requestBeforeHello:
      return try await open(
        at: mall, sending: RawLink.frame(Wire.Envelope(kind: .request, id: 1, method: "catalogue.list").encoded()))
    case .wrongVersion:
      return try await open(at: mall, sending: RawLink.frame(Self.hello(credential, versions: 7...9).encoded()))
    case .anotherNodesName:
      return try await open(at: mall, sending: RawLink.frame(Self.hello(credential, node: "gateway").encoded()))
    case .neverFinishing:
      return try await open(at: mall, sending: RawLink.frame([0x08], announced: 1_000_000))
    case .tornFrame:
      let link = try await open(at: mall, sending: RawLink.frame([0x08], announced: 100))
      await link.close()
      return link
    default:
      let link = try await ProcessTests.HostileTests.greeted(at: mall)
      await link.send(bytesAfterHandshake(credential))
      return link
    }
  }

  private func bytesAfterHandshake(_ credential: Credential) -> [UInt8] {
    switch self {
    case .announcesFourGiB: RawLink.frame(Array(repeating: 0x41, count: 64), announced: .max)
    case .announcesMoreThanAgreed: RawLink.frame(Array(repeating: 0x41, count: 64), announced: 1_048_577)
    case .emptyFrame: RawLink.frame([])
    case .garbageFrame: RawLink.frame(Array(repeating: 0xff, count: 64))
    case .secondHello: RawLink.frame(Self.hello(credential).encoded())
    case .answerNeverAskedFor: RawLink.frame(Wire.Envelope(kind: .response, id: 99).encoded())
    case .requestWithoutID: RawLink.frame(Wire.Envelope(kind: .request, method: "catalogue.list").encoded())
    case .unknownKind: RawLink.frame([0x08, 0x63])
    default: []
    }
  }

  private func open(at mall: TestMall, sending bytes: [UInt8]) async throws -> RawLink {
    let link = try await RawLink(to: mall.address, .tls(try mall.badges.credential(.citizen)))
    await link.send(bytes)
    return link
  }

  /// Says hello with a certificate that the gateway can't believe.
  private func strange(_ credential: Credential?, at mall: TestMall) async throws -> RawLink {
    let link = try await RawLink(to: mall.address, .tls(credential))
    if let credential { await link.send(Self.hello(credential)) }
    return link
  }

  /// A credential of an authority that nobody here knows.
  private static func credential(ofMall mall: String) throws -> Credential {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mall-stranger-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let authority = try CertificateAuthority.create(in: folder.path, mall: mall, at: .yesterday)
    return try authority.issue(
      CredentialRequest(node: try NodeID("citizen"), roles: [.citizen], subject: "tamu", validFrom: .yesterday))
  }

  static func hello(
    _ credential: Credential, node: String? = nil, versions: ClosedRange<UInt32> = 1...1
  ) -> Wire.Envelope {
    let hello = Wire.Hello(
      versionMin: versions.lowerBound, versionMax: versions.upperBound, node: node ?? credential.identity.node.text,
      software: "raw", roles: credential.identity.roles.map(\.rawValue))
    return Wire.Envelope(kind: .hello, body: hello.encoded())
  }
}
