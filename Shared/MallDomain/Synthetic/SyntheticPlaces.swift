/// The sub-districts in which invented people live, with their villages at hand.
struct SyntheticPlaces: Sendable {
  struct Subdistrict: Sendable {
    var code: AreaCode
    var name: String
    var villages: [AreaCode]
  }

  let subdistricts: [Subdistrict]

  /// - Precondition: the table has a sub-district with villages.
  init(_ areas: AreaTable) {
    let villages = Dictionary(grouping: areas.areas.filter { $0.level.isVillage }) { $0.code.parent }
    subdistricts = areas.subdistricts.compactMap { area in
      villages[area.code].map { Subdistrict(code: area.code, name: area.name, villages: $0.map(\.code)) }
    }
    precondition(!subdistricts.isEmpty, "the table of areas has no sub-district with villages")
  }
}
