import Foundation
import MallDomain
import MallNode

/// The agencies whose manifests the mall ships.
enum ShippedCatalogue {
  /// Reads all manifests; what is wrong in any of them is said with file, line and field.
  static func agencies(in deploy: DeployFolder) throws -> [Agency] {
    let names = try FileManager.default.contentsOfDirectory(atPath: deploy.catalogue.path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    let files = try names.map { name in
      (file: name, yaml: try String(contentsOf: deploy.catalogue.appending(path: name), encoding: .utf8))
    }
    do {
      return try CatalogueFile.parse(files)
    } catch {
      throw CommandFailure(
        .failedPrecondition, "Katalog di \(deploy.catalogue.path) tidak benar:\n\(error)",
        "The catalogue in \(deploy.catalogue.path) is not right:\n\(error)", exit: .configuration)
    }
  }
}
