import Crypto
import Foundation
import MallDomain
import MallWire
import Testing

@testable import MallLink

/// A mall whose agencies sign documents, and what a verifier keeps of it.
private struct World {
  let authority: CertificateAuthority
  let folder: String
  let gateway: Credential

  init(_ mall: String = "contoh") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "mall-documents-\(UUID().uuidString)").path
    authority = try CertificateAuthority.create(in: folder, mall: mall, at: .yesterday)
    gateway = try authority.issue(CredentialRequest(node: NodeID("gateway"), roles: [.gateway], validFrom: .yesterday))
  }

  static let today = LocalDate(jakarta: MallClock.system.now())

  func key(_ agency: String = "polres") throws -> DocumentKey {
    try authority.issueDocumentKey(for: AgencyID(agency), from: .yesterday)
  }

  func paper(
    _ key: DocumentKey, number: String = "SKCK/1", on date: LocalDate = Self.today, validThrough: LocalDate? = nil
  ) throws -> Wire.SignedDocument {
    let record = Wire.Document(type: "skck", number: number, agency: "polres", holder: "Budi Santoso").encoded()
    let mark = DocumentMark(
      agency: try AgencyID("polres"), type: "skck", number: number, version: 1, issuedOn: date,
      validThrough: validThrough, holder: Masking.name("Budi Santoso"), recordHash: Array(SHA256.hash(data: record)))
    return try key.sign(record: record, mark: mark)
  }

  func list(
    _ key: DocumentKey, _ entries: [(Wire.SignedDocument, String)] = [], at: MallInstant = MallClock.system.now()
  ) throws -> Wire.SignedDocumentStatusList {
    try key.sign(
      Wire.DocumentStatusList(
        agency: key.certificate.agency.text, mall: authority.mall, atMs: at.milliseconds,
        entries: entries.map {
          Wire.DocumentStatus(
            markHash: DocumentList.hash(ofMark: $0.0.mark), state: $0.1, since: Self.today.description)
        }))
  }

  func verifier(
    keys: [DocumentKey], lists: [Wire.SignedDocumentStatusList], trust: MallTrust? = nil
  ) -> DocumentVerifier {
    DocumentVerifier(
      Wire.VerificationBundle(
        mall: authority.mall, keys: keys.map(\.certificate.der), lists: lists,
        madeAtMs: MallClock.system.now().milliseconds),
      trust: trust ?? authority.trust)
  }
}

@Suite("Documents that verify without a network")
struct DocumentTests {
  @Test("a genuine document is told from a replaced, a revoked, a lost and an expired one")
  func states() throws {
    let world = try World()
    let key = try world.key()
    let papers = try (1...4).map { try world.paper(key, number: "SKCK/\($0)") }
    let expired = try world.paper(
      key, number: "SKCK/5", on: World.today.adding(days: -1), validThrough: World.today.adding(days: -1))
    let list = try world.list(key, [(papers[1], "replaced"), (papers[2], "revoked"), (papers[3], "lost")])
    let verifier = world.verifier(keys: [key], lists: [list])
    let outcomes = (papers + [expired]).map { verifier.verify($0, on: World.today).outcome }
    #expect(outcomes == [.valid, .replaced, .revoked, .revoked, .expired])
    let verdict = verifier.verify(papers[0], on: World.today)
    #expect(verdict.mark?.holder == "B*** S***")
    #expect(verdict.listedAt != nil)
    #expect(verifier.verify(papers[1], on: World.today).since == World.today)
  }

  @Test("the file and the code say the same, and a changed byte of either is found")
  func tampering() throws {
    let world = try World()
    let key = try world.key()
    let paper = try world.paper(key)
    let verifier = world.verifier(keys: [key], lists: [try world.list(key)])
    #expect(verifier.verify(file: paper.encoded(), on: World.today).outcome == .valid)
    let code = DocumentCode.text(of: paper)
    #expect(verifier.verify(code: code, on: World.today).outcome == .valid)
    #expect(verifier.verify(code: "\(code)\n", on: World.today).outcome == .valid)
    #expect(code.count < 400, "a phone reads \(code.count) characters")

    var changed = paper
    changed.record[changed.record.count - 1] ^= 1
    #expect(verifier.verify(changed, on: World.today).outcome == .tampered)
    changed = paper
    let initial = try #require(changed.mark.firstIndex(of: UInt8(ascii: "B")))
    changed.mark[initial] = UInt8(ascii: "S")
    #expect(verifier.verify(changed, on: World.today).outcome == .tampered)
    for text in ["", "MALL1:", "MALL2:" + code.dropFirst(6), String(code.dropLast()), "HTTPS://EXAMPLE.COM"] {
      let outcome = verifier.verify(code: text, on: World.today).outcome
      #expect(outcome == .unreadable || outcome == .tampered, "\(text)")
    }
    #expect(verifier.verify(file: [1, 2, 3], on: World.today).outcome == .unreadable)
  }

