import MallLink
import MallNode
import MallWire
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A connection without manners: TLS with whatever certificate, or none, and any bytes over it.
package final class RawLink: Sendable {
  private struct State {
    var bytes = ByteBuffer()
    var hasEnded = false
  }

  private let channel: any Channel
  private let heard: Heard

  private final class Heard: Sendable {
    let state = Mutex(State())
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let heard: Heard

    init(_ heard: Heard) { self.heard = heard }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var bytes = unwrapInboundIn(data)
      heard.state.withLock { _ = $0.bytes.writeBuffer(&bytes) }
    }

    func channelInactive(context: ChannelHandlerContext) {
      heard.state.withLock { $0.hasEnded = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }

  /// What stands between the socket and the bytes.
  package enum Wrapping: Sendable {
    case plain
    case tls(Credential?)
  }

  /// - Parameter wrapping: a server of another mall is not refused: that is for the server to do.
  package init(to address: NodeAddress, _ wrapping: Wrapping) async throws {
    let heard = Heard()
    self.heard = heard
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if case .tls(let credential) = wrapping {
            let context = try NIOSSLContext(configuration: try Self.configuration(credential))
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: context, serverHostname: nil))
          }
          try channel.pipeline.syncOperations.addHandler(Handler(heard))
        }
      }
      .connect(host: address.host, port: address.port).get()
  }

  private static func configuration(_ credential: Credential?) throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .none
    guard let credential else { return configuration }
    // A credential file begins with the TLS certificate and its key.
    let end = "-----END CERTIFICATE-----"
    let pem = try credential.pem()
    let parts = pem.components(splitAfter: end)
    configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(parts.first.utf8))
      .map { .certificate($0) }
    configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(parts.rest.utf8), format: .pem))
    return configuration
  }

  package func send(_ bytes: [UInt8]) async {
    try? await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  package func send(_ envelope: Wire.Envelope) async {
    await send(Self.frame(envelope.encoded()))
  }

  package static func frame(_ bytes: [UInt8], announced: UInt32? = nil) -> [UInt8] {
    withUnsafeBytes(of: (announced ?? UInt32(bytes.count)).bigEndian, Array.init) + bytes
  }

  package func close() async {
    try? await channel.close()
  }

  package var hasEnded: Bool { heard.state.withLock { $0.hasEnded } }

  /// Everything that has come, as text.
  package var text: String { heard.state.withLock { String(buffer: $0.bytes) } }

  /// The envelopes that have come whole.
  package var envelopes: [Wire.Envelope] {
    var bytes = heard.state.withLock { $0.bytes }
    var envelopes: [Wire.Envelope] = []
    while let length = bytes.readInteger(as: UInt32.self), let frame = bytes.readBytes(length: Int(length)) {
      if let envelope = try? Wire.Envelope(decoding: frame) { envelopes.append(envelope) }
    }
    return envelopes
  }

  package func envelope(_ kind: Wire.Kind) async throws -> Wire.Envelope {
    try await Patience.wait(for: "a \(kind)") { envelopes.first { $0.kind == kind } }
  }
}

extension String {
  /// What stands up to the end of a mark, and what comes after it.
  fileprivate func components(splitAfter mark: String) -> (first: String, rest: String) {
    guard let range = firstRange(of: mark) else { return (self, "") }
    return (String(self[..<range.upperBound]), String(self[range.upperBound...]))
  }
}
