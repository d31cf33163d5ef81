import Foundation
import MallDomain
import Testing

@testable import MallLink

@Suite("Credentials and the mall's authority")
struct CertificateTests {
  @Test("a credential says who its bearer is, and survives its file")
  func roundTrip() throws {
    let mall = try TestMall("lampung-tengah")
    let credential = try mall.credential(
      "dinas-1", roles: [.agency, .bank], agencies: ["disdukcapil", "dinkes"], subject: "petugas-7")
    let path = mall.folder + "/dinas.pem"
    try credential.write(to: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)

    let read = try Credential(contentsOf: path)
    #expect(read.identity == credential.identity)
    #expect(read.identity.node.text == "dinas-1")
    #expect(read.identity.mall == "lampung-tengah")
    #expect(read.identity.roles == [.agency, .bank])
    #expect(read.identity.agencies.map(\.text).sorted() == ["dinkes", "disdukcapil"])
    #expect(read.identity.subject == "petugas-7")
    #expect(try read.pem() == credential.pem())
  }

  @Test("both certificates name the same node, and neither serves as the other")
  func uses() throws {
    let mall = try TestMall()
    let credential = try mall.credential("dinas", roles: [.agency])
    let now = MallClock.system.now()
    let author = try credential.trust.verify(credential.signingCertificate, for: .signing, at: now)
    #expect(author.node == credential.identity.node)
    #expect(throws: CertificateRefusal.wrongUse(expected: .tls)) {
      try credential.trust.verify(credential.signingCertificate, for: .tls, at: now)
    }
    #expect(throws: CertificateRefusal.wrongUse(expected: .signing)) {
      try credential.trust.verify(credential.tlsCertificate, for: .signing, at: now)
    }
    #expect(throws: CertificateRefusal.wrongUse(expected: .tls)) {
      try credential.trust.verify(credential.trust.authority, for: .tls, at: now)
    }
  }

  @Test("validity is checked against the given time, to the second")
  func validity() throws {
    let mall = try TestMall()
    let start = MallClock.system.now()
    let credential = try mall.credential("dinas", roles: [.agency], validFrom: start, validFor: .seconds(100))
    let trust = credential.trust
    let der = try credential.tlsCertificate.derBytes()
    func verify(after seconds: Int) throws -> NodeID {
      try trust.verify(der: der, for: .tls, at: start.adding(.seconds(seconds))).node
    }
    #expect(throws: CertificateRefusal.notYetValid) { try verify(after: -2) }
    #expect(try verify(after: 50) == credential.identity.node)
    #expect(throws: CertificateRefusal.expired) { try verify(after: 102) }
  }

  @Test("another authority's certificate is refused, though it names the same mall")
  func otherAuthority() throws {
    let mall = try TestMall("contoh")
    let other = try TestMall("contoh")
    let stranger = try other.credential("dinas", roles: [.gateway])
    let own = try mall.credential("gerbang", roles: [.gateway])
    #expect(throws: CertificateRefusal.wrongAuthority) {
      try own.trust.verify(stranger.tlsCertificate, for: .tls, at: MallClock.system.now())
    }
    #expect(throws: CertificateRefusal.unreadable) {
      try own.trust.verify(der: [1, 2, 3], for: .tls, at: MallClock.system.now())
    }
  }

  @Test("a credential outlives its authority never")
  func authorityEnds() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mall-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let now = MallClock.system.now()
    let authority = try CertificateAuthority.create(in: folder, mall: "contoh", at: now, validFor: .seconds(1_000))
    let credential = try authority.issue(
      CredentialRequest(node: try NodeID("dinas"), roles: [.agency], validFrom: now, validFor: .seconds(9_000)))
    #expect(credential.identity.notAfter <= now.adding(.seconds(1_000)))
  }

  @Test("an authority is loaded from its folder, lists what it issued, and isn't founded twice")
  func authority() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mall-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let now = MallClock.system.now()
    let founded = try CertificateAuthority.create(in: folder, mall: "contoh", at: now)
    _ = try founded.issue(
      CredentialRequest(
        node: try NodeID("dinas"), roles: [.agency], agencies: [try AgencyID("dinkes")], validFrom: now))
    let loaded = try CertificateAuthority.load(from: folder)
    #expect(loaded.fingerprint == founded.fingerprint)
    #expect(loaded.fingerprint.count == 64)
    let issued = try loaded.issued()
    #expect(issued.map(\.use) == [.tls, .signing])
    #expect(issued.allSatisfy { $0.node.text == "dinas" && $0.roles == [.agency] && $0.agencies.count == 1 })
    #expect(throws: CredentialError.authorityExists(directory: folder)) {
      try CertificateAuthority.create(in: folder, mall: "contoh", at: now)
    }
    for file in ["ca.key", "ca.pem", "issued.txt", "revocations.txt"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test("names that no URI carries are refused", arguments: ["", "mal satu", "a:b", "mal\n", "é"])
  func wrongNames(name: String) throws {
    #expect(throws: CertificateRefusal.self) { try CertificateNames(node: nil, mall: name) }
    #expect(throws: CertificateRefusal.self) { try CertificateNames(node: nil, mall: "contoh", subject: name) }
  }

  @Test("a damaged credential is refused with a text that says what to do", arguments: ["", "hello", "half"])
  func damaged(content: String) throws {
    let mall = try TestMall()
    let pem = try mall.credential("dinas", roles: [.agency]).pem()
    let text = content == "half" ? String(pem.prefix(pem.count / 2)) : content
    #expect(throws: CredentialError.self) { try Credential(pem: text) }
    #expect(throws: CredentialError.unreadable(path: mall.folder + "/none", reason: "no such file")) {
      try Credential(contentsOf: mall.folder + "/none")
    }
  }

  @Test("a key of another credential doesn't fit")
  func mixedUp() throws {
    let mall = try TestMall()
    let first = try mall.credential("dinas-1", roles: [.agency]).pem().split(separator: "-----BEGIN")
    let second = try mall.credential("dinas-2", roles: [.agency]).pem().split(separator: "-----BEGIN")
    var mixed = first
    mixed[1] = second[1]
    #expect(throws: CredentialError.self) {
      try Credential(pem: mixed.map { "-----BEGIN" + $0 }.joined())
    }
  }
}

