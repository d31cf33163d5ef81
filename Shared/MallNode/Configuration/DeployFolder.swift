import ArgumentParser
import Foundation
import MallDomain

/// The files that a mall ships: the catalogue, areas, holidays.
///
/// Found beside the program, so that neither a build folder's path nor a working folder matters.
package struct DeployFolder: Sendable {
  package let url: URL

  /// - Parameter path: as given by flag or environment; nil looks beside the program and in `/usr/share/mall`.
  package init(path: String?) throws {
    if let path {
      url = URL(filePath: path)
      return
    }
    var candidates: [URL] = []
    var folder = URL(filePath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent()
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      folder = URL(filePath: program).deletingLastPathComponent()
    }
    for _ in 0..<5 {
      candidates.append(folder.appending(path: "deploy"))
      candidates.append(folder.appending(path: "share/mall"))
      folder.deleteLastPathComponent()
    }
    candidates.append(URL(filePath: "/usr/share/mall"))
    guard
      let found = candidates.first(where: {
        FileManager.default.fileExists(atPath: $0.appending(path: "catalogue").path)
      })
    else {
      throw ValidationError("The folder with the mall's catalogue was not found. Give --deploy DIR.")
    }
    url = found
  }

  package var catalogue: URL { url.appending(path: "catalogue") }

  package func manifest(of agency: AgencyID) -> URL {
    catalogue.appending(path: "\(agency).yaml")
  }

  /// The files of bundles, by name; none where the mall has none.
  package func bundles() throws -> [(name: String, text: String)] {
    let folder = url.appending(path: "bundles")
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
      .map { (name: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
  }

  package func text(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: "data").appending(path: name), encoding: .utf8)
  }
}
