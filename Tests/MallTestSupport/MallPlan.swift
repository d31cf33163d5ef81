import Foundation
import MallDomain
import MallNode

extension TestMall {
  /// Which processes a test's mall consists of.
  package struct Plan: Sendable {
    /// An agency's process.
    package struct Node: Sendable {
      package var name: String
      package var program: String
      package var agencies: [AgencyID]

      package init(name: String, program: String, agencies: [AgencyID]) {
        self.name = name
        self.program = program
        self.agencies = agencies
      }
    }

    package var nodes: [Node]
    /// Where the nodes find their manifests; nil: as shipped.
    package var deploy: URL?
    /// Environment variables of a node's process, besides those of the tests.
    package var environment: @Sendable (_ node: String) -> [String: String] = { _ in [:] }
    /// The host on which the gateway listens.
    package var host = "127.0.0.1"
    /// What runs a node's program, with its first arguments; empty: the program itself.
    package var launcher: @Sendable (_ node: String) -> [String] = { _ in [] }
    /// Where an agency's node dials to reach the gateway at an address: straight there, unless something stands between.
    package var road: @Sendable (_ node: String, _ gateway: NodeAddress) async throws -> NodeAddress = { $1 }

    package init(nodes: [Node], deploy: URL? = nil) {
      self.nodes = nodes
      self.deploy = deploy
    }

    /// Every agency of the catalogue, each at the program of its domain.
    package static func everyAgency() throws -> Plan {
      let byDomain = Dictionary(grouping: try ShippedAgency.all(), by: \.domain)
      return Plan(
        nodes: byDomain.sorted { $0.key < $1.key }.map { domain, agencies in
          Node(
            name: domain, program: domain == "general" ? "agency-service" : "\(domain)-service",
            agencies: agencies.map(\.id))
        })
    }

    /// A few agencies that their manifests alone describe, in one process.
    package static func general(_ agencies: [String], deploy: URL? = nil) throws -> Plan {
      Plan(
        nodes: [Node(name: "general", program: "agency-service", agencies: try agencies.map { try AgencyID($0) })],
        deploy: deploy)
    }
  }
}

/// An agency of the shipped catalogue, as far as its first lines tell.
package struct ShippedAgency {
  package var id: AgencyID
  package var domain: String

  package static func all() throws -> [ShippedAgency] {
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
