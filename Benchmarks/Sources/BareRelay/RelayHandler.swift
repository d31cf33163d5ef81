import NIOCore
import NIOPosix
import NIOSSL

/// One side of a pair: what it reads, the other writes. Flushes once a read, as the mall's links do.
///
/// There is no back-pressure: the callers never have more than some hundred requests under way.
final class RelayHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var partner: RelayHandler?
  private var context: ChannelHandlerContext?

  /// Connects an accepted channel to the provider, on the same event loop. The channel reads nothing before.
  static func join(
    _ channel: any Channel, to provider: Int, server: NIOSSLContext, client: NIOSSLContext
  ) -> EventLoopFuture<Void> {
    ClientBootstrap(group: channel.eventLoop)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: "127.0.0.1", port: provider)
      .flatMapThrowing { outbound in
        let near = RelayHandler()
        let far = RelayHandler()
        near.partner = far
        far.partner = near
        try outbound.pipeline.syncOperations.addHandlers(
          try NIOSSLClientHandler(context: client, serverHostname: nil), far)
        try channel.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: server), near)
      }
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    partner = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    partner?.context?.write(data, promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) { partner?.context?.flush() }

  func channelInactive(context: ChannelHandlerContext) { partner?.context?.close(promise: nil) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
