import MallDomain
import MallWire
import Testing

@testable import MallLink

@Suite("Signed bodies")
struct SigningTests {
  private let mall: TestMall
  private let signer: Signer
  private let verifier: SignatureVerifier
  private let now = MallClock.system.now()
  private let scope = SignatureScope(method: "exchange.query", receiver: "disdukcapil", caseID: "C1", purpose: "nikah")

  init() throws {
    mall = try TestMall()
    signer = try Signer(try mall.credential("kua", roles: [.agency], agencies: ["kua"]))
    verifier = SignatureVerifier(
      trust: try mall.credential("dinas", roles: [.agency]).trust, receivers: ["dinas", "disdukcapil"])
  }

  @Test("a signed body names its author to the receiver")
  func verified() throws {
    let signature = try signer.sign([1, 2], scope: scope, at: now)
    for _ in 0..<2 {
      let author = try verifier.verify(signature, method: "exchange.query", body: [1, 2])
      #expect(author.node.text == "kua")
      #expect(author.agencies == [try AgencyID("kua")])
    }
  }

  @Test(
    "whatever is changed on the way makes the signature worthless",
    arguments: [
      "method", "body", "receiver", "mall", "case", "purpose", "nonce", "expiry", "value", "certificate", "missing",
    ])
  func changed(what: String) throws {
    var signature: Wire.Signature? = try signer.sign([1, 2], scope: scope, at: now)
    var method = "exchange.query"
    var body: [UInt8] = [1, 2]
    switch what {
    case "method": method = "case.decide"
    case "body": body = [1, 3]
    case "receiver": signature?.receiver = "dinas"
    case "mall": signature?.mall = "lain"
    case "case": signature?.caseID = "C2"
    case "purpose": signature?.purpose = "lain"
    case "nonce": signature?.nonce = [UInt8](repeating: 0, count: 16)
    case "expiry": signature?.expiresAtMs += 1
    case "value": signature?.value[0] ^= 1
    case "certificate": signature?.certificate = [0]
    default: signature = nil
    }
    let error = #expect(throws: Refusal.self) { try verifier.verify(signature, method: method, body: body) }
    #expect(error?.code == .unauthenticated)
  }

  @Test("a good signature opens nothing at another receiver, nor after its end")
  func elsewhere() throws {
    var other = scope
    other.receiver = "dinkes"
    let misdirected = try signer.sign([1], scope: other, at: now)
    let late = try signer.sign([1], scope: scope, at: now.adding(.seconds(-100)), validFor: .seconds(50))
    for signature in [misdirected, late] {
      let error = #expect(throws: Refusal.self) {
        try verifier.verify(signature, method: "exchange.query", body: [1])
      }
      #expect(error?.code == .permissionDenied)
    }
  }

  @Test("a TLS certificate, a stranger's and a revoked author's don't sign")
  func wrongAuthors() throws {
    var signature = try signer.sign([1], scope: scope, at: now)
    let stranger = try Signer(try TestMall().credential("kua", roles: [.agency]))
    let foreign = try stranger.sign([1], scope: scope, at: now)
    #expect(throws: Refusal.self) { try verifier.verify(foreign, method: "exchange.query", body: [1]) }

    _ = try verifier.verify(signature, method: "exchange.query", body: [1])
    try verifier.update(try mall.revoke("kua"))
    #expect(throws: Refusal.self) { try verifier.verify(signature, method: "exchange.query", body: [1]) }

    signature.certificate = try mall.credential("lain", roles: [.agency]).tlsCertificate.derBytes()
    #expect(throws: Refusal.self) { try verifier.verify(signature, method: "exchange.query", body: [1]) }
  }

  @Test("a line feed can't pass one value off as another")
  func lineFeed() throws {
    let scope = SignatureScope(method: "m", receiver: "a\nmall: b")
    let error = #expect(throws: Refusal.self) { try signer.sign([1], scope: scope, at: now) }
    #expect(error?.code == .invalidArgument)
  }

  @Test("two signatures of one body differ by their nonce")
  func nonce() throws {
    let first = try signer.sign([1], scope: scope, at: now)
    let second = try signer.sign([1], scope: scope, at: now)
    #expect(first.nonce.count == 16)
    #expect(first.nonce != second.nonce)
  }
}