@Suite("Revocation lists")
struct RevocationTests {
  @Test("a revoked node's certificates are refused, others are not, and the list survives its file")
  func revoked() throws {
    let mall = try TestMall()
    let stolen = try mall.credential("laptop", roles: [.officer])
    let good = try mall.credential("dinas", roles: [.agency])
    let list = try mall.revoke("laptop")
    #expect(list.entries.count == 2)
    let path = mall.folder + "/list.txt"
    try list.write(to: path)
    let read = try RevocationList(contentsOf: path)
    #expect(read == list)

    var trust = good.trust
    try trust.update(read)
    let now = MallClock.system.now()
    #expect(throws: CertificateRefusal.revoked(stolen.identity.serial)) {
      try trust.verify(stolen.tlsCertificate, for: .tls, at: now)
    }
    #expect(throws: CertificateRefusal.self) { try trust.verify(stolen.signingCertificate, for: .signing, at: now) }
    #expect(try trust.verify(good.tlsCertificate, for: .tls, at: now).node.text == "dinas")
  }

  @Test("a list that was changed, signed by another, of another mall or older than the known one isn't taken")
  func forged() throws {
    let mall = try TestMall()
    let other = try TestMall()
    _ = try mall.credential("laptop", roles: [.officer])
    _ = try mall.credential("kios", roles: [.officer])
    _ = try other.credential("laptop", roles: [.officer])
    let first = try mall.revoke("laptop")
    let second = try mall.revoke("kios")
    var trust = try mall.credential("dinas", roles: [.agency]).trust
    try trust.update(second)

    let shortened = second.text.split(separator: "\n").filter { !$0.contains("kios") }.joined(separator: "\n")
    #expect(throws: CredentialError.wrongSignature(what: "the revocation list")) {
      try trust.update(try RevocationList(text: shortened))
    }
    let foreign = try other.revoke("laptop")
    #expect(throws: CredentialError.wrongSignature(what: "the revocation list")) { try trust.update(foreign) }
    #expect(throws: CredentialError.self) { try trust.update(first) }
    #expect(trust.revocations == second)
  }

  @Test("text that is no list is refused", arguments: ["", "mall-revocations 1", "x\ny\nz\nw", "mall-revocations 2\n"])
  func malformed(text: String) {
    #expect(throws: CredentialError.malformed(what: "the revocation list")) { try RevocationList(text: text) }
  }

  @Test("an unknown node can't be revoked")
  func unknown() throws {
    let mall = try TestMall()
    #expect(throws: CredentialError.unknownNode(try NodeID("tidak-ada"))) { try mall.revoke("tidak-ada") }
  }
}
