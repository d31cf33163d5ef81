import Foundation
import MallDomain

extension TestMall {
  /// Which processes a test's mall consists of.
  struct Plan: Sendable {
    /// An agency's process.
    struct Node: Sendable {
      var name: String
      var program: String
      var agencies: [AgencyID]
    }

    var nodes: [Node]
    /// Where the nodes find their manifests; nil: as shipped.
    var deploy: URL?

    /// Every agency of the catalogue, each at the program of its domain.
    static func everyAgency() throws -> Plan {
      let byDomain = Dictionary(grouping: try ShippedAgency.all(), by: \.domain)
      return Plan(
        nodes: byDomain.sorted { $0.key < $1.key }.map { domain, agencies in
          Node(
            name: domain, program: domain == "general" ? "agency-service" : "\(domain)-service",
            agencies: agencies.map(\.id))
        })
    }

    /// A few agencies that their manifests alone describe, in one process.
    static func general(_ agencies: [String], deploy: URL? = nil) throws -> Plan {
      Plan(
        nodes: [Node(name: "general", program: "agency-service", agencies: try agencies.map { try AgencyID($0) })],
        deploy: deploy)
    }
  }
}

/// An agency of the shipped catalogue, as far as its first lines tell.
struct ShippedAgency {
  var id: AgencyID
  var domain: String

  static func all() throws -> [ShippedAgency] {
    let folder = BuiltPrograms.deployFolder.appending(path: "catalogue")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".yaml") }
      .map { file in
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("domain:") }
        return ShippedAgency(
          id: try AgencyID(String(file.dropLast(".yaml".count))),
          domain: line?.split(separator: " ").last.map(String.init) ?? "general")
      }
  }
}
