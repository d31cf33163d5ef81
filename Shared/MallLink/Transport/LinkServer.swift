import Logging
import MallDomain
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

/// Takes links from nodes that dial: what a gateway has.
///
/// `run()` listens until the service is shut down; then it says goodbye on every link and waits at most 5 s for what is
/// open. Cancelled, it ends the links at once.
package final class LinkServer: Service {
  let configuration: LinkConfiguration
  let handler: any LinkHandler
  private let host: String
  private let requestedPort: Int
  private let options: LinkServerOptions
  private let state: Mutex<State>
  private let birth = ContinuousClock.now

  private struct State {
    var trust: MallTrust
    var context: NIOSSLContext
    var registry: LinkRegistry
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// The channels whose handshake is done.
    var linked: Set<ObjectIdentifier> = []
    var listener: (any Channel)?
    var isStopping = false
    var ended: [CheckedContinuation<Void, Never>] = []

    var isOver: Bool { isStopping && channels.isEmpty }
  }

  /// - Parameter port: 0: any free one; see ``port``.
  package init(
    configuration: LinkConfiguration, host: String, port: Int, options: LinkServerOptions = LinkServerOptions(),
    handler: any LinkHandler
  ) throws(LinkSetupError) {
    try configuration.checkLimits()
    self.configuration = configuration
    self.handler = handler
    self.host = host
    self.options = options
    requestedPort = port
    do {
      state = Mutex(
        State(
          trust: configuration.credential.trust, context: try TLSContexts.server(configuration.credential),
          registry: LinkRegistry(options: options)))
    } catch {
      throw .credential(error)
    }
  }

  /// The port it listens on, once it does.
  package var port: Int? { state.withLock { $0.listener?.localAddress?.port } }

  /// The open links.
  package var links: [Link] { state.withLock { $0.registry.all }.filter(\.isOpen) }

  /// The open link of a node, the newest where there are several.
  package func link(of node: NodeID) -> Link? { state.withLock { $0.registry.link(of: node) } }

  // MARK: Running

  /// Listens. `run()` does it by itself; called before, it tells the port early.
  package func start() async throws(LinkSetupError) {
    guard state.withLock({ $0.listener == nil }) else { return }
    let bootstrap = ServerBootstrap(group: configuration.eventLoopGroup)
      .serverChannelOption(.backlog, value: Int32(clamping: options.backlog))
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try self.accept(channel) }
      }
    do {
      let listener = try await bootstrap.bind(host: host, port: requestedPort).get()
      state.withLock { $0.listener = listener }
      configuration.logger.info("listening", metadata: ["port": "\(listener.localAddress?.port ?? 0)"])
    } catch {
      throw .listening(address: "\(host):\(requestedPort)", reason: "\(error)")
    }
  }

  package func run() async throws {
    try await start()
    await withTaskGroup { group in
      group.addTask { await self.handler.run() }
      await withTaskCancellationHandler {
        await withGracefulShutdownHandler {
          await allEnded()
        } onGracefulShutdown: {
          self.stop { $0.drain() }
        }
      } onCancel: {
        stop { $0.close(.cancelled) }
      }
      group.cancelAll()
    }
  }

  /// Waits until it was stopped and the last connection is gone.
  private func allEnded() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.isOver { state.ended.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }

  private func stop(_ end: (Link) -> Void) {
    let (listener, links, channels) = state.withLock { state in
      state.isStopping = true
      return (state.listener, state.registry.all, state.channels)
    }
    listener?.close(promise: nil)
    for link in links { end(link) }
    let linked = Set(links.map { ObjectIdentifier($0.channel) })
    for (id, channel) in channels where !linked.contains(id) { channel.close(promise: nil) }
    resumeIfOver()
  }

  private func resumeIfOver() {
    let waiting = state.withLock { state in
      guard state.isOver else { return [CheckedContinuation<Void, Never>]() }
      defer { state.ended = [] }
      return state.ended
    }
    for continuation in waiting { continuation.resume() }
  }

  private func accept(_ channel: any Channel) throws {
    let source = channel.remoteAddress?.ipAddress ?? "local"
    let result: Result<NIOSSLContext, CloseReason> = state.withLock { state in
      if state.isStopping { return .failure(.cancelled) }
      if let refusal = state.registry.connect(source: source, options: options, at: now) { return .failure(refusal) }
      state.channels[ObjectIdentifier(channel)] = channel
      return .success(state.context)
    }
    switch result {
    case .failure(let reason):
      linkClosed(nil, peer: nil, reason: reason)
      configuration.observer.linkClosed(nil, reason: reason)
      throw reason
    case .success(let context):
      channel.closeFuture.whenComplete { _ in self.disconnected(channel, source: source) }
      try channel.pipeline.syncOperations.addHandlers(
        NIOSSLServerHandler(context: context), LinkChannelHandler(owner: self, side: .listener))
    }
  }

  private func disconnected(_ channel: any Channel, source: String) {
    state.withLock { state in
      let wasLinked = state.linked.remove(ObjectIdentifier(channel)) != nil || state.isStopping
      state.registry.disconnect(source: source, wasLinked: wasLinked, at: now)
      state.channels[ObjectIdentifier(channel)] = nil
    }
    resumeIfOver()
  }

  /// On a clock of its own, for rates.
  private var now: Duration { ContinuousClock.now - birth }

  // MARK: Revocation

  /// Takes a newer revocation list: whoever it names is ended now, and no old TLS session opens again.
  package func update(_ revocations: RevocationList) throws(CredentialError) {
    var credential = configuration.credential
    credential.trust = state.withLock { $0.trust }
    try credential.trust.update(revocations)
    let context = try TLSContexts.server(credential)
    let links = state.withLock { state in
      state.trust = credential.trust
      state.context = context
      return state.registry.all
    }
    for link in links {
      do {
        try check(link.peer)
      } catch {
        link.close(.certificateRefused(error))
      }
    }
  }
}

