import Logging
import MallDomain
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

/// What a dialler is doing.
package enum LinkDiallerState: Sendable {
  case idle
  case connecting
  case open(Link)
  /// Until it tries again.
  case waiting(Duration, after: CloseReason)
  case stopped
}

/// Keeps one link to a node that listens: what an agency, a bank or a person's command has.
///
/// `run()` dials again whenever the link ends, until the service is shut down; then it says goodbye and waits at most
/// 5 s for what is open. Cancelled, it ends the link at once.
package final class LinkDialler: Service {
  let configuration: LinkConfiguration
  let handler: any LinkHandler
  private let host: String
  private let port: Int
  private let side: LinkSide
  private let onChange: @Sendable (LinkDiallerState) -> Void
  private let shared: Mutex<Shared>

  private struct Shared {
    var trust: MallTrust
    var context: NIOSSLContext
    var state = LinkDiallerState.idle
    var isStopping = false
    var channel: (any Channel)?
    var ended: CheckedContinuation<CloseReason, Never>?
    var endedEarly: CloseReason?
    var waiting: [UInt64: CheckedContinuation<Result<Link, Refusal>, Never>] = [:]
    var lastWaiter: UInt64 = 0
  }

  /// - Parameters:
  ///   - expecting: the role that the listener's certificate must bear.
  ///   - roles: those of its own in which this node wants to act; nil: all in its certificate.
  ///   - onChange: told each new state, on any thread.
  package init(
    configuration: LinkConfiguration, host: String, port: Int, expecting: Role = .gateway, roles: Set<Role>? = nil,
    handler: any LinkHandler, onChange: @escaping @Sendable (LinkDiallerState) -> Void = { _ in }
  ) throws(LinkSetupError) {
    try configuration.checkLimits()
    self.configuration = configuration
    self.handler = handler
    self.host = host
    self.port = port
    self.onChange = onChange
    side = .dialler(roles: roles ?? configuration.credential.identity.roles, expecting: expecting)
    do {
      shared = Mutex(
        Shared(trust: configuration.credential.trust, context: try TLSContexts.client(configuration.credential)))
    } catch {
      throw .credential(error)
    }
  }

  package var state: LinkDiallerState { shared.withLock { $0.state } }

  package var link: Link? {
    guard case .open(let link) = state, link.isOpen else { return nil }
    return link
  }

  /// The link, as soon as it is open. Refused as unavailable when the dialler stops, as cancelled with the task; set a
  /// deadline with a task group.
  package func connected() async throws(Refusal) -> Link {
    let id = shared.withLock { shared in
      shared.lastWaiter += 1
      return shared.lastWaiter
    }
    let result: Result<Link, Refusal> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now: Result<Link, Refusal>? = shared.withLock { shared in
          if Task.isCancelled { return .failure(.requestCancelled) }
          switch shared.state {
          case .open(let link) where link.isOpen: return .success(link)
          case .stopped: return .failure(.linkUnavailable)
          default:
            shared.waiting[id] = continuation
            return nil
          }
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      shared.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: .failure(.requestCancelled))
    }
    return try result.get()
  }

  // MARK: Running

  package func run() async throws {
    await withTaskGroup { group in
      group.addTask { await self.handler.run() }
      await withTaskCancellationHandler {
        await withGracefulShutdownHandler {
          await keepLinked()
        } onGracefulShutdown: {
          self.stop { $0.drain() }
        }
      } onCancel: {
        stop { $0.close(.cancelled) }
      }
      group.cancelAll()
    }
    change(to: .stopped)
  }

  private func keepLinked() async {
    var backoff = Backoff()
    var generator = SystemRandomNumberGenerator()
    while !isStopping {
      change(to: .connecting)
      let dialledAt = NIODeadline.now()
      let reason = await linkOnce()
      if (NIODeadline.now() - dialledAt).duration >= Backoff.settled { backoff.reset() }
      guard !isStopping else { return }
      let pause = backoff.next(needsAttention: reason.needsAttention, using: &generator)
      change(to: .waiting(pause, after: reason))
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
      } catch {
        return
      }
    }
  }

  private var isStopping: Bool { shared.withLock { $0.isStopping } }

  /// Dials, and waits for the link's end.
  private func linkOnce() async -> CloseReason {
    shared.withLock { $0.endedEarly = nil }
    let bootstrap = ClientBootstrap(group: configuration.eventLoopGroup)
      .connectTimeout(LinkLimits.handshakeTimeout.timeAmount)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let context = self.shared.withLock { $0.context }
          // No host name: the peer is known by the names in its certificate.
          try channel.pipeline.syncOperations.addHandlers(
            NIOSSLClientHandler(context: context, serverHostname: nil),
            LinkChannelHandler(owner: self, side: self.side))
        }
      }
    do {
      let channel = try await bootstrap.connect(host: host, port: port).get()
      shared.withLock { $0.channel = channel }
      if isStopping { channel.close(promise: nil) }
    } catch {
      return shared.withLock { $0.endedEarly } ?? .connectFailed("\(error)")
    }
    let reason = await withCheckedContinuation { continuation in
      let early = shared.withLock { shared in
        if shared.endedEarly == nil { shared.ended = continuation }
        return shared.endedEarly
      }
      if let early { continuation.resume(returning: early) }
    }
    shared.withLock { $0.channel = nil }
    return reason
  }

  private func stop(_ end: (Link) -> Void) {
    let (state, channel) = shared.withLock { shared in
      shared.isStopping = true
      return (shared.state, shared.channel)
    }
    if case .open(let link) = state { end(link) } else { channel?.close(promise: nil) }
  }

  private func change(to state: LinkDiallerState) {
    let (waiting, result): ([CheckedContinuation<Result<Link, Refusal>, Never>], Result<Link, Refusal>) =
      shared.withLock { shared in
        shared.state = state
        let waiting = Array(shared.waiting.values)
        switch state {
        case .open(let link):
          shared.waiting = [:]
          return (waiting, .success(link))
        case .stopped:
          shared.waiting = [:]
          return (waiting, .failure(.linkUnavailable))
        default:
          return ([], .failure(.linkUnavailable))
        }
      }
    for continuation in waiting { continuation.resume(returning: result) }
    onChange(state)
  }

  /// Takes a newer revocation list; a link to a node that it names ends now.
  package func update(_ revocations: RevocationList) throws(CredentialError) {
    var credential = configuration.credential
    credential.trust = shared.withLock { $0.trust }
    try credential.trust.update(revocations)
    let context = try TLSContexts.client(credential)
    shared.withLock { shared in
      shared.trust = credential.trust
      shared.context = context
    }
    guard let link else { return }
    do {
      try check(link.peer)
    } catch {
      link.close(.certificateRefused(error))
    }
  }
}

extension LinkDialler: LinkOwner {
  func verify(der: [UInt8]) throws(CertificateRefusal) -> PeerIdentity {
    try shared.withLock { $0.trust }.verify(der: der, for: .tls, at: configuration.certificateClock.now())
  }

  func check(_ peer: PeerIdentity) throws(CertificateRefusal) {
    try shared.withLock { $0.trust }.check(peer, at: configuration.certificateClock.now())
  }

  func admit(_ link: Link, decide: @escaping @Sendable (CloseReason?) -> Void) {
    decide(.secondHandshake)
  }

  func linkOpened(_ link: Link) {
    configuration.logger.info("link opened", metadata: ["peer": "\(link.peer.node)"])
    change(to: .open(link))
    if isStopping { link.drain() }
  }

  func linkClosed(_ link: Link?, peer: PeerIdentity?, reason: CloseReason) {
    configuration.logger.log(
      level: reason.isBreach || reason.needsAttention ? .warning : .info, "link closed",
      metadata: ["peer": "\(peer?.node.text ?? "unknown")", "reason": "\(reason)"])
    let continuation = shared.withLock { shared in
      shared.endedEarly = reason
      defer { shared.ended = nil }
      return shared.ended
    }
    continuation?.resume(returning: reason)
  }
}
