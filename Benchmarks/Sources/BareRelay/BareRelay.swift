import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// The least that a hop over TLS can cost: takes TLS off, puts TLS on, reads nothing.
///
/// It bears the certificates of both ends, so that the same callers and the same provider talk through it as through
/// the gateway, with the same frames. Both connections of a pair are on one event loop.
@main
struct BareRelay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "bare-relay")

  @Option(help: "Port of the provider on this machine; without it connections are kept and what they say is dropped.")
  var provider: Int?
  @Option(help: "Folder with CERTIFICATE.cert.pem, CERTIFICATE.key.pem and ca.pem.")
  var certificates: String
  @Option(help: "Name of the certificate shown to callers.")
  var asServer: String
  @Option(help: "Name of the certificate shown to the provider.")
  var asCaller: String

  func run() async throws {
    let folder = certificates
    let server = try TLS.context(folder: folder, name: asServer) {
      .makeServerConfiguration(certificateChain: $0, privateKey: $1)
    }
    let client = try TLS.context(folder: folder, name: asCaller) { chain, key in
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.certificateChain = chain
      configuration.privateKey = key
      return configuration
    }
    let provider = provider
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        guard let provider else {
          return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: server), RelayHandler())
          }
        }
        return RelayHandler.join(channel, to: provider, server: server, client: client)
      }
      .bind(host: "127.0.0.1", port: 0).get()
    FileHandle.standardOutput.write(Data("ready \(listener.localAddress?.port ?? 0)\n".utf8))
    try await listener.closeFuture.get()
  }
}

enum TLS {
  static func context(
    folder: String, name: String,
    _ make: ([NIOSSLCertificateSource], NIOSSLPrivateKeySource) -> TLSConfiguration
  ) throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMFile("\(folder)/\(name).cert.pem").map(NIOSSLCertificateSource.certificate)
    let key = try NIOSSLPrivateKey(file: "\(folder)/\(name).key.pem", format: .pem)
    var configuration = make(chain, .privateKey(key))
    configuration.minimumTLSVersion = .tlsv13
    configuration.trustRoots = .file("\(folder)/ca.pem")
    configuration.certificateVerification = .noHostnameVerification
    return try NIOSSLContext(configuration: configuration)
  }
}
