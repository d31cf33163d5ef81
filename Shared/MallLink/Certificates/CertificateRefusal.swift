import MallDomain

/// What a certificate is used for: links use TLS certificates (P-256), signed bodies signing certificates (Ed25519).
package enum CertificateUse: String, Hashable, Sendable {
  case tls
  case signing
  /// The key of an agency for the documents that it issues.
  case documents
}

/// Why a certificate isn't accepted.
package enum CertificateRefusal: Error, Hashable, Sendable {
  case missing
  case unreadable
  case wrongAuthority
  case notYetValid
  case expired
  case revoked(SerialNumber)
  case wrongUse(expected: CertificateUse)
  case wrongMall(String)
  /// A name in the certificate that this text describes.
  case wrongName(String)
  case roleMissing(Role)

  /// For logs and for the peer: what is wrong and what to do about it. No personal data.
  package var text: String {
    switch self {
    case .missing: "the peer showed no certificate; give it a credential of this mall"
    case .unreadable: "the certificate can't be read; issue a new credential"
    case .wrongAuthority: "the certificate wasn't signed by this mall's authority; use a credential of this mall"
    case .notYetValid: "the certificate isn't valid yet; check the clock, or wait for its first day"
    case .expired: "the certificate has expired; issue a new credential"
    case .revoked(let serial): "the certificate \(serial) was revoked; issue a new credential if that was a mistake"
    case .wrongUse(let expected): "the certificate isn't one for \(expected.rawValue)"
    case .wrongMall(let mall): "the certificate belongs to the mall \(mall)"
    case .wrongName(let what): "the certificate's names are not in order: \(what)"
    case .roleMissing(let role): "the certificate doesn't bear the role \(role.rawValue); issue a credential with it"
    }
  }
}
