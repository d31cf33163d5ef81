import ArgumentParser
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2

typealias Client = GRPCClient<HTTP2ClientTransport.Posix>
typealias Server = GRPCServer<HTTP2ServerTransport.Posix>

/// The method that is called, with bytes as they are: no messages are encoded on either side.
enum Example {
  static let method = MethodDescriptor(fullyQualifiedService: "mall.Bench", method: "Example")
  /// In bytes, of requests and of responses.
  static let bodyLength = 450

  static func body() -> [UInt8] {
    (0..<bodyLength).map { _ in UInt8.random(in: 0...255) }
  }
}

struct RawBytes: MessageSerializer, MessageDeserializer {
  func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes { Bytes(message) }

  func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] {
    bytes.withUnsafeBytes { Array($0) }
  }
}

/// Certificate, key and authority as single PEM files.
struct TLSFiles: ParsableArguments {
  @Option var certificate: String
  @Option var key: String
  @Option var authority: String

  func client(port: Int) throws -> Client {
    let security = HTTP2ClientTransport.Posix.TransportSecurity.mTLS(
      certificateChain: [.file(path: certificate, format: .pem)], privateKey: .file(path: key, format: .pem)
    ) { tls in
      tls.trustRoots = .certificates([.file(path: authority, format: .pem)])
      tls.serverCertificateVerification = .noHostnameVerification
    }
    return Client(
      transport: try .http2NIOPosix(target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: security))
  }

  func server(router: RPCRouter<HTTP2ServerTransport.Posix>) -> Server {
    let security = HTTP2ServerTransport.Posix.TransportSecurity.mTLS(
      certificateChain: [.file(path: certificate, format: .pem)], privateKey: .file(path: key, format: .pem)
    ) { tls in
      tls.trustRoots = .certificates([.file(path: authority, format: .pem)])
    }
    return Server(
      transport: .http2NIOPosix(address: .ipv4(host: "127.0.0.1", port: 0), transportSecurity: security),
      router: router)
  }
}

extension Client {
  func example(_ body: [UInt8]) async throws -> [UInt8] {
    try await unary(
      request: ClientRequest(message: body), descriptor: Example.method, serializer: RawBytes(),
      deserializer: RawBytes(), options: .defaults
    ) { try $0.message }
  }
}

extension Server {
  /// Answers the example method, says on which port, and serves until it is stopped.
  static func serving(
    _ files: TLSFiles, _ answer: @escaping @Sendable ([UInt8]) async throws -> [UInt8]
  ) async throws where Transport == HTTP2ServerTransport.Posix {
    var router = RPCRouter<HTTP2ServerTransport.Posix>()
    router.registerHandler(forMethod: Example.method, deserializer: RawBytes(), serializer: RawBytes()) { request, _ in
      let single = try await ServerRequest(stream: request)
      return StreamingServerResponse(
        single: ServerResponse(message: try await answer(single.message), metadata: [:]))
    }
    let server = files.server(router: router)
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await server.serve() }
      let address = try await server.listeningAddress
      FileHandle.standardOutput.write(Data("ready \(address?.ipv4?.port ?? 0)\n".utf8))
    }
  }
}
