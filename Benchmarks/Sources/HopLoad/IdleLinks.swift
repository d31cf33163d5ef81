import ArgumentParser
import MallDomain
import MallLink
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// Opens links that say nothing, and keeps them: each order opens so many more and is answered with their number.
struct IdleLinks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "idle-links")

  @Option var connect: HostAndPort
  @Option var credential: String

  func run() async throws {
    let configuration = try LinkEnd.configuration(credential)
    try await withThrowingTaskGroup { group in
      try await Steering.serve { order in
        try await OpenedInWaves.open(order.callers) {
          let dialler = try LinkDialler(
            configuration: configuration, host: connect.host, port: connect.port, handler: NoRequests())
          group.addTask { try await dialler.run() }
          return { _ = try await dialler.connected() }
        }
      }
      group.cancelAll()
    }
  }
}

/// Opens TLS connections that carry nothing, and keeps them: what idle links are compared with.
struct IdleConnections: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "idle-connections")

  @Option var connect: HostAndPort
  @OptionGroup var files: TLSFiles

  func run() async throws {
    let context = try files.clientContext()
    var channels: [any Channel] = []
    try await Steering.serve { order in
      try await OpenedInWaves.open(order.callers) {
        let secured = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
        let channel = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
          .channelOption(.tcpOption(.tcp_nodelay), value: 1)
          .channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
              try channel.pipeline.syncOperations.addHandlers(
                try NIOSSLClientHandler(context: context, serverHostname: nil), SecuredHandler(secured))
            }
          }
          .connect(host: connect.host, port: connect.port)
        channel.whenFailure { secured.fail($0) }
        channels.append(try await channel.get())
        return { try await secured.futureResult.get() }
      }
    }
  }

  /// Tells when TLS is agreed.
  private final class SecuredHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let secured: EventLoopPromise<Void>

    init(_ secured: EventLoopPromise<Void>) { self.secured = secured }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case .handshakeCompleted = event as? TLSUserEvent { secured.succeed() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { secured.fail(error) }

    func channelInactive(context: ChannelHandlerContext) { secured.fail(ChannelError.eof) }
  }
}

enum OpenedInWaves {
  /// So many are on their way at once: handshakes cost processor time on both sides, and have a time limit.
  private static let wave = 64

  /// Starts `count` connections, and waits for each; `start` returns how to wait for its own.
  static func open(_ count: Int, start: () async throws -> () async throws -> Void) async throws -> Int {
    var opened = 0
    while opened < count {
      var waiting: [() async throws -> Void] = []
      for _ in 0..<min(wave, count - opened) { waiting.append(try await start()) }
      for wait in waiting { try await wait() }
      opened += waiting.count
    }
    return opened
  }
}
