import ArgumentParser

/// The hop benchmark over grpc-swift-2: caller, proxy and provider, TLS with certificates on both sides of each link.
@main
struct GRPCHop: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grpc-hop", subcommands: [Caller.self, Proxy.self, Provider.self])
}
