import Crypto
import FoundationEssentials
import MallDomain
import MallWire
import SwiftASN1
import X509

/// An agency's key for the documents that it issues, with the certificate that says so.
///
/// A file of mode 0600 holds both, in PEM: the certificate, then the key (Ed25519). An agency may have several: the newest
/// that is in its time signs, older ones are kept so that what they signed can be verified.
package struct DocumentKey: Sendable {
  package let certificate: DocumentCertificate
  private let key: Curve25519.Signing.PrivateKey

  /// One year: then the next key signs, and the list of the older one's documents grows no more.
  package static let standardValidity = Duration.seconds(365 * 86_400)

  init(certificate: DocumentCertificate, key: Curve25519.Signing.PrivateKey) throws(CredentialError) {
    guard certificate.publicKey.rawRepresentation == key.publicKey.rawRepresentation else {
      throw .malformed(what: "the document key (not its certificate's)")
    }
    self.certificate = certificate
    self.key = key
  }

  /// - Throws: `refused` for a key that the authority took back.
  package init(contentsOf path: String, trust: MallTrust) throws(CredentialError) {
    guard let documents = try? PEMDocument.parseMultiple(pemString: try PrivateFile.read(path)), documents.count == 2,
      let certificate = try? Certificate(pemDocument: documents[0]),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: documents[1].derBytes.suffix(32))
    else { throw .malformed(what: path) }
    let read: DocumentCertificate
    do {
      read = try DocumentCertificate(certificate, der: documents[0].derBytes, trust: trust)
    } catch {
      throw .refused(error)
    }
    try self.init(certificate: read, key: key)
  }

  package func write(to path: String) throws(CredentialError) {
    do {
      let certificate = PEMDocument(type: "CERTIFICATE", derBytes: certificate.der)
      try PrivateFile.write(
        certificate.pemString + "\n" + Certificate.PrivateKey(key).serializeAsPEM().pemString + "\n", to: path)
    } catch let error as CredentialError {
      throw error
    } catch {
      throw .malformed(what: "the document key")
    }
  }

  /// Signs a document: its mark, which is bound to the record by its hash.
  ///
  /// - Parameter record: an encoded `Document`, kept as it is.
  package func sign(record: [UInt8], mark: DocumentMark) throws(CredentialError) -> Wire.SignedDocument {
    let bytes = Wire.DocumentMark(mark).encoded()
    return Wire.SignedDocument(
      mark: bytes, keyID: certificate.keyID, signature: try signature(over: bytes, heading: DocumentText.document),
      record: record)
  }

  package func sign(_ list: Wire.DocumentStatusList) throws(CredentialError) -> Wire.SignedDocumentStatusList {
    let bytes = list.encoded()
    return Wire.SignedDocumentStatusList(
      list: bytes, keyID: certificate.keyID, signature: try signature(over: bytes, heading: DocumentText.list))
  }

  private func signature(over bytes: [UInt8], heading: String) throws(CredentialError) -> [UInt8] {
    guard let signature = try? key.signature(for: Data(DocumentText.signed(bytes, heading: heading))) else {
      throw .malformed(what: "the document key of \(certificate.agency)")
    }
    return Array(signature)
  }
}

extension CertificateAuthority {
  /// Issues a document key for an agency, and notes it in the list of what was issued.
  package func issueDocumentKey(
    for agency: AgencyID, from: MallInstant, validFor: Duration = DocumentKey.standardValidity
  ) throws(CredentialError) -> DocumentKey {
    let key = Curve25519.Signing.PrivateKey()
    do {
      let certificate = try documentCertificate(
        for: agency, key: Certificate.PublicKey(key.publicKey), from: from, validFor: validFor)
      var serializer = DER.Serializer()
      try serializer.serialize(certificate)
      let read = try DocumentCertificate(certificate, der: serializer.serializedBytes, trust: trust)
      let issued = IssuedCertificate(
        serial: read.serial, node: try DocumentCertificate.listName(of: agency), use: .documents, roles: [],
        agencies: [agency], notAfter: read.notAfter)
      try PrivateFile.append(issued.line + "\n", to: issuedListPath)
      return try DocumentKey(certificate: read, key: key)
    } catch let error as CredentialError {
      throw error
    } catch {
      throw .malformed(what: "the document key of \(agency) (\(error))")
    }
  }

  private func documentCertificate(
    for agency: AgencyID, key publicKey: Certificate.PublicKey, from: MallInstant, validFor: Duration
  ) throws -> Certificate {
    let names = try CertificateNames(node: nil, mall: mall, agencies: [agency])
    let end = min(from.adding(validFor), MallInstant(trust.authority.notValidAfter))
    return try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
      notValidBefore: from.certificateDate, notValidAfter: end.certificateDate,
      issuer: trust.authority.subject,
      subject: try DistinguishedName { CommonName("Documents of \(agency)") },
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage(CertificateUse.documents.extendedUsages)
        SubjectKeyIdentifier(hash: publicKey)
        SubjectAlternativeNames(names.uris.map(GeneralName.uniformResourceIdentifier))
      },
      issuerPrivateKey: Certificate.PrivateKey(self.key))
  }
}
