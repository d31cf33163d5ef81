import ArgumentParser
import NIOCore
import NIOSSL
import Synchronization

/// Certificate, key and authority as single PEM files.
struct TLSFiles: ParsableArguments {
  @Option var certificate: String
  @Option var key: String
  @Option var authority: String

  func clientContext() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv13
    configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
    configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
    configuration.trustRoots = .file(authority)
    configuration.certificateVerification = .noHostnameVerification
    return try NIOSSLContext(configuration: configuration)
  }
}

/// Callers that use a NATS server's request-reply over one connection: an inbox with a wildcard, a number a request.
struct NATSCaller: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "nats-caller")

  @Option var connect: HostAndPort
  @OptionGroup var files: TLSFiles

  func run() async throws {
    let waiting = Mutex<[Int: @Sendable (Bool) -> Void]>([:])
    let inbox = "_INBOX.bench"
    let connection = try await NATSConnection.open(to: connect, files: files, subscription: "\(inbox).*") {
      _, subject, _, length in
      let number = Int(subject.dropFirst(inbox.count + 1)) ?? 0
      let answered = waiting.withLock { $0.removeValue(forKey: number) }
      answered?(length == Example.bodyLength)
    }
    let body = Example.body()
    let numbers = Atomic(0)
    try await Steering.serve { order in
      try await ClosedLoop.run(order, on: connection.eventLoop) { answered in
        let number = numbers.add(1, ordering: .relaxed).newValue
        waiting.withLock { $0[number] = answered }
        connection.value.publish(Example.target, replyTo: "\(inbox).\(number)", body)
      }
    }
  }
}

/// Answers every request with the same bytes.
struct NATSProvider: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "nats-provider")

  @Option var connect: HostAndPort
  @OptionGroup var files: TLSFiles

  func run() async throws {
    let body = Example.body()
    let connection = try await NATSConnection.open(to: connect, files: files, subscription: Example.target) {
      connection, _, replyTo, length in
      guard let replyTo, length == Example.bodyLength else { return }
      connection.publish(replyTo, body)
    }
    await Steering.wait()
    withExtendedLifetime(connection) {}
  }
}