extension LinkServer: LinkOwner {
  func verify(der: [UInt8]) throws(CertificateRefusal) -> PeerIdentity {
    try state.withLock { $0.trust }.verify(der: der, for: .tls, at: configuration.certificateClock.now())
  }

  func check(_ peer: PeerIdentity) throws(CertificateRefusal) {
    try state.withLock { $0.trust }.check(peer, at: configuration.certificateClock.now())
  }

  func admit(_ link: Link, decide: @escaping @Sendable (CloseReason?) -> Void) {
    do {
      try check(link.peer)
    } catch {
      return decide(.certificateRefused(error))
    }
    if let why = options.refuse(link.peer) { return decide(.notAdmitted(why)) }
    let policy = options.onDuplicate(link.peer)
    let admission: LinkRegistry.Admission? = state.withLock { state in
      state.isStopping ? nil : state.registry.admit(link, policy: policy)
    }
    switch admission {
    case nil: decide(.cancelled)
    case .admitted: decide(nil)
    case .replacing(let older):
      for other in older { other.close(.replaced) }
      decide(nil)
    case .afterProbing(let older): probe(older, inFavourOf: link, decide: decide)
    }
  }

  /// The older links have a moment to answer; the first that does keeps its place.
  private func probe(_ older: [Link], inFavourOf link: Link, decide: @escaping @Sendable (CloseReason?) -> Void) {
    guard let first = older.first else {
      let isStopping = state.withLock { state in
        if !state.isStopping { state.registry.insert(link) }
        return state.isStopping
      }
      return decide(isStopping ? .cancelled : nil)
    }
    first.probe(within: options.probeTimeout) { isAlive in
      if isAlive { return decide(.alreadyLinked) }
      first.close(.replaced)
      self.probe(Array(older.dropFirst()), inFavourOf: link, decide: decide)
    }
  }

  func linkOpened(_ link: Link) {
    state.withLock { _ = $0.linked.insert(ObjectIdentifier(link.channel)) }
    configuration.logger.info("link opened", metadata: ["peer": "\(link.peer.node)"])
  }

  func linkClosed(_ link: Link?, peer: PeerIdentity?, reason: CloseReason) {
    if let link { state.withLock { $0.registry.remove(link) } }
    configuration.logger.log(
      level: reason.isBreach ? .warning : .info, "link closed",
      metadata: ["peer": "\(peer?.node.text ?? "unknown")", "reason": "\(reason)"])
  }
}
