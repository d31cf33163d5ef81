import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a NATS server: TLS with certificates on both sides, one subscription, requests and replies.
///
/// It lives on its event loop. As the mall's links do, it gathers what it writes during a read and sends it once.
final class NATSConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer
  typealias OnMessage =
    @Sendable (NATSConnection, _ subject: Substring, _ replyTo: Substring?, _ payloadLength: Int) -> Void

  private let tls: NIOSSLContext
  private let subscription: String
  private let onMessage: OnMessage
  private let ready: EventLoopPromise<Void>
  private var parser = NATSParser()
  private var outgoing = ByteBuffer()
  private var context: ChannelHandlerContext?
  private var isSecured = false
  private var isReading = false

  private init(tls: NIOSSLContext, subscription: String, ready: EventLoopPromise<Void>, onMessage: @escaping OnMessage)
  {
    self.tls = tls
    self.subscription = subscription
    self.ready = ready
    self.onMessage = onMessage
  }

  /// Connects, subscribes, and waits until the server took the subscription. `onMessage` runs on the event loop.
  static func open(
    to address: HostAndPort, files: TLSFiles, subscription: String, onMessage: @escaping OnMessage
  ) async throws -> NIOLoopBound<NATSConnection> {
    let tls = try files.clientContext()
    let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    let ready = eventLoop.makePromise(of: Void.self)
    let connection = eventLoop.submit {
      NIOLoopBound(
        NATSConnection(tls: tls, subscription: subscription, ready: ready, onMessage: onMessage), eventLoop: eventLoop)
    }
    let bound = try await connection.get()
    do {
      _ = try await ClientBootstrap(group: eventLoop)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
        }
        .connect(host: address.host, port: address.port).get()
    } catch {
      ready.fail(error)
    }
    try await ready.futureResult.get()
    return bound
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func publish(_ subject: some StringProtocol, replyTo: String? = nil, _ payload: [UInt8]) {
    outgoing.writeString("PUB \(subject) \(replyTo.map { $0 + " " } ?? "")\(payload.count)\r\n")
    outgoing.writeBytes(payload)
    outgoing.writeString("\r\n")
    if !isReading { flush() }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    isReading = true
    parser.append(unwrapInboundIn(data))
    while let event = parser.next() {
      switch event {
      case .info: secure(context)
      case .ping: outgoing.writeString("PONG\r\n")
      case .pong: ready.succeed()
      case .message(let subject, let replyTo, let length): onMessage(self, subject, replyTo, length)
      case .refused(let line): end(context, NATSRefusal(line: line))
      }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReading = false
    flush()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context, error) }

  func channelInactive(context: ChannelHandlerContext) { ready.fail(ChannelError.eof) }

  /// The server's greeting comes in the clear; TLS begins after it.
  private func secure(_ context: ChannelHandlerContext) {
    guard !isSecured else { return }
    isSecured = true
    do {
      let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
      try context.pipeline.syncOperations.addHandler(handler, position: .first)
    } catch {
      return end(context, error)
    }
    outgoing.writeString(
      #"CONNECT {"verbose":false,"pedantic":false,"tls_required":true,"lang":"swift","version":"1"}"# + "\r\n")
    outgoing.writeString("SUB \(subscription) 1\r\nPING\r\n")
    // TLS came in between: the end of this read is told to it, and not to this handler.
    flush()
  }

  private func flush() {
    guard let context, outgoing.readableBytes > 0 else { return }
    context.writeAndFlush(wrapOutboundOut(outgoing), promise: nil)
    outgoing = ByteBuffer()
  }

  private func end(_ context: ChannelHandlerContext, _ error: any Error) {
    ready.fail(error)
    context.close(promise: nil)
  }
}

struct NATSRefusal: Error, CustomStringConvertible {
  var line: String
  var description: String { "the NATS server said: \(line)" }
}
