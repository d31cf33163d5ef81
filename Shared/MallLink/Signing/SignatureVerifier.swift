import Crypto
import FoundationEssentials
import MallDomain
import MallWire
import Synchronization
import X509

/// Checks who signed a body, and that it was meant for this receiver, in this mall, now.
///
/// It remembers the certificates that it has read, so that an author's second body costs one Ed25519 check. Whether a
/// nonce came before is for the receiver's store to say, in the transaction of the effect.
package final class SignatureVerifier: Sendable {
  /// Certificates remembered: the authors of a large mall.
  private static let maximumRemembered = 1_024
  /// DER bytes of a certificate, more than any that this mall's authority issues.
  private static let longestCertificate = 8_192

  private struct Author {
    var identity: PeerIdentity
    var key: Curve25519.Signing.PublicKey
  }

  private struct State {
    var trust: MallTrust
    var authors: [SHA256Digest: Author] = [:]
  }

  private let receivers: Set<String>
  private let clock: MallClock
  private let state: Mutex<State>

  /// - Parameters:
  ///   - receivers: the node's own id and the agencies it serves.
  ///   - clock: the machine's, since certificates and signatures end by it.
  package init(trust: MallTrust, receivers: Set<String>, clock: MallClock = .system) {
    state = Mutex(State(trust: trust))
    self.receivers = receivers
    self.clock = clock
  }

  /// Takes a newer revocation list.
  package func update(_ revocations: RevocationList) throws(CredentialError) {
    var trust = state.withLock { $0.trust }
    try trust.update(revocations)
    state.withLock { [trust] in $0.trust = trust }
  }

  /// The author of a body.
  ///
  /// - Throws: `unauthenticated` where there is no signature to be believed (missing, torn, a certificate of another
  ///   authority, expired or revoked); `permission_denied` where it is good and meant for something else (another
  ///   receiver, mall, or time).
  package func verify(
    _ signature: Wire.Signature?, method: String, body: [UInt8]
  ) throws(Refusal) -> PeerIdentity {
    guard let signature else { throw .signatureWrong }
    let now = clock.now()
    let author = try author(of: signature, at: now)
    let expiresAt = MallInstant(milliseconds: signature.expiresAtMs)
    let text = SignedText.bytes(
      body: body,
      scope: SignatureScope(
        method: method, receiver: signature.receiver, caseID: signature.caseID, purpose: signature.purpose),
      author: author.identity.node.text, mall: signature.mall, nonce: signature.nonce, expiresAt: expiresAt)
    guard let text, signature.nonce.count >= Signer.nonceLength,
      author.key.isValidSignature(Data(signature.value), for: text)
    else { throw .signatureWrong }
    guard signature.mall == author.identity.mall, receivers.contains(signature.receiver), now <= expiresAt else {
      throw .signatureElsewhere
    }
    return author.identity
  }

  private func author(of signature: Wire.Signature, at now: MallInstant) throws(Refusal) -> Author {
    guard signature.certificate.count <= Self.longestCertificate else { throw .signatureWrong }
    let hash = SHA256.hash(data: signature.certificate)
    let (trust, known) = state.withLock { ($0.trust, $0.authors[hash]) }
    do throws(CertificateRefusal) {
      if let known {
        try trust.check(known.identity, at: now)
        return known
      }
      guard let certificate = try? Certificate(derEncoded: signature.certificate) else { throw .unreadable }
      let identity = try trust.verify(certificate, for: .signing, at: now)
      guard let key = Curve25519.Signing.PublicKey(certificate.publicKey) else { throw .wrongUse(expected: .signing) }
      let author = Author(identity: identity, key: key)
      state.withLock { state in
        if state.authors.count >= Self.maximumRemembered { state.authors.removeAll(keepingCapacity: true) }
        state.authors[hash] = author
      }
      return author
    } catch {
      throw .signatureWrong
    }
  }
}

extension Refusal {
  static let signatureWrong = Refusal(.unauthenticated, Message(.requestUnauthenticated))
  static let signatureElsewhere = Refusal(.permissionDenied, Message(.requestPermissionDenied))
}
