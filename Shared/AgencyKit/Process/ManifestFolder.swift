import Foundation
import MallDomain
import MallNode

/// The manifests on disk, one YAML file an agency.
struct ManifestFolder: Sendable {
  /// Tells one state of a file from another without reading it.
  struct Stamp: Hashable, Sendable {
    var modifiedAt: Date
    var size: UInt64
  }

  private let deploy: DeployFolder

  init(_ deploy: DeployFolder) {
    self.deploy = deploy
  }

  /// The manifests of some agencies; of all of a domain when none are named.
  ///
  /// - Throws: `CatalogueErrors` with everything that is wrong in them.
  func agencies(_ named: [AgencyID], domain: Agency.Domain) throws -> [Agency] {
    let ids = named.isEmpty ? try agencies(of: domain) : named
    guard !ids.isEmpty else { throw Refusal(.notFound, detail: "an agency of the domain \(domain.rawValue)") }
    return try ids.map(agency)
  }

  func agency(_ id: AgencyID) throws -> Agency {
    let url = deploy.manifest(of: id)
    return try CatalogueFile.parse(String(contentsOf: url, encoding: .utf8), file: url.lastPathComponent)
  }

  func stamp(of id: AgencyID) throws -> Stamp {
    let attributes = try FileManager.default.attributesOfItem(atPath: deploy.manifest(of: id).path)
    return Stamp(
      modifiedAt: attributes[.modificationDate] as? Date ?? .distantPast,
      size: (attributes[.size] as? NSNumber)?.uint64Value ?? 0)
  }

  /// Looks for the line that names the domain: a process need not parse the other agencies' files.
  private func agencies(of domain: Agency.Domain) throws -> [AgencyID] {
    let files = try FileManager.default.contentsOfDirectory(at: deploy.catalogue, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "yaml" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .compactMap { url in
        guard let id = try? AgencyID(url.deletingPathExtension().lastPathComponent) else { return nil }
        let text = try String(contentsOf: url, encoding: .utf8)
        let names = text.split(separator: "\n").contains { line in
          line.hasPrefix("domain:") && line.dropFirst("domain:".count).trimmed == domain.rawValue
        }
        return names ? id : nil
      }
  }
}

extension Substring {
  /// Without what surrounds a plain word in YAML.
  fileprivate var trimmed: String {
    trimmingCharacters(in: CharacterSet(charactersIn: "\"' \t\r"))
  }
}
