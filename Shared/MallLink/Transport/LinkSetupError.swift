/// Why a server or a dialler can't begin.
package enum LinkSetupError: Error, Hashable, Sendable, CustomStringConvertible {
  case credential(CredentialError)
  /// Sentences about limits that don't fit together.
  case limits([String])
  case listening(address: String, reason: String)

  package var description: String {
    switch self {
    case .credential(let error): error.description
    case .limits(let violations): "the limits of links don't fit together: " + violations.joined(separator: "; ")
    case .listening(let address, let reason):
      "can't listen on \(address): \(reason); choose another port, or stop who holds it"
    }
  }
}

extension LinkConfiguration {
  /// - Throws: `limits` when they don't fit together.
  func checkLimits() throws(LinkSetupError) {
    let violations = limits.violations
    guard violations.isEmpty else { throw .limits(violations) }
  }
}
