import ArgumentParser
import Logging
import MallDomain
import MallLink
import MallWire

/// Callers on one link of the mall's protocol: to the gateway, or to a relay that stands in its place.
struct LinkCaller: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "link-caller")

  @Option var connect: HostAndPort
  @Option var credential: String

  func run() async throws {
    let dialler = try LinkDialler(
      configuration: try LinkEnd.configuration(credential), host: connect.host, port: connect.port,
      handler: NoRequests())
    try await LinkEnd.running(dialler.run) {
      let link = try await dialler.connected()
      let request = OutgoingRequest(method: Example.method, target: Example.target, body: Example.body())
      try await Steering.serve { order in
        try await ClosedLoop.run(order, on: link.eventLoop) { answered in
          link.send(request) { result in
            guard case .success(let response) = result else { return answered(false) }
            answered(response.body.count == Example.bodyLength)
          }
        }
      }
    }
  }
}

struct NoRequests: LinkHandler {
  func handle(_ request: IncomingRequest) {
    request.respond(refusal: Refusal(.unimplemented, detail: "a caller answers no requests"))
  }
}

/// An agency that answers every request with the same bytes. It dials the gateway; for a relay it listens.
struct LinkProvider: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "link-provider")

  @Option(help: "The gateway to dial; without it the provider listens on a free port and says which.")
  var connect: HostAndPort?
  @Option var credential: String

  func run() async throws {
    let configuration = try LinkEnd.configuration(credential)
    let handler = Answers(body: Example.body())
    if let connect {
      let dialler = try LinkDialler(
        configuration: configuration, host: connect.host, port: connect.port, handler: handler)
      try await LinkEnd.running(dialler.run) {
        _ = try await dialler.connected()
        await Steering.wait()
      }
    } else {
      let server = try LinkServer(configuration: configuration, host: "127.0.0.1", port: 0, handler: handler)
      try await server.start()
      try await LinkEnd.running(server.run) {
        await Steering.wait(saying: "ready \(server.port ?? 0)")
      }
    }
  }

  private struct Answers: LinkHandler {
    let body: [UInt8]

    func handle(_ request: IncomingRequest) {
      guard request.envelope.body.count == Example.bodyLength else {
        return request.respond(refusal: Refusal(.invalidArgument, detail: "a body of another length"))
      }
      request.respond(body: body)
    }
  }
}

/// What both ends of a link have in common.
enum LinkEnd {
  static func configuration(_ credential: String) throws -> LinkConfiguration {
    var configuration = LinkConfiguration(credential: try Credential(contentsOf: credential), software: "hop-load")
    configuration.logger = Logger(label: "hop-load", factory: { _ in SwiftLogNoOpLogHandler() })
    return configuration
  }

  /// Runs a service for as long as `body` takes.
  static func running(
    _ service: @escaping @Sendable () async throws -> Void, _ body: () async throws -> Void
  ) async throws {
    let task = Task { try await service() }
    defer { task.cancel() }
    try await body()
  }
}

/// `HOST:PORT`.
struct HostAndPort: ExpressibleByArgument {
  var host: String
  var port: Int

  init?(argument: String) {
    let parts = argument.split(separator: ":")
    guard parts.count == 2, let port = Int(parts[1]) else { return nil }
    host = String(parts[0])
    self.port = port
  }
}
