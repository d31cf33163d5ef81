import Crypto
import FoundationEssentials

/// Opens what backups keep sealed: the keys of the nodes. It is made once, written to a file, and then kept away from
/// the machines, in a safe; backups need only its public half, so that a stolen backup opens nothing.
///
/// Sealing is HPKE (RFC 9180) with X25519, HKDF-SHA-256 and ChaCha20-Poly1305: 32 bytes of encapsulated key, then the
/// ciphertext. The name of the sealed file is authenticated with it.
package struct RecoveryKey: Sendable {
  /// The half that seals.
  package struct PublicHalf: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Throws: `StoreError.keyFile` for bytes that are no X25519 key.
    package init(_ bytes: [UInt8]) throws(StoreError) {
      guard (try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)) != nil else {
        throw .keyFile("a recovery key's public half has \(RecoveryKey.length) bytes")
      }
      self.bytes = bytes
    }
  }

  static let length = 32
  private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
  private static let purpose = Data("mall backup key 1".utf8)
  private static let heading = "mall-recovery-key-1 "

  private let secret: Curve25519.KeyAgreement.PrivateKey

  package static func make() -> RecoveryKey {
    RecoveryKey(secret: Curve25519.KeyAgreement.PrivateKey())
  }

  private init(secret: Curve25519.KeyAgreement.PrivateKey) {
    self.secret = secret
  }

  /// Reads what `text` writes.
  package init(text: String) throws(StoreError) {
    let line = text.split(separator: "\n").first.map(String.init) ?? ""
    guard line.hasPrefix(Self.heading), let bytes = Data(base64Encoded: String(line.dropFirst(Self.heading.count))),
      let secret = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
    else { throw .keyFile("that is no recovery key: its file holds one line, \"\(Self.heading)…\"") }
    self.secret = secret
  }

  /// One line, short enough to print and to type.
  package var text: String { Self.heading + secret.rawRepresentation.base64EncodedString() + "\n" }

  package var publicHalf: PublicHalf {
    get throws(StoreError) { try PublicHalf(Array(secret.publicKey.rawRepresentation)) }
  }

  /// - Parameter name: of the sealed file, the same as when it was sealed.
  package func open(_ sealed: [UInt8], name: String) throws(StoreError) -> [UInt8] {
    do {
      var recipient = try HPKE.Recipient(
        privateKey: secret, ciphersuite: Self.suite, info: Self.purpose,
        encapsulatedKey: Data(sealed.prefix(Self.length)))
      return Array(try recipient.open(sealed.dropFirst(Self.length), authenticating: Data(name.utf8)))
    } catch {
      throw .unsealable(place: name)
    }
  }
}

extension RecoveryKey.PublicHalf {
  package func seal(_ plain: [UInt8], name: String) throws(StoreError) -> [UInt8] {
    do {
      let key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
      var sender = try HPKE.Sender(recipientKey: key, ciphersuite: RecoveryKey.suite, info: RecoveryKey.purpose)
      return Array(sender.encapsulatedKey) + Array(try sender.seal(plain, authenticating: Data(name.utf8)))
    } catch {
      throw .keyFile("\(name) could not be sealed to the recovery key")
    }
  }
}
