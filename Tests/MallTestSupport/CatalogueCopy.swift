import Foundation

/// A folder of catalogue and data files of a test's own, which it may change.
package struct CatalogueCopy: Sendable {
  package let folder: URL

  /// Copies the manifests of some agencies.
  package init(of agencies: [String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "mall-deploy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "catalogue"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: BuiltPrograms.deployFolder.appending(path: "data"), to: folder.appending(path: "data"))
    for agency in agencies {
      try FileManager.default.copyItem(
        at: BuiltPrograms.deployFolder.appending(path: "catalogue/\(agency).yaml"), to: manifest(of: agency))
    }
  }

  /// Copies the bundles, of which those are offered whose services are.
  package func copyBundles() throws {
    try FileManager.default.copyItem(
      at: BuiltPrograms.deployFolder.appending(path: "bundles"), to: folder.appending(path: "bundles"))
  }

  /// An agency's manifest as it is shipped.
  package static func shipped(_ agency: String) throws -> String {
    try String(
      contentsOf: BuiltPrograms.deployFolder.appending(path: "catalogue/\(agency).yaml"), encoding: .utf8)
  }

  /// All manifests that are shipped, one after the other.
  package static func shipped() throws -> String {
    try FileManager.default.contentsOfDirectory(atPath: BuiltPrograms.deployFolder.appending(path: "catalogue").path)
      .filter { $0.hasSuffix(".yaml") }.map { try shipped(String($0.dropLast(".yaml".count))) }.joined()
  }

  private func manifest(of agency: String) -> URL { folder.appending(path: "catalogue/\(agency).yaml") }

  package func text(of agency: String) throws -> String {
    try String(contentsOf: manifest(of: agency), encoding: .utf8)
  }

  /// Writes a text elsewhere in an agency's manifest.
  package func replace(_ old: String, with new: String, in agency: String) throws {
    let text = try text(of: agency)
    guard text.contains(old) else { throw OutOfPatience(description: "\"\(old)\" is not in \(agency).yaml") }
    try text.replacing(old, with: new).write(to: manifest(of: agency), atomically: true, encoding: .utf8)
  }

  package func remove() {
    try? FileManager.default.removeItem(at: folder)
  }
}
