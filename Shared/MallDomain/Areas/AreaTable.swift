/// One administrative area by the list of the Ministry of Home Affairs.
package struct Area: Hashable, Sendable {
  package enum Level: String, Hashable, Sendable, CaseIterable {
    case province = "provinsi"
    case regency = "kabupaten"
    case city = "kota"
    case subdistrict = "kecamatan"
    case ruralVillage = "kampung"
    case urbanVillage = "kelurahan"

    package var isVillage: Bool { self == .ruralVillage || self == .urbanVillage }
  }

  package var code: AreaCode
  package var level: Level
  /// Names repeat between sub-districts: the code is what names an area.
  package var name: String
}

/// The administrative areas that the mall knows: its province's districts, and its own district down to the village.
package struct AreaTable: Sendable {
  /// How much is known about the area of a sub-district's code, such as the one in a NIK.
  package enum Standing: Hashable, Sendable {
    /// The sub-district is in the table.
    case subdistrict
    /// Only its district is: there's nothing to warn of.
    case district
    case unknown
  }

  /// In the order of their codes.
  package let areas: [Area]
  private let byCode: [AreaCode: Area]

  /// Reads `code,level,name,parent`.
  package init(csv: String) throws(Refusal) {
    do {
      areas = try AreaTable.read(csv).sorted { $0.code < $1.code }
    } catch {
      throw error.refusal
    }
    byCode = Dictionary(areas.map { ($0.code, $0) }) { first, _ in first }
  }

  private static func read(_ csv: String) throws(CommaSeparatedTable.Fault) -> [Area] {
    var known: Set<AreaCode> = []
    var areas: [Area] = []
    for row in try CommaSeparatedTable(csv, header: ["code", "level", "name", "parent"]).rows {
      guard let code = try? AreaCode(row.cells[0]), let level = Area.Level(rawValue: row.cells[1]) else {
        throw CommaSeparatedTable.Fault(line: row.line, reason: "no area code or level")
      }
      guard known.insert(code).inserted else {
        throw CommaSeparatedTable.Fault(line: row.line, reason: "\(code) stands there twice")
      }
      guard row.cells[3] == (code.parent?.text ?? "") else {
        throw CommaSeparatedTable.Fault(line: row.line, reason: "the parent of \(code) is another")
      }
      areas.append(Area(code: code, level: level, name: row.cells[2]))
    }
    return areas
  }

  package func area(_ code: AreaCode) -> Area? {
    byCode[code]
  }

  package func village(_ code: AreaCode) -> Area? {
    byCode[code].flatMap { $0.level.isVillage ? $0 : nil }
  }

  package var subdistricts: [Area] {
    areas.filter { $0.level == .subdistrict }
  }

  /// The villages of a sub-district.
  package func villages(of subdistrict: AreaCode) -> [Area] {
    areas.filter { $0.level.isVillage && $0.code.parent == subdistrict }
  }

  package func standing(of subdistrict: AreaCode) -> Standing {
    if byCode[subdistrict]?.level == .subdistrict { return .subdistrict }
    return subdistrict.parent.flatMap { byCode[$0] } != nil ? .district : .unknown
  }

  /// An address as far as it may be shown: `Kp. Kota Gajah, Kec. Kota Gajah` (rule M12).
  package func shortAddress(of village: AreaCode) -> String? {
    guard let area = self.village(village), let subdistrict = village.parent.flatMap({ byCode[$0] }) else { return nil }
    let kind = area.level == .ruralVillage ? "Kp." : "Kel."
    return "\(kind) \(area.name), Kec. \(subdistrict.name)"
  }
}
