import Foundation
import MallNode

extension TestMall {
  /// What a node answers on its loopback port, head and body.
  package func get(_ path: String, of node: String) async throws -> String {
    let link = try await RawLink(to: NodeAddress(host: "127.0.0.1", port: try runFile(node).httpPort), .plain)
    await link.send(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
    try await Patience.wait(until: "an answer to \(path)") { link.hasEnded }
    return link.text
  }

  /// Deliveries that wait at a node.
  package func backlog(of node: String) async throws -> Int {
    struct Health: Decodable {
      var outboxBacklog: Int
    }
    let text = try await get("/health", of: node)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let start = text.firstIndex(of: "{"), let end = text.lastIndex(of: "}") else {
      throw OutOfPatience(description: "\(node) answered no JSON")
    }
    return try decoder.decode(Health.self, from: Data(text[start...end].utf8)).outboxBacklog
  }
}
