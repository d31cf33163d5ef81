import Crypto
import MallDomain
import SwiftASN1
import X509

/// A mall's own certificate authority: a folder with its certificate (`ca.pem`), its key (`ca.key`), the list of what it
/// issued (`issued.txt`) and the signed list of what it took back (`revocations.txt`).
///
/// It belongs on the operator's machine. A node needs none of these files but the revocation list.
package struct CertificateAuthority: Sendable {
  package let directory: String
  package private(set) var trust: MallTrust
  let key: P256.Signing.PrivateKey

  /// Twenty years: longer than any credential, since all of them end with it.
  package static let standardValidity = Duration.seconds(20 * 365 * 86_400)

  package var mall: String { trust.mall }
  package var revocationListPath: String { directory + "/revocations.txt" }
  var issuedListPath: String { directory + "/issued.txt" }

  /// The SHA-256 of the authority's certificate in hexadecimal: what a person compares before trusting it.
  package var fingerprint: String {
    var serializer = DER.Serializer()
    guard (try? serializer.serialize(trust.authority)) != nil else { return "" }
    return Hexadecimal.text(SHA256.hash(data: serializer.serializedBytes))
  }

  /// Founds the authority of a new mall.
  ///
  /// - Parameter mall: the mall's name: letters, digits, hyphens and dots.
  package static func create(
    in directory: String, mall: String, at now: MallInstant, validFor: Duration = standardValidity
  ) throws(CredentialError) -> CertificateAuthority {
    let certificatePath = directory + "/ca.pem"
    guard !PrivateFile.exists(certificatePath) else { throw .authorityExists(directory: directory) }
    let key = P256.Signing.PrivateKey()
    let certificate = try selfSigned(mall: mall, key: key, from: now, for: validFor)
    let authority = CertificateAuthority(directory: directory, trust: try MallTrust(authority: certificate), key: key)
    try PrivateFile.makeFolder(directory)
    try PrivateFile.write(key.pemRepresentation + "\n", to: directory + "/ca.key")
    try authority.trust.revocations.adding([], signedWith: key).write(to: authority.revocationListPath)
    try PrivateFile.write(try certificate.pem(), to: certificatePath)
    return try load(from: directory)
  }

  package static func load(from directory: String) throws(CredentialError) -> CertificateAuthority {
    let certificateText = try PrivateFile.read(directory + "/ca.pem")
    let keyText = try PrivateFile.read(directory + "/ca.key")
    guard let certificate = try? Certificate(pemEncoded: certificateText),
      let key = try? P256.Signing.PrivateKey(pemRepresentation: keyText),
      P256.Signing.PublicKey(certificate.publicKey)?.rawRepresentation == key.publicKey.rawRepresentation
    else { throw .malformed(what: "the authority in \(directory)") }
    var authority = CertificateAuthority(directory: directory, trust: try MallTrust(authority: certificate), key: key)
    try authority.trust.update(try RevocationList(contentsOf: authority.revocationListPath))
    return authority
  }

  /// Issues the two certificates of a credential and notes them in the list.
  package func issue(_ request: CredentialRequest) throws(CredentialError) -> Credential {
    let tlsKey = P256.Signing.PrivateKey()
    let signingKey = Curve25519.Signing.PrivateKey()
    let credential = try Credential(
      tlsCertificate: try certificate(for: request, use: .tls, key: Certificate.PublicKey(tlsKey.publicKey)),
      tlsKey: tlsKey,
      signingCertificate: try certificate(
        for: request, use: .signing, key: Certificate.PublicKey(signingKey.publicKey)),
      signingKey: signingKey, trust: trust)
    let issued = [
      IssuedCertificate(credential.tlsCertificate, request, use: .tls),
      IssuedCertificate(credential.signingCertificate, request, use: .signing),
    ]
    try PrivateFile.append(issued.map { $0.line + "\n" }.joined(), to: issuedListPath)
    return credential
  }

  package func issued() throws(CredentialError) -> [IssuedCertificate] {
    guard PrivateFile.exists(issuedListPath) else { return [] }
    var result: [IssuedCertificate] = []
    for line in try PrivateFile.read(issuedListPath).split(separator: "\n") {
      guard let issued = IssuedCertificate(line: line) else { throw .malformed(what: issuedListPath) }
      result.append(issued)
    }
    return result
  }

  /// Takes back all certificates of a node.
  @discardableResult
  package mutating func revoke(node: NodeID, at now: MallInstant) throws(CredentialError) -> RevocationList {
    let certificates = try issued().filter { $0.node == node }
    guard !certificates.isEmpty else { throw .unknownNode(node) }
    return try revoke(certificates, at: now)
  }

  /// Takes back one certificate.
  @discardableResult
  package mutating func revoke(serial: SerialNumber, at now: MallInstant) throws(CredentialError) -> RevocationList {
    let certificates = try issued().filter { $0.serial == serial }
    guard !certificates.isEmpty else { throw .unknownSerial(serial) }
    return try revoke(certificates, at: now)
  }

  private mutating func revoke(
    _ certificates: [IssuedCertificate], at now: MallInstant
  ) throws(CredentialError) -> RevocationList {
    let entries = certificates.map { RevocationList.Entry(serial: $0.serial, revokedAt: now, node: $0.node) }
    let list = try trust.revocations.adding(entries, signedWith: key)
    try list.write(to: revocationListPath)
    try trust.update(list)
    return list
  }
}

