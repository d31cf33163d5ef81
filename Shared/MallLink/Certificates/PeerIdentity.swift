import MallDomain
import X509

/// Who is at the other end of a link, or who signed a body: read from a certificate that the mall's authority
/// signed, never from what the peer says of itself.
package struct PeerIdentity: Hashable, Sendable {
  package let node: NodeID
  /// The mall whose authority issued the certificate.
  package let mall: String
  package let roles: Set<Role>
  /// The agencies that the node may speak for.
  package let agencies: Set<AgencyID>
  /// The person behind an officer's, operator's or citizen's credential, as the mall names them. Never a NIK in clear.
  package let subject: String?
  package let notBefore: MallInstant
  package let notAfter: MallInstant
  package let serial: SerialNumber

  package init(
    node: NodeID, mall: String, roles: Set<Role>, agencies: Set<AgencyID> = [], subject: String? = nil,
    notBefore: MallInstant, notAfter: MallInstant, serial: SerialNumber
  ) {
    self.node = node
    self.mall = mall
    self.roles = roles
    self.agencies = agencies
    self.subject = subject
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.serial = serial
  }
}

/// The serial number of a certificate, as lower-case hexadecimal: what revocation lists name.
package struct SerialNumber: Hashable, Sendable, CustomStringConvertible {
  /// RFC 5280, 4.1.2.2: at most 20 octets.
  static let maximumDigits = 40

  package let hexadecimal: String

  /// Reads what `hexadecimal` writes.
  package init?(_ text: some StringProtocol) {
    guard 1...Self.maximumDigits ~= text.utf8.count,
      text.utf8.allSatisfy({
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
      })
    else { return nil }
    hexadecimal = String(text)
  }

  init(_ number: Certificate.SerialNumber) {
    hexadecimal = Hexadecimal.text(number.bytes)
  }

  package var description: String { hexadecimal }
}

/// Bytes as lower-case hexadecimal digits.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var result: [UInt8] = []
    for byte in bytes {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 0x0f)])
    }
    return String(decoding: result, as: UTF8.self)
  }
}
