import Crypto
import FoundationEssentials
import MallDomain
import MallWire
import X509

/// What a signed body is bound to beside its content: it opens nothing anywhere else.
package struct SignatureScope: Hashable, Sendable {
  package var method: String
  /// Agency or node id that the body is meant for.
  package var receiver: String
  /// Empty where there is none; likewise `purpose`.
  package var caseID: String
  package var purpose: String

  package init(method: String, receiver: String, caseID: String = "", purpose: String = "") {
    self.method = method
    self.receiver = receiver
    self.caseID = caseID
    self.purpose = purpose
  }
}

/// Signs bodies with a credential's Ed25519 key, so that who forwards them can't invent them.
package struct Signer: Sendable {
  /// Bytes of a nonce: never drawn twice.
  static let nonceLength = 16
  /// Long enough for a delivery that waits for an agency that is away.
  package static let standardValidity = Duration.seconds(90 * 86_400)

  private let author: PeerIdentity
  private let key: Curve25519.Signing.PrivateKey
  private let certificate: [UInt8]

  package init(_ credential: Credential) throws(CredentialError) {
    author = credential.identity
    key = credential.signingKey
    do {
      certificate = try credential.signingCertificate.derBytes()
    } catch {
      throw .malformed(what: "the signing certificate")
    }
  }

  /// - Parameters:
  ///   - now: by the clock that verifiers have, which is the machine's.
  ///   - generator: draws the nonce.
  /// - Throws: `invalid_argument` when a value of the scope holds a line feed.
  package func sign(
    _ body: [UInt8], scope: SignatureScope, at now: MallInstant, validFor: Duration = standardValidity,
    using generator: inout some RandomNumberGenerator
  ) throws(Refusal) -> Wire.Signature {
    let nonce = (0..<Self.nonceLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let expiresAt = now.adding(validFor)
    let text = SignedText.bytes(
      body: body, scope: scope, author: author.node.text, mall: author.mall, nonce: nonce, expiresAt: expiresAt)
    guard let text else { throw Refusal(.invalidArgument, Message(.requestInvalid, "a line feed in what is signed")) }
    guard let value = try? key.signature(for: text) else { throw .requestInternal }
    return Wire.Signature(
      certificate: certificate, receiver: scope.receiver, mall: author.mall, caseID: scope.caseID,
      purpose: scope.purpose, nonce: nonce, expiresAtMs: expiresAt.milliseconds, value: Array(value))
  }

  package func sign(
    _ body: [UInt8], scope: SignatureScope, at now: MallInstant, validFor: Duration = standardValidity
  ) throws(Refusal) -> Wire.Signature {
    var generator = SystemRandomNumberGenerator()
    return try sign(body, scope: scope, at: now, validFor: validFor, using: &generator)
  }
}

enum SignedText {
  static func bytes(
    body: [UInt8], scope: SignatureScope, author: String, mall: String, nonce: [UInt8], expiresAt: MallInstant
  ) -> Data? {
    SignedBody.canonicalText(
      method: scope.method, bodyHash: Hexadecimal.text(SHA256.hash(data: body)), author: author,
      receiver: scope.receiver, mall: mall, caseID: scope.caseID, purpose: scope.purpose,
      nonce: Hexadecimal.text(nonce), expiresAt: expiresAt
    ).map { Data($0.utf8) }
  }
}