extension CertificateAuthority {
  private static func selfSigned(
    mall: String, key: P256.Signing.PrivateKey, from: MallInstant, for validity: Duration
  ) throws(CredentialError) -> Certificate {
    do {
      let names = try CertificateNames(node: nil, mall: mall)
      let subject = try DistinguishedName { CommonName("Authority of \(mall)") }
      let publicKey = Certificate.PublicKey(key.publicKey)
      return try Certificate(
        version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
        notValidBefore: from.certificateDate, notValidAfter: from.adding(validity).certificateDate,
        issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
          Critical(KeyUsage(keyCertSign: true, cRLSign: true))
          SubjectKeyIdentifier(hash: publicKey)
          SubjectAlternativeNames(names.uris.map(GeneralName.uniformResourceIdentifier))
        },
        issuerPrivateKey: Certificate.PrivateKey(key))
    } catch let refusal as CertificateRefusal {
      throw .refused(refusal)
    } catch {
      throw .malformed(what: "the authority's certificate (\(error))")
    }
  }

  private func certificate(
    for request: CredentialRequest, use: CertificateUse, key publicKey: Certificate.PublicKey
  ) throws(CredentialError) -> Certificate {
    do {
      let names = try CertificateNames(
        node: request.node, mall: mall, roles: request.roles, agencies: request.agencies, subject: request.subject)
      let end = min(request.validFrom.adding(request.validFor), MallInstant(trust.authority.notValidAfter))
      return try Certificate(
        version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
        notValidBefore: request.validFrom.certificateDate, notValidAfter: end.certificateDate,
        issuer: trust.authority.subject, subject: try DistinguishedName { CommonName(request.node.text) },
        signatureAlgorithm: .ecdsaWithSHA256,
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.notCertificateAuthority)
          Critical(KeyUsage(digitalSignature: true))
          try ExtendedKeyUsage(use.extendedUsages)
          SubjectKeyIdentifier(hash: publicKey)
          SubjectAlternativeNames(names.uris.map(GeneralName.uniformResourceIdentifier))
        },
        issuerPrivateKey: Certificate.PrivateKey(self.key))
    } catch let refusal as CertificateRefusal {
      throw .refused(refusal)
    } catch {
      throw .malformed(what: "the request for a credential (\(error))")
    }
  }
}

extension IssuedCertificate {
  fileprivate init(_ certificate: Certificate, _ request: CredentialRequest, use: CertificateUse) {
    self.init(
      serial: SerialNumber(certificate.serialNumber), node: request.node, use: use, roles: request.roles,
      agencies: request.agencies, notAfter: MallInstant(certificate.notValidAfter))
  }
}

extension Certificate {
  fileprivate func pem() throws(CredentialError) -> String {
    do {
      return try serializeAsPEM().pemString + "\n"
    } catch {
      throw .malformed(what: "the certificate")
    }
  }
}
