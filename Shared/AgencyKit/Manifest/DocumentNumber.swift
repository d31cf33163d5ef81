import MallDomain

/// Numbers of what a manifest's agency issues, such as `SKCK/18.02/2026/000123`: type, district, year, and a serial
/// without gaps that begins anew each year.
enum DocumentNumber {
  /// The district of the mall by the list of the Ministry of Home Affairs.
  private static let district = "18.02"
  private static let serialDigits = 6

  /// The name of the counter that gives the serials.
  static func counter(type: String, on date: LocalDate) -> String {
    "document/\(type)/\(date.year)"
  }

  static func text(type: String, serial: Int64, on date: LocalDate) -> String {
    let digits = String(serial)
    let padding = String(repeating: "0", count: max(0, serialDigits - digits.utf8.count))
    return "\(type.uppercased())/\(district)/\(date.year)/\(padding)\(digits)"
  }
}

extension ServiceCode {
  /// The service's own name within its agency.
  package var slug: String {
    String(text.dropFirst(agency.text.count + 1))
  }
}
