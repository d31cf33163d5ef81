import ArgumentParser

/// The two ends of a hop: callers that keep requests under way, and a provider that answers them, over whatever stands
/// between.
@main
struct HopLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hop-load",
    abstract: "The two ends of the hop benchmark. `Benchmarks/run` starts and steers them.",
    subcommands: [
      LinkCaller.self, LinkProvider.self, NATSCaller.self, NATSProvider.self, IdleLinks.self, IdleConnections.self,
    ])
}

/// The example that every system carries.
enum Example {
  static let method = "catalogue.example"
  static let target = "bench.example"
  /// In bytes, of requests and of responses.
  static let bodyLength = 450

  static func body() -> [UInt8] {
    (0..<bodyLength).map { _ in UInt8.random(in: 0...255) }
  }
}
