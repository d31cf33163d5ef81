import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// TLS 1.3 with certificates of the mall on both sides, and nothing else.
///
/// BoringSSL checks chain and time; names, use and revocation are ``MallTrust``'s, asked after every handshake, since a
/// resumed session brings no certificate to BoringSSL's checks.
enum TLSContexts {
  /// How long a closing connection waits for the peer's own close.
  private static let shutdownTimeout = TimeAmount.seconds(2)

  static func server(_ credential: Credential) throws(CredentialError) -> NIOSSLContext {
    try context(credential) { chain, key in
      .makeServerConfiguration(certificateChain: chain, privateKey: key)
    }
  }

  static func client(_ credential: Credential) throws(CredentialError) -> NIOSSLContext {
    try context(credential) { chain, key in
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.certificateChain = chain
      configuration.privateKey = key
      return configuration
    }
  }

  private static func context(
    _ credential: Credential,
    _ make: ([NIOSSLCertificateSource], NIOSSLPrivateKeySource) -> TLSConfiguration
  ) throws(CredentialError) -> NIOSSLContext {
    do {
      let certificate = try NIOSSLCertificate(bytes: credential.tlsCertificate.derBytes(), format: .der)
      let key = try NIOSSLPrivateKey(bytes: Array(credential.tlsKey.derRepresentation), format: .der)
      let authority = try NIOSSLCertificate(bytes: credential.trust.authority.derBytes(), format: .der)
      var configuration = make([.certificate(certificate)], .privateKey(key))
      configuration.minimumTLSVersion = .tlsv13
      configuration.trustRoots = .certificates([authority])
      // Nodes are known by the names in their certificates, not by the host they happen to run on.
      configuration.certificateVerification = .noHostnameVerification
      configuration.shutdownTimeout = shutdownTimeout
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw .malformed(what: "the credential (\(error))")
    }
  }
}

extension Certificate {
  func derBytes() throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.serialize(self)
    return serializer.serializedBytes
  }
}
