import MallDomain

/// What an author signs, so that who forwards a body can neither change nor invent it, nor use it elsewhere.
package enum SignedBody {
  /// The first line of every signed text, so that a signature for one purpose is none for another.
  package static let heading = "mall-signed-body-1"

  /// The text that is signed with Ed25519: one line for each value, in this order, `name: value`, each ended by a line
  /// feed. Hash and nonce are lower-case hexadecimal, the end of validity milliseconds since 1970 UTC.
  ///
  /// - Parameters:
  ///   - bodyHash: SHA-256 of the body.
  ///   - author: node id of the signing certificate.
  ///   - receiver: agency or node id that the body is meant for.
  ///   - caseID: empty where there is none; likewise `purpose`.
  /// - Returns: nil when a value holds a line feed, which could pass one value off as another.
  package static func canonicalText(
    method: String, bodyHash: String, author: String, receiver: String, mall: String, caseID: String,
    purpose: String, nonce: String, expiresAt: MallInstant
  ) -> String? {
    let lines = [
      ("method", method), ("body-sha256", bodyHash), ("author", author), ("receiver", receiver), ("mall", mall),
      ("case", caseID), ("purpose", purpose), ("nonce", nonce), ("expires", String(expiresAt.milliseconds)),
    ]
    guard !lines.contains(where: { $0.1.utf8.contains(UInt8(ascii: "\n")) }) else { return nil }
    return lines.reduce(heading + "\n") { $0 + "\($1.0): \($1.1)\n" }
  }
}
