import Crypto
import MallDomain
import SwiftASN1
import X509

/// What a node, an officer, an operator or a citizen needs to join a mall: one file with the certificate and key for
/// links, the certificate and key for signatures, and the authority's certificate.
///
/// The file is PEM, in this order: TLS certificate, its key (P-256), signing certificate, its key (Ed25519),
/// authority. It is written with mode 0600 and is as secret as the keys in it.
package struct Credential: Sendable {
  /// As the TLS certificate says.
  package let identity: PeerIdentity
  /// Update its revocations before giving the credential to a server or a dialler.
  package var trust: MallTrust
  package let tlsCertificate: Certificate
  package let signingCertificate: Certificate
  let tlsKey: P256.Signing.PrivateKey
  let signingKey: Curve25519.Signing.PrivateKey

  init(
    tlsCertificate: Certificate, tlsKey: P256.Signing.PrivateKey,
    signingCertificate: Certificate, signingKey: Curve25519.Signing.PrivateKey, trust: MallTrust
  ) throws(CredentialError) {
    guard P256.Signing.PublicKey(tlsCertificate.publicKey)?.rawRepresentation == tlsKey.publicKey.rawRepresentation,
      Curve25519.Signing.PublicKey(signingCertificate.publicKey)?.rawRepresentation
        == signingKey.publicKey.rawRepresentation
    else { throw .malformed(what: "the credential (a key that isn't its certificate's)") }
    do throws(CertificateRefusal) {
      // Whether it is in its time is for the peer to say: an expired credential can still be read and shown.
      let notBefore = MallInstant(tlsCertificate.notValidBefore)
      identity = try trust.verify(tlsCertificate, for: .tls, at: notBefore)
      let author = try trust.verify(signingCertificate, for: .signing, at: notBefore)
      guard author.node == identity.node else { throw .wrongName("two nodes in one credential") }
    } catch {
      throw .refused(error)
    }
    self.tlsCertificate = tlsCertificate
    self.tlsKey = tlsKey
    self.signingCertificate = signingCertificate
    self.signingKey = signingKey
    self.trust = trust
  }

  package init(contentsOf path: String) throws(CredentialError) {
    do {
      try self.init(pem: try PrivateFile.read(path))
    } catch .malformed {
      throw .malformed(what: path)
    }
  }

  package init(pem: String) throws(CredentialError) {
    guard let documents = try? PEMDocument.parseMultiple(pemString: pem), documents.count == 5,
      let tlsCertificate = try? Certificate(pemDocument: documents[0]),
      let tlsKey = try? P256.Signing.PrivateKey(derRepresentation: documents[1].derBytes),
      let signingCertificate = try? Certificate(pemDocument: documents[2]),
      let signingKey = Self.ed25519Key(pem: documents[3]),
      let authority = try? Certificate(pemDocument: documents[4])
    else { throw .malformed(what: "the credential") }
    try self.init(
      tlsCertificate: tlsCertificate, tlsKey: tlsKey, signingCertificate: signingCertificate, signingKey: signingKey,
      trust: try MallTrust(authority: authority))
  }

  package func write(to path: String) throws(CredentialError) {
    try PrivateFile.write(try pem(), to: path)
  }

  package func pem() throws(CredentialError) -> String {
    do {
      return try [
        tlsCertificate.serializeAsPEM().pemString,
        tlsKey.pemRepresentation,
        signingCertificate.serializeAsPEM().pemString,
        Certificate.PrivateKey(signingKey).serializeAsPEM().pemString,
        trust.authority.serializeAsPEM().pemString,
      ].joined(separator: "\n") + "\n"
    } catch {
      throw .malformed(what: "the credential")
    }
  }

  /// RFC 8410: an Ed25519 key in PKCS #8 ends with its 32 bytes.
  private static func ed25519Key(pem: PEMDocument) -> Curve25519.Signing.PrivateKey? {
    guard let key = try? Certificate.PrivateKey(pemDocument: pem), pem.derBytes.count >= 32,
      let result = try? Curve25519.Signing.PrivateKey(rawRepresentation: pem.derBytes.suffix(32)),
      Certificate.PublicKey(result.publicKey) == key.publicKey
    else { return nil }
    return result
  }
}

/// Keys are shown to nobody, however a value that holds them is printed.
extension Credential: CustomStringConvertible, CustomReflectable {
  package var description: String { "Credential of \(identity.node)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
