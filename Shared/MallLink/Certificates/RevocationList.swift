import Crypto
import FoundationEssentials
import MallDomain
import X509

/// The certificates that a mall's authority took back: a text file, signed by the authority's key, so that nodes may
/// fetch it from anywhere.
///
///     mall-revocations 1
///     mall lampung-tengah
///     number 2
///     revoked 5f0a… 1767225600000 kua-gunung-sugih
///     signature <base64 of the ECDSA signature (P-256, SHA-256, DER) over the lines above>
package struct RevocationList: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let serial: SerialNumber
    package let revokedAt: MallInstant
    package let node: NodeID
  }

  package let mall: String
  /// Grows with each list, so that an old one can't replace a newer one. 0: nothing was revoked yet.
  package private(set) var number: UInt64 = 0
  package private(set) var entries: [Entry] = []
  private var serials: Set<SerialNumber> = []
  private var signature: [UInt8] = []

  private static let heading = "mall-revocations 1"

  /// A list of nothing, which needs no signature.
  init(mall: String) {
    self.mall = mall
  }

  package func contains(_ serial: SerialNumber) -> Bool {
    serials.contains(serial)
  }

  /// Reads a file. Whether the mall's authority signed it is for ``MallTrust/update(_:)`` to say.
  package init(contentsOf path: String) throws(CredentialError) {
    try self.init(text: try PrivateFile.read(path))
  }

  package init(text: String) throws(CredentialError) {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    guard lines.count >= 4, lines[0].joined(separator: " ") == Self.heading,
      lines[1].count == 2, lines[1][0] == "mall",
      lines[2].count == 2, lines[2][0] == "number", let number = UInt64(lines[2][1]),
      let last = lines.last, last.count == 2, last[0] == "signature",
      let signature = Data(base64Encoded: String(last[1]))
    else { throw .malformed(what: "the revocation list") }
    self.init(mall: String(lines[1][1]))
    self.number = number
    self.signature = Array(signature)
    for line in lines[3..<(lines.count - 1)] {
      guard line.count == 4, line[0] == "revoked", let serial = SerialNumber(line[1]),
        let milliseconds = Int64(line[2]), let node = try? NodeID(String(line[3]))
      else { throw .malformed(what: "the revocation list") }
      insert(Entry(serial: serial, revokedAt: MallInstant(milliseconds: milliseconds), node: node))
    }
  }

  package var text: String {
    signedText + "signature \(Data(signature).base64EncodedString())\n"
  }

  package func write(to path: String) throws(CredentialError) {
    try PrivateFile.write(text, to: path)
  }

  /// The list with more entries, signed anew.
  func adding(_ new: [Entry], signedWith key: P256.Signing.PrivateKey) throws(CredentialError) -> RevocationList {
    var list = self
    list.number += 1
    for entry in new where !list.contains(entry.serial) { list.insert(entry) }
    do {
      list.signature = Array(try key.signature(for: Data(list.signedText.utf8)).derRepresentation)
    } catch {
      throw .unreadable(path: "the authority's key", reason: "\(error)")
    }
    return list
  }

  func isSigned(by authority: Certificate) -> Bool {
    if number == 0 && entries.isEmpty { return true }
    guard let key = P256.Signing.PublicKey(authority.publicKey),
      let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
    else { return false }
    return key.isValidSignature(signature, for: Data(signedText.utf8))
  }

  private mutating func insert(_ entry: Entry) {
    entries.append(entry)
    serials.insert(entry.serial)
  }

  private var signedText: String {
    var lines = [Self.heading, "mall \(mall)", "number \(number)"]
    lines += entries.map { "revoked \($0.serial) \($0.revokedAt.milliseconds) \($0.node)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
