import MallDomain

/// Why a credential or an authority can't be read, written or used. The text says what to do.
package enum CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  /// Files of an authority are there already.
  case authorityExists(directory: String)
  case malformed(what: String)
  case wrongSignature(what: String)
  case refused(CertificateRefusal)
  case unknownNode(NodeID)
  case unknownSerial(SerialNumber)

  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "can't read \(path): \(reason)"
    case .unwritable(let path, let reason): "can't write \(path): \(reason)"
    case .authorityExists(let directory):
      "\(directory) holds an authority already; load it, or choose another folder for a new mall"
    case .malformed(let what): "\(what) is damaged or of another kind; issue or copy it again"
    case .wrongSignature(let what): "\(what) isn't signed by this mall's authority; fetch it again from the mall"
    case .refused(let refusal): refusal.text
    case .unknownNode(let node): "no certificate was issued to \(node); see the list of issued certificates"
    case .unknownSerial(let serial): "no certificate \(serial) was issued; see the list of issued certificates"
    }
  }
}
