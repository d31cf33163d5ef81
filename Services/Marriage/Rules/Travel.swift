import MallDomain

/// How long an officiant travels between two contracts.
///
/// The law is silent and the areas have no coordinates: a convention of the product, to be confirmed with the offices.
/// Places are villages, or a sub-district for its office.
enum Travel {
  /// From one house to another in the same village.
  static let withinVillage = 15
  /// Between villages of a sub-district, or between one of them and its office.
  static let withinSubdistrict = 30
  /// Into another sub-district.
  static let farther = 90

  /// In minutes; none from one contract at the office to the next.
  static func minutes(from origin: AreaCode, to destination: AreaCode) -> Int {
    let (from, to) = (subdistrict(of: origin), subdistrict(of: destination))
    guard from == to else { return farther }
    guard origin == destination else { return withinSubdistrict }
    return origin == from ? 0 : withinVillage
  }

  private static func subdistrict(of place: AreaCode) -> AreaCode {
    // A village's code has ten digits, its sub-district's six.
    place.digits.utf8.count > 6 ? place.parent ?? place : place
  }
}
