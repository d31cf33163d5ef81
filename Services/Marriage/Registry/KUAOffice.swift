import MallDomain

/// An office of religious affairs (KUA): one in each sub-district.
struct KUAOffice: Hashable, Sendable {
  /// The sub-district's code.
  let code: AreaCode
  let name: String

  /// Finds the office that a form names, such as `KUA Kota Gajah`; nil for one outside the district.
  init?(_ text: String, areas: AreaTable) {
    var words = text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    while let first = words.first, ["kua", "kecamatan", "kec."].contains(first) { words.removeFirst() }
    let wanted = words.joined(separator: " ")
    guard let subdistrict = areas.subdistricts.first(where: { $0.name.lowercased() == wanted }) else { return nil }
    self.init(subdistrict)
  }

  /// The office of a sub-district; nil for one outside the district.
  init?(code: AreaCode, areas: AreaTable) {
    guard let area = areas.area(code), area.level == .subdistrict else { return nil }
    self.init(area)
  }

  private init(_ subdistrict: Area) {
    code = subdistrict.code
    name = "KUA \(subdistrict.name)"
  }
}

/// Numbers of the marriage book: serial of the office and year, office, month and year.
enum MarriageNumber {
  private static let months = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

  static func text(serial: Int64, office: KUAOffice, contract: LocalDate) -> String {
    let digits = String(serial)
    let padding = String(repeating: "0", count: max(0, 4 - digits.count))
    return "\(padding)\(digits)/\(office.code)/\(months[contract.month - 1])/\(contract.year)"
  }
}
