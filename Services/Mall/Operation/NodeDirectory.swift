import MallDomain
import MallNode
import MallWire

/// The nodes of a mall that an operator can ask: the gateway, and those that are connected to it.
struct NodeDirectory: Sendable {
  var client: MallClient

  /// The gateway first.
  func nodes() async throws -> [String] {
    let health = try await client.call(.nodeHealth, Wire.HealthRequest(), answering: Wire.HealthResponse.self)
    return [client.gateway.text] + health.links.map(\.node)
  }

  /// Asks each node the same; who doesn't answer, or has software of its own that can't, is named, not waited for.
  func askEach<Answer>(
    _ ask: (_ node: String) async throws -> Answer
  ) async throws -> (found: [(node: String, Answer)], away: [String]) {
    var found: [(String, Answer)] = []
    var away: [String] = []
    for node in try await nodes() {
      do {
        found.append((node, try await ask(node)))
      } catch let refusal as Refusal where Self.isNoAnswer(refusal) {
        away.append(node)
      }
    }
    return (found, away)
  }

  private static func isNoAnswer(_ refusal: Refusal) -> Bool {
    [.unavailable, .deadlineExceeded, .unimplemented].contains(refusal.code)
  }
}
