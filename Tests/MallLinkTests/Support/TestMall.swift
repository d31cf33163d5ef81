import Foundation
import Logging
import MallDomain
import NIOCore
import Synchronization
import Testing

@testable import MallLink

/// A mall's authority in a folder of its own, which goes with it.
final class TestMall: Sendable {
  let folder: String
  let name: String
  private let authority: Mutex<CertificateAuthority>

  init(_ name: String = "contoh") throws {
    self.name = name
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("mall-link-\(UUID().uuidString)").path
    authority = Mutex(try CertificateAuthority.create(in: folder + "/authority", mall: name, at: .yesterday))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func credential(
    _ node: String, roles: Set<Role>, agencies: [String] = [], subject: String? = nil,
    validFrom: MallInstant = .yesterday, validFor: Duration = .seconds(30 * 86_400)
  ) throws -> Credential {
    let request = CredentialRequest(
      node: try NodeID(node), roles: roles, agencies: Set(try agencies.map { try AgencyID($0) }), subject: subject,
      validFrom: validFrom, validFor: validFor)
    return try authority.withLock { try $0.issue(request) }
  }

  func revoke(_ node: String) throws -> RevocationList {
    let node = try NodeID(node)
    return try authority.withLock { try $0.revoke(node: node, at: MallClock.system.now()) }
  }

  func configuration(
    _ credential: Credential, limits: LinkLimits = .standard, _ change: (inout LinkConfiguration) -> Void = { _ in }
  ) -> LinkConfiguration {
    var configuration = LinkConfiguration(credential: credential, software: "test 1.0")
    configuration.limits = limits
    configuration.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    change(&configuration)
    return configuration
  }

  /// A gateway that listens while `body` runs.
  func withGateway<Result>(
    limits: LinkLimits = .standard, options: LinkServerOptions = LinkServerOptions(),
    handler: any LinkHandler, _ change: (inout LinkConfiguration) -> Void = { _ in },
    _ body: (LinkServer) async throws -> Result
  ) async throws -> Result {
    let credential = try credential("gerbang", roles: [.gateway])
    let server = try LinkServer(
      configuration: configuration(credential, limits: limits, change), host: "127.0.0.1", port: 0,
      options: options, handler: handler)
    try await server.start()
    return try await withThrowingTaskGroup { group in
      group.addTask { try await server.run() }
      defer { group.cancelAll() }
      return try await body(server)
    }
  }

  /// A node that dials while `body` runs.
  func withDialler<Result>(
    _ credential: Credential, to server: LinkServer, expecting: Role = .gateway, roles: Set<Role>? = nil,
    handler: any LinkHandler = RecordingHandler(), states: Recorder<LinkDiallerState> = Recorder(),
    _ body: (LinkDialler) async throws -> Result
  ) async throws -> Result {
    let dialler = try LinkDialler(
      configuration: configuration(credential), host: "127.0.0.1", port: try #require(server.port),
      expecting: expecting, roles: roles, handler: handler, onChange: { states.record($0) })
    return try await withThrowingTaskGroup { group in
      group.addTask { try await dialler.run() }
      defer { group.cancelAll() }
      return try await body(dialler)
    }
  }

  /// An agency's link to the gateway, as long as `body` runs.
  func withLink<Result>(
    to server: LinkServer, handler: any LinkHandler = RecordingHandler(), _ body: (Link) async throws -> Result
  ) async throws -> Result {
    let credential = try credential("dinas", roles: [.agency], agencies: ["disdukcapil"])
    return try await withDialler(credential, to: server, handler: handler) { dialler in
      try await body(try await dialler.connected())
    }
  }
}

extension MallInstant {
  static var yesterday: MallInstant { MallClock.system.now().adding(.seconds(-86_400)) }
}

/// Records what happens, and answers by a rule.
final class RecordingHandler: LinkHandler {
  enum Event: Sendable {
    case opened(Link)
    case closed(Link, CloseReason)
    case request(IncomingRequest)
  }

  let recorder = Recorder<Event>()
  private let pause: TimeAmount?
  private let rule: @Sendable (IncomingRequest) -> Void

  /// - Parameters:
  ///   - pause: how long a peer isn't read from after each batch.
  ///   - rule: by default a request's body comes back.
  init(
    pause: TimeAmount? = nil,
    _ rule: @escaping @Sendable (IncomingRequest) -> Void = { $0.respond(body: $0.envelope.body) }
  ) {
    self.pause = pause
    self.rule = rule
  }

  func readPause(for peer: PeerIdentity) -> TimeAmount? { pause }

  func linkOpened(_ link: Link) { recorder.record(.opened(link)) }
  func linkClosed(_ link: Link, reason: CloseReason) { recorder.record(.closed(link, reason)) }

  func handle(_ request: IncomingRequest) {
    recorder.record(.request(request))
    rule(request)
  }

  /// The first request, when it has come.
  func request() async -> IncomingRequest {
    await recorder.first { if case .request(let request) = $0 { request } else { nil } }
  }

  func closeReason() async -> CloseReason {
    await recorder.first { if case .closed(_, let reason) = $0 { reason } else { nil } }
  }

  static var silent: RecordingHandler { RecordingHandler { _ in } }
}

/// Records why links ended, those too that never opened.
final class CloseObserver: LinkObserver {
  struct Close: Sendable {
    var peer: PeerIdentity?
    var reason: CloseReason
  }

  let closes = Recorder<Close>()
  let finished = Recorder<(method: String, status: StatusCode, direction: LinkDirection)>()

  func linkOpened(_ peer: PeerIdentity) {}
  func linkClosed(_ peer: PeerIdentity?, reason: CloseReason) { closes.record(Close(peer: peer, reason: reason)) }
  func requestFinished(method: String, status: StatusCode, duration: Duration, direction: LinkDirection) {
    finished.record((method, status, direction))
  }
  func transferred(bytes: Int, direction: LinkDirection) {}
}
