import ArgumentParser
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2
import Synchronization

/// Answers each call with the same bytes.
struct Provider: AsyncParsableCommand {
  @OptionGroup var files: TLSFiles

  func run() async throws {
    let body = Example.body()
    try await Server.serving(files) { request in
      guard request.count == Example.bodyLength else { throw RPCError(code: .invalidArgument, message: "length") }
      return body
    }
  }
}

/// The hop: passes each call on over one connection to the provider.
struct Proxy: AsyncParsableCommand {
  @Option var provider: Int
  @OptionGroup var files: TLSFiles

  func run() async throws {
    let client = try files.client(port: provider)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await client.runConnections() }
      group.addTask { try await Server.serving(files) { try await client.example($0) } }
      try await group.next()
      group.cancelAll()
    }
  }
}

/// Calls over one connection, as many at once as each order on standard input (`CALLERS MILLISECONDS`) says.
struct Caller: AsyncParsableCommand {
  @Option var connect: Int
  @OptionGroup var files: TLSFiles

  func run() async throws {
    let client = try files.client(port: connect)
    let connections = Task { try await client.runConnections() }
    defer { connections.cancel() }
    let body = Example.body()
    _ = try await client.example(body)
    say("ready")
    for await line in lines() {
      let words = line.split(separator: " ").compactMap { Int($0) }
      guard words.count == 2 else { throw ValidationError("\"\(line)\" is not CALLERS MILLISECONDS") }
      let end = ContinuousClock.now.advanced(by: .milliseconds(words[1]))
      say("\(try await calls(client, body, callers: words[0], until: end))")
    }
  }

  private func calls(
    _ client: Client, _ body: [UInt8], callers: Int, until end: ContinuousClock.Instant
  ) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<callers {
        group.addTask {
          var answered = 0
          while ContinuousClock.now < end {
            guard try await client.example(body).count == Example.bodyLength else {
              throw RPCError(code: .internalError, message: "a body of another length")
            }
            answered += 1
          }
          return answered
        }
      }
      return try await group.reduce(0, +)
    }
  }

  private func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// On a thread of its own, since reading waits.
  private func lines() -> AsyncStream<String> {
    AsyncStream { continuation in
      Thread {
        while let line = readLine() { continuation.yield(line) }
        continuation.finish()
      }.start()
    }
  }
}
