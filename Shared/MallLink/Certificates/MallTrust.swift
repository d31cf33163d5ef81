import Crypto
import FoundationEssentials
import MallDomain
import SwiftASN1
import X509

/// Whom a node of a mall believes: certificates that the mall's authority signed, that name this mall, are in their
/// time and weren't revoked.
///
/// Instants given in are those of the machine's clock, not those of the mall's clock, which demonstrations move.
package struct MallTrust: Sendable {
  /// The mall's name, as its authority's certificate says.
  package let mall: String
  package let authority: Certificate
  package private(set) var revocations: RevocationList
  /// When the authority's own certificate ends, and every other with it.
  package var endsAt: MallInstant { MallInstant(authority.notValidAfter) }

  /// - Throws: when the certificate isn't a mall's authority.
  package init(authority: Certificate) throws(CredentialError) {
    let names: CertificateNames
    do {
      names = try CertificateNames(of: authority)
    } catch {
      throw .refused(error)
    }
    guard case .isCertificateAuthority? = try? authority.extensions.basicConstraints, names.node == nil,
      authority.publicKey.isValidSignature(authority.signature, for: authority)
    else { throw .malformed(what: "the authority's certificate") }
    self.authority = authority
    mall = names.mall
    revocations = RevocationList(mall: names.mall)
  }

  /// Reads an authority's certificate (`ca.pem`): for who checks signatures without a credential.
  package init(contentsOf path: String) throws(CredentialError) {
    guard let certificate = try? Certificate(pemEncoded: try PrivateFile.read(path)) else {
      throw .malformed(what: path)
    }
    try self.init(authority: certificate)
  }

  /// The authority's certificate (DER), by whose fingerprint a person knows the mall.
  package func authorityBytes() throws(CredentialError) -> [UInt8] {
    do {
      return try authority.derBytes()
    } catch {
      throw .malformed(what: "the authority's certificate")
    }
  }

  /// Takes a list that this mall's authority signed.
  ///
  /// - Throws: `wrongSignature` when it isn't; `malformed` when it is older than the one at hand, so that nobody can
  ///   bring back what was revoked.
  package mutating func update(_ list: RevocationList) throws(CredentialError) {
    guard list.mall == mall, list.isSigned(by: authority) else { throw .wrongSignature(what: "the revocation list") }
    guard list.number >= revocations.number else {
      throw .malformed(what: "the revocation list (older than the known one)")
    }
    revocations = list
  }

  /// Who bears a certificate, when it is to be believed. The order of the checks is part of the promise: authority,
  /// time, use, names, mall, revocation.
  package func verify(
    der: [UInt8], for use: CertificateUse, at now: MallInstant
  ) throws(CertificateRefusal) -> PeerIdentity {
    guard let certificate = try? Certificate(derEncoded: der) else { throw .unreadable }
    return try verify(certificate, for: use, at: now)
  }

  package func verify(
    _ certificate: Certificate, for use: CertificateUse, at now: MallInstant
  ) throws(CertificateRefusal) -> PeerIdentity {
    guard certificate.issuer == authority.subject,
      authority.publicKey.isValidSignature(certificate.signature, for: certificate)
    else { throw .wrongAuthority }
    let identity = try identity(of: certificate, for: use)
    try check(identity, at: now)
    return identity
  }

  /// What may change while a certificate is in use: the time, and the revocations.
  package func check(_ identity: PeerIdentity, at now: MallInstant) throws(CertificateRefusal) {
    guard now >= identity.notBefore, now >= MallInstant(authority.notValidBefore) else { throw .notYetValid }
    guard now <= identity.notAfter, now <= MallInstant(authority.notValidAfter) else { throw .expired }
    guard !revocations.contains(identity.serial) else { throw .revoked(identity.serial) }
  }

  private func identity(of certificate: Certificate, for use: CertificateUse) throws(CertificateRefusal) -> PeerIdentity
  {
    guard use.fits(certificate) else { throw .wrongUse(expected: use) }
    let names = try CertificateNames(of: certificate)
    guard let node = names.node else { throw .wrongName("no node id") }
    guard names.mall == mall else { throw .wrongMall(names.mall) }
    return PeerIdentity(
      node: node, mall: names.mall, roles: names.roles, agencies: names.agencies, subject: names.subject,
      notBefore: MallInstant(certificate.notValidBefore), notAfter: MallInstant(certificate.notValidAfter),
      serial: SerialNumber(certificate.serialNumber))
  }
}

extension CertificateUse {
  /// RFC 9336: signatures under documents.
  static let documentSigning = ExtendedKeyUsage.Usage(oid: [1, 3, 6, 1, 5, 5, 7, 3, 36])

  var extendedUsages: [ExtendedKeyUsage.Usage] {
    switch self {
    case .tls: [.serverAuth, .clientAuth]
    case .signing, .documents: [Self.documentSigning]
    }
  }

  /// Whether the certificate is an end entity's, for this use, with this use's kind of key.
  func fits(_ certificate: Certificate) -> Bool {
    if case .isCertificateAuthority? = try? certificate.extensions.basicConstraints { return false }
    guard let usages = try? certificate.extensions.extendedKeyUsage, extendedUsages.allSatisfy(usages.contains) else {
      return false
    }
    switch self {
    case .tls: return P256.Signing.PublicKey(certificate.publicKey) != nil
    case .signing, .documents: return Curve25519.Signing.PublicKey(certificate.publicKey) != nil
    }
  }
}

extension MallInstant {
  init(_ date: Date) {
    self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
  }

  /// In whole seconds, as certificates count.
  var certificateDate: Date {
    Date(timeIntervalSince1970: (Double(milliseconds) / 1000).rounded(.down))
  }
}
