import Foundation

/// A bundle as it was when somebody applied for it; later editions change nothing of an application.
package struct BundleEdition: Hashable, Sendable, Codable {
  package var bundle: ServiceBundle
  /// The versions of its services, by their codes; optional ones that weren't offered have none.
  package var versions: [String: String]

  package init(_ bundle: ServiceBundle, versions: [String: String]) {
    self.bundle = bundle
    self.versions = versions
  }

  /// The same text for the same edition, from which its name is made.
  package func canonicalText() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
