import ArgumentParser
import Configuration
import Foundation
import MallDomain
import MallNode

/// The flags that every agency's executable takes.
package struct AgencyOptions: ParsableArguments {
  @OptionGroup package var node: NodeOptions

  @Option(help: "HOST:PORT of the mall's gateway (MALL_GATEWAY; required).")
  package var gateway: String?

  @Option(
    name: .customLong("agency"),
    help: "An agency to serve; may be repeated (MALL_AGENCY, separated by commas; default: all of this program's kind)."
  )
  package var agencies: [String] = []

  @Option(
    help: """
      Folder of the agencies' document keys, made by `mall pki document-key` (MALL_DOCUMENT_KEYS; default: the folder \
      document-keys beside the credential).
      """)
  package var documentKeys: String?

  package init() {}
}

/// The settings of an agency's node, resolved.
struct AgencyConfiguration: Sendable {
  var node: NodeConfiguration
  var gateway: NodeAddress
  /// Empty: all agencies of the catalogue with the program's domain.
  var agencies: [AgencyID]
  var documentKeys: URL

  init(_ options: AgencyOptions, name: String) async throws {
    let named = options.agencies.isEmpty ? nil : options.agencies.joined(separator: ",")
    let reader = try await options.node.reader(flags: [
      "gateway": options.gateway, "agency": named, "documentKeys": options.documentKeys,
    ])
    node = try NodeConfiguration(reader: reader, nodeName: name)
    guard let address = reader.string(forKey: "mall.gateway") else {
      throw ValidationError("No gateway. Give --gateway HOST:PORT.")
    }
    gateway = try NodeConfiguration.parse(
      address, "--gateway", default: NodeAddress(host: "127.0.0.1", port: 0), as: NodeAddress.init)
    documentKeys =
      reader.string(forKey: "mall.documentKeys").map { URL(filePath: $0) }
      ?? node.credentialFile.deletingLastPathComponent().appending(path: "document-keys")
    agencies = try NodeConfiguration.parse(reader.string(forKey: "mall.agency"), "--agency", default: []) { text in
      try? text.split(separator: ",").map { try AgencyID(String($0)) }
    }
  }
}
