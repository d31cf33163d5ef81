import MallDomain
import MallWire
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import MallLink

/// A peer without manners: TLS with a credential, and any bytes over it.
final class RawPeer: Sendable {
  enum Event: Sendable {
    case envelope(Wire.Envelope)
    case closed
  }

  let recorder: Recorder<Event>
  private let channel: any Channel

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let recorder: Recorder<Event>
    var frames = FrameAccumulator()

    init(_ recorder: Recorder<Event>) { self.recorder = recorder }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      frames.append(unwrapInboundIn(data))
      while case .envelope(let bytes) = frames.next(limit: LinkLimits.largestFrame) {
        guard let envelope = try? Wire.Envelope(decoding: Array(bytes.readableBytesView)) else { continue }
        recorder.record(.envelope(envelope))
      }
    }

    func channelInactive(context: ChannelHandlerContext) { recorder.record(.closed) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
  }

  init(_ credential: Credential, to server: LinkServer) async throws {
    let recorder = Recorder<Event>()
    self.recorder = recorder
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let context = try TLSContexts.client(credential)
          try channel.pipeline.syncOperations.addHandlers(
            NIOSSLClientHandler(context: context, serverHostname: nil), Handler(recorder))
        }
      }
      .connect(host: "127.0.0.1", port: try #require(server.port)).get()
  }

  func send(bytes: [UInt8]) async {
    try? await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  func send(_ envelope: Wire.Envelope) async {
    let bytes = envelope.encoded()
    await send(bytes: withUnsafeBytes(of: UInt32(bytes.count).bigEndian, Array.init) + bytes)
  }

  /// Takes nothing more from its socket.
  func stopReading() async throws {
    try await channel.setOption(.autoRead, value: false).get()
  }

  /// Ends the connection without a goodbye.
  func close() async {
    try? await channel.close()
  }

  /// Does the handshake as it should be.
  func greet(_ credential: Credential) async {
    await send(Self.hello(credential))
    _ = await envelope(.welcome)
  }

  static func hello(_ credential: Credential) -> Wire.Envelope {
    Frames.hello(
      LinkNode(node: credential.identity.node, mall: credential.identity.mall, software: "raw"),
      roles: credential.identity.roles, facts: LinkFacts())
  }

  /// The first envelope of a kind, when it has come.
  func envelope(_ kind: Wire.Kind) async -> Wire.Envelope {
    await recorder.first { if case .envelope(let envelope) = $0, envelope.kind == kind { envelope } else { nil } }
  }

  func closed() async {
    await recorder.wait { $0.contains { if case .closed = $0 { true } else { false } } }
  }
}
