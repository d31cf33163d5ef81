import MallDomain
import MallWire
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A connection that keeps to no rule of the protocol by itself: it sends the bytes it is given, and tells what comes.
///
/// For looking at how a peer behaves, as `mall conform` does. A link of a mall is a ``Link``.
package final class ProbeConnection: Sendable {
  /// What came.
  package enum Event: Sendable {
    case envelope(Wire.Envelope)
    /// A frame that holds no envelope, or one of a length that nobody may send.
    case unreadable
    case ended
  }

  private struct State {
    var events: [Event] = []
    var hasEnded = false
    var waiter: (number: UInt64, continuation: CheckedContinuation<Event?, Never>)?
    var lastWaiter: UInt64 = 0
  }

  private let channel: any Channel
  private let state: StateBox

  fileprivate final class StateBox: Sendable {
    private let state = Mutex(State())

    func put(_ event: Event) {
      let waiter: CheckedContinuation<Event?, Never>? = state.withLock { state in
        if case .ended = event { state.hasEnded = true }
        if let waiter = state.waiter {
          state.waiter = nil
          return waiter.continuation
        }
        state.events.append(event)
        return nil
      }
      waiter?.resume(returning: event)
    }

    /// Hands the next event over, at once or when it comes; answers the number of who waits.
    func take(_ continuation: CheckedContinuation<Event?, Never>) -> UInt64? {
      let (event, number): (Event?, UInt64?) = state.withLock { state in
        if !state.events.isEmpty { return (state.events.removeFirst(), nil) }
        if state.hasEnded { return (.ended, nil) }
        state.lastWaiter += 1
        state.waiter = (state.lastWaiter, continuation)
        return (nil, state.lastWaiter)
      }
      if let event { continuation.resume(returning: event) }
      return number
    }

    func giveUp(_ number: UInt64) {
      let waiter: CheckedContinuation<Event?, Never>? = state.withLock { state in
        guard let waiter = state.waiter, waiter.number == number else { return nil }
        state.waiter = nil
        return waiter.continuation
      }
      waiter?.resume(returning: nil)
    }
  }

  fileprivate init(channel: any Channel, state: StateBox) {
    self.channel = channel
    self.state = state
  }

  /// Dials a node.
  ///
  /// - Parameter credential: nil shows no certificate.
  package static func dial(host: String, port: Int, credential: Credential?) async throws -> ProbeConnection {
    let context = try credential.map { try TLSContexts.client($0) } ?? strangerContext()
    let state = StateBox()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            NIOSSLClientHandler(context: context, serverHostname: nil), ProbeHandler(state))
        }
      }
      .connect(host: host, port: port).get()
    return ProbeConnection(channel: channel, state: state)
  }

  /// Believes any server, since it is the server that is looked at, and shows no certificate.
  private static func strangerContext() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .none
    return try NIOSSLContext(configuration: configuration)
  }

  package func send(_ bytes: [UInt8]) async {
    try? await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  package func send(_ envelope: Wire.Envelope) async {
    await send(Self.frame(envelope.encoded()))
  }

  /// Bytes with a length before them, a wrong one where one is given.
  package static func frame(_ bytes: [UInt8], announcing length: UInt32? = nil) -> [UInt8] {
    withUnsafeBytes(of: (length ?? UInt32(clamping: bytes.count)).bigEndian, Array.init) + bytes
  }

  /// What came next; nil when nothing came within `limit`. For one caller at a time.
  package func next(within limit: Duration) async -> Event? {
    let limit = TimeAmount.nanoseconds(Int64(limit / .nanoseconds(1)))
    return await withCheckedContinuation { continuation in
      guard let number = state.take(continuation) else { return }
      channel.eventLoop.scheduleTask(in: limit) { [state] in state.giveUp(number) }
    }
  }

  /// The peer's certificate (DER), once TLS is established; nil where it showed none.
  package func peerCertificate() async -> [UInt8]? {
    try? await channel.eventLoop.submit { [channel] in
      try channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self).peerCertificate?.toDERBytes()
    }.get()
  }

  package func close() async {
    try? await channel.close()
  }
}

/// Takes connections of nodes that dial, one after the other.
package final class ProbeListener: Sendable {
  private let channel: any Channel
  private let connections: AsyncStream<ProbeConnection>

  package static func listen(host: String, port: Int, credential: Credential) async throws -> ProbeListener {
    let context = try TLSContexts.server(credential)
    let (connections, post) = AsyncStream.makeStream(of: ProbeConnection.self)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let state = ProbeConnection.StateBox()
          try channel.pipeline.syncOperations.addHandlers(
            NIOSSLServerHandler(context: context),
            ProbeHandler(state) { post.yield(ProbeConnection(channel: channel, state: state)) })
        }
      }
      .bind(host: host, port: port).get()
    return ProbeListener(channel: channel, connections: connections)
  }

  private init(channel: any Channel, connections: AsyncStream<ProbeConnection>) {
    self.channel = channel
    self.connections = connections
  }

  package var port: Int { channel.localAddress?.port ?? 0 }

  /// The next connection whose TLS handshake succeeded; nil when none came within `limit`.
  package func accept(within limit: Duration) async -> ProbeConnection? {
    await withTaskGroup(of: ProbeConnection?.self) { [connections] group in
      group.addTask {
        var iterator = connections.makeAsyncIterator()
        return await iterator.next()
      }
      group.addTask {
        try? await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }

  package func close() async {
    try? await channel.close()
  }
}

/// Cuts bytes into envelopes.
private final class ProbeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let state: ProbeConnection.StateBox
  private let established: () -> Void
  private var accumulator = FrameAccumulator()

  init(_ state: ProbeConnection.StateBox, established: @escaping () -> Void = {}) {
    self.state = state
    self.established = established
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    accumulator.append(unwrapInboundIn(data))
    while true {
      switch accumulator.next(limit: LinkLimits.largestFrame) {
      case .envelope(let bytes):
        let envelope = try? Wire.Envelope(decoding: Array(buffer: bytes))
        state.put(envelope.map(ProbeConnection.Event.envelope) ?? .unreadable)
      case .incomplete: return accumulator.compact()
      case .empty, .tooLarge:
        state.put(.unreadable)
        return context.close(promise: nil)
      }
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent { established() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    state.put(.ended)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
