import Foundation
import Testing

@testable import MallDomain

/// The catalogue that ships with the mall, and a small file to break.
enum CatalogueFiles {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "deploy/catalogue")

  /// Name and text of each file.
  static func texts() throws -> [(file: String, yaml: String)] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "yaml" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  private static let loaded = Result { try CatalogueFile.parse(texts()) }
  private static let indexed = loaded.map(CatalogueIndex.init)

  static func agencies() throws -> [Agency] {
    try loaded.get()
  }

  static func index() throws -> CatalogueIndex {
    try indexed.get()
  }

  static func service(_ code: String) throws -> PublicService {
    try #require(try agencies().flatMap(\.services).first { $0.code.text == code })
  }
}
