import Crypto
import FoundationEssentials
import MallDomain
import SwiftASN1
import X509

/// The certificate of an agency's document key: it names the mall and one agency, and no node, so that it is good for
/// documents and for nothing else.
package struct DocumentCertificate: Sendable {
  /// Bytes of a key's id: the beginning of the SHA-256 of the public key. It finds a key; it proves nothing.
  static let idLength = 8
  /// DER bytes, more than any that a mall's authority issues.
  private static let maximumLength = 4_096

  package let agency: AgencyID
  package let keyID: [UInt8]
  package let notBefore: MallInstant
  package let notAfter: MallInstant
  package let serial: SerialNumber
  package let der: [UInt8]
  let publicKey: Curve25519.Signing.PublicKey

  /// Reads a certificate that the mall's authority signed and did not take back.
  package init(der: [UInt8], trust: MallTrust) throws(CertificateRefusal) {
    guard der.count <= Self.maximumLength, let certificate = try? Certificate(derEncoded: der) else {
      throw .unreadable
    }
    try self.init(certificate, der: der, trust: trust)
  }

  init(_ certificate: Certificate, der: [UInt8], trust: MallTrust) throws(CertificateRefusal) {
    guard certificate.issuer == trust.authority.subject,
      trust.authority.publicKey.isValidSignature(certificate.signature, for: certificate)
    else { throw .wrongAuthority }
    guard CertificateUse.documents.fits(certificate),
      let publicKey = Curve25519.Signing.PublicKey(certificate.publicKey)
    else { throw .wrongUse(expected: .documents) }
    let names = try CertificateNames(of: certificate)
    guard names.mall == trust.mall else { throw .wrongMall(names.mall) }
    guard names.node == nil, names.roles.isEmpty, names.agencies.count == 1, let agency = names.agencies.first else {
      throw .wrongName("not the name of one agency")
    }
    let serial = SerialNumber(certificate.serialNumber)
    guard !trust.revocations.contains(serial) else { throw .revoked(serial) }
    self.agency = agency
    self.publicKey = publicKey
    self.serial = serial
    self.der = der
    keyID = Array(SHA256.hash(data: publicKey.rawRepresentation).prefix(Self.idLength))
    notBefore = MallInstant(certificate.notValidBefore)
    notAfter = MallInstant(certificate.notValidAfter)
  }

  /// The name under which the authority's list shows an agency's document keys.
  package static func listName(of agency: AgencyID) throws -> NodeID {
    try NodeID("\(agency)-documents")
  }

  package func isInTime(at now: MallInstant) -> Bool {
    notBefore <= now && now <= notAfter
  }

  /// Whether a document of a date may bear this key's signature. A day is allowed for the difference between the clocks
  /// of the authority and of the agency.
  func covers(_ date: LocalDate) -> Bool {
    LocalDate(jakarta: notBefore).adding(days: -1) <= date && date <= LocalDate(jakarta: notAfter)
  }

  func isValid(_ signature: [UInt8], heading: String, over bytes: [UInt8]) -> Bool {
    publicKey.isValidSignature(Data(signature), for: Data(DocumentText.signed(bytes, heading: heading)))
  }
}

/// What a document key signs: a heading, so that a signature of one kind is none of another, a line feed, the bytes.
enum DocumentText {
  static let document = "mall-document-1"
  static let list = "mall-document-list-1"

  static func signed(_ bytes: [UInt8], heading: String) -> [UInt8] {
    Array(heading.utf8) + [UInt8(ascii: "\n")] + bytes
  }
}