  @Test(
    "another mall's, another agency's and a revoked key's documents are foreign; without a list nothing is confirmed")
  func foreign() throws {
    let (world, other) = (try World(), try World("lain"))
    let key = try world.key()
    let paper = try world.paper(key)
    #expect(world.verifier(keys: [key], lists: []).verify(paper, on: World.today).outcome == .unconfirmed)
    #expect(world.verifier(keys: [], lists: []).verify(paper, on: World.today).outcome == .foreign)
    let foreign = try other.paper(try other.key())
    #expect(world.verifier(keys: [key], lists: []).verify(foreign, on: World.today).outcome == .foreign)
    // A key of another agency signs in the name of polres.
    let stranger = try world.key("dinsos")
    let pretended = try world.paper(stranger)
    let verifier = world.verifier(keys: [key, stranger], lists: [try world.list(key)])
    #expect(verifier.verify(pretended, on: World.today).outcome == .foreign)
    // Outside of the key's time.
    let early = try world.paper(key, on: World.today.adding(days: -30))
    #expect(verifier.verify(early, on: World.today).outcome == .foreign)

    var authority = try CertificateAuthority.load(from: world.folder)
    try authority.revoke(serial: key.certificate.serial, at: MallClock.system.now())
    let after = world.verifier(keys: [key], lists: [try world.list(key)], trust: authority.trust)
    #expect(after.verify(paper, on: World.today).outcome == .foreign)
  }

  @Test("an older list does not take the place of a newer one, whichever comes first")
  func rollback() throws {
    let world = try World()
    let key = try world.key()
    let paper = try world.paper(key)
    let newer = try world.list(key, [(paper, "revoked")])
    let older = try world.list(key, at: .yesterday)
    for lists in [[newer, older], [older, newer]] {
      #expect(world.verifier(keys: [key], lists: lists).verify(paper, on: World.today).outcome == .revoked)
    }
  }

  @Test("a key file is for its agency and for documents alone")
  func keyFile() throws {
    let world = try World()
    let key = try world.key()
    let path = world.folder + "/polres.pem"
    try key.write(to: path)
    let read = try DocumentKey(contentsOf: path, trust: world.authority.trust)
    #expect(read.certificate.agency.text == "polres")
    #expect(read.certificate.keyID == key.certificate.keyID)
    #expect(throws: CertificateRefusal.self) {
      try world.authority.trust.verify(der: key.certificate.der, for: .signing, at: MallClock.system.now())
    }
    #expect(throws: CredentialError.self) {
      _ = try DocumentKey(contentsOf: path, trust: World("lain").authority.trust)
    }
    let issued = try world.authority.issued().last
    #expect(issued?.use == .documents)
    #expect(issued?.node.text == "polres-documents")
  }

  @Test("a verifier's file is believed by the authority's fingerprint, and only as the gateway signed it")
  func keys() throws {
    let world = try World()
    let key = try world.key()
    let bundle = Wire.VerificationBundle(
      mall: world.authority.mall, authority: try world.authority.trust.authorityBytes(),
      revocations: world.authority.trust.revocations.text, keys: [key.certificate.der], lists: [try world.list(key)],
      madeAtMs: MallClock.system.now().milliseconds)
    func page(_ credential: Credential) throws -> Wire.SignedVerificationBundle {
      let body = bundle.encoded()
      return Wire.SignedVerificationBundle(
        bundle: body,
        signature: try Signer(credential).sign(
          body, scope: SignatureScope(method: VerificationKeys.method, receiver: ""), at: MallClock.system.now()))
    }
    let file = Wire.VerificationBundleFile(bundles: [try page(world.gateway)]).encoded()
    let read = try VerificationKeys(file: file, pinned: world.authority.fingerprint)
    #expect(read.verifier.verify(try world.paper(key), on: World.today).outcome == .valid)
    #expect(read.authority == world.authority.fingerprint)
    #expect(throws: Refusal.self) { try VerificationKeys(file: file, pinned: String(repeating: "0", count: 64)) }
    let agency = try world.authority.issue(
      CredentialRequest(node: NodeID("dinas"), roles: [.agency], validFrom: .yesterday))
    #expect(throws: Refusal.self) { try VerificationKeys(pages: [try page(agency)], pinned: nil) }
    var changed = try page(world.gateway)
    changed.bundle[changed.bundle.count - 1] ^= 1
    #expect(throws: Refusal.self) { try VerificationKeys(pages: [changed], pinned: nil) }
    #expect(throws: Refusal.self) { try VerificationKeys(file: [0xff], pinned: nil) }
  }
}
