import MallDomain
import MallStore

/// Numbers of civil registration certificates, such as `1802-LU-03032026-0001`: district, kind, date of registration
/// and a serial without gaps that begins anew each day.
enum CertificateNumber {
  enum Kind: String, Sendable {
    /// Birth, reported in time.
    case birth = "LU"
    /// Birth, reported late.
    case lateBirth = "LT"
    case death = "KM"
    case marriage = "KW"
    case divorce = "CR"
    case acknowledgement = "PA"
    /// A note in the margin of an earlier certificate.
    case annotation = "CP"
    case secondCopy = "KK"
  }

  private static let district = "1802"

  static func next(_ kind: Kind, on date: LocalDate, in transaction: Transaction) throws -> String {
    let serial = try Counter.next("certificate/\(kind.rawValue)/\(date)", in: transaction)
    let parts = date.description.split(separator: "-")
    let digits = String(serial)
    let padding = String(repeating: "0", count: max(0, 4 - digits.count))
    return "\(district)-\(kind.rawValue)-\(parts.reversed().joined())-\(padding)\(digits)"
  }
}
