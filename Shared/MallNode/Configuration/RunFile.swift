import Foundation

/// Tells others on the machine where a running node is: written when it serves, removed when it stops.
package struct RunFile: Codable, Sendable {
  package var node: String
  package var processID: Int32
  /// The port for links; nil of a node that only dials.
  package var linkPort: Int?
  package var httpPort: Int

  package init(node: String, processID: Int32, linkPort: Int?, httpPort: Int) {
    self.node = node
    self.processID = processID
    self.linkPort = linkPort
    self.httpPort = httpPort
  }

  package func write(to url: URL) throws {
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try JSONEncoder().encode(self).write(to: url, options: .atomic)
  }

  package static func read(from url: URL) throws -> RunFile {
    try JSONDecoder().decode(RunFile.self, from: Data(contentsOf: url))
  }
}
