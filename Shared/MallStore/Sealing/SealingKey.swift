import Crypto
import FoundationEssentials

/// A secret of 32 bytes, from which the keys for sealing and for look-ups are derived.
package struct SealingKey: Sendable {
  package static let length = 32
  static let idLength = 4

  /// Names the key in what it sealed.
  let id: [UInt8]
  let sealing: SymmetricKey
  let lookup: SymmetricKey

  package init(_ secret: [UInt8]) throws(StoreError) {
    guard secret.count == SealingKey.length else { throw .keyFile("a sealing key has \(SealingKey.length) bytes") }
    let key = SymmetricKey(data: secret)
    func derived(_ use: String, _ count: Int) -> SymmetricKey {
      HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("mall \(use)".utf8), outputByteCount: count)
    }
    id = derived("key id", SealingKey.idLength).withUnsafeBytes { Array($0) }
    sealing = derived("sealing", 32)
    lookup = derived("lookup", 32)
  }

  /// A new key's secret.
  static func makeSecret() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
