import Crypto
import FoundationEssentials

/// Keeps sensitive values unreadable to whoever has the database file but not the key file.
///
/// Values are sealed with AES-256-GCM and bound to the place where they are stored, so that one can't be moved to
/// another row or column. Values to be looked up are stored as keyed hashes (HMAC-SHA-256) besides.
package struct Sealer: Sendable {
  /// Layout of sealed bytes: 1 byte layout, 4 bytes key id, 12 bytes nonce, ciphertext, 16 bytes tag.
  private static let layout: UInt8 = 1
  private static let headerLength = 1 + SealingKey.idLength
  /// Bytes that sealing adds.
  static let overhead = headerLength + 12 + 16

  private let keys: [SealingKey]
  private let current: SealingKey
  private let lookupKey: SymmetricKey

  /// - Parameter keys: oldest first; the last one seals, all open. The oldest makes the look-up hashes, since those
  ///   can't be made anew without their values.
  package init(keys: [SealingKey]) throws(StoreError) {
    guard let oldest = keys.first, let newest = keys.last else { throw .keyFile("no key to seal with") }
    self.keys = keys
    current = newest
    lookupKey = oldest.lookup
  }

  /// - Parameter place: `table.column` or `table.column:row`, the same when it is opened.
  package func seal(_ plain: [UInt8], for place: String) -> [UInt8] {
    let header = [Sealer.layout] + current.id
    do {
      let box = try AES.GCM.seal(plain, using: current.sealing, authenticating: header + Array(place.utf8))
      return header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    } catch {
      // AES-GCM refuses wrong key sizes only, and the key is derived with the right one.
      preconditionFailure("sealing failed: \(error)")
    }
  }

  package func open(_ sealed: [UInt8], for place: String) throws(StoreError) -> [UInt8] {
    let header = Array(sealed.prefix(Sealer.headerLength))
    guard header.count == Sealer.headerLength, header[0] == Sealer.layout,
      let key = keys.first(where: { $0.id == Array(header[1...]) })
    else { throw .unsealable(place: Sealer.column(of: place)) }
    do {
      let box = try AES.GCM.SealedBox(combined: sealed[Sealer.headerLength...])
      return Array(try AES.GCM.open(box, using: key.sealing, authenticating: header + Array(place.utf8)))
    } catch {
      throw .unsealable(place: Sealer.column(of: place))
    }
  }

  /// A hash of 32 bytes by which a value is found again. Hashes of different purposes can't be compared.
  package func lookupHash(_ value: String, purpose: String) -> [UInt8] {
    var authentication = HMAC<SHA256>(key: lookupKey)
    // The length keeps purpose and value apart.
    authentication.update(data: Array("\(purpose.utf8.count):\(purpose)".utf8))
    authentication.update(data: Array(value.utf8))
    return Array(authentication.finalize())
  }

  /// Errors name the column, not the row.
  private static func column(of place: String) -> String {
    String(place.prefix { $0 != ":" })
  }
}

/// Keys are shown to nobody, however a value that holds them is printed.
extension Sealer: CustomStringConvertible, CustomReflectable {
  package var description: String { "Sealer" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
