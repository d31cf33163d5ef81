import MallDomain
import MallStore

/// A piece of land with its building, as property tax sees it (rule T1).
struct TaxObject: Hashable, Sendable {
  /// NOP, 18 digits of the tax map.
  var number: String
  var owner: TaxSubject
  var village: AreaCode
  /// In 0.01 m2.
  var landArea: Int
  /// In 0.01 m2; 0: no building.
  var buildingArea: Int
  /// NJOP of one m2 of land.
  var landValue: Rupiah
  /// NJOP of one m2 of the building.
  var buildingValue: Rupiah
  /// First tax year.
  var since: Int

  /// NJOP.
  var value: Rupiah {
    PropertyTax.value(
      landArea: landArea, landValue: landValue, buildingArea: buildingArea, buildingValue: buildingValue)
  }
}

extension TaxObject {
  init(_ property: SyntheticProperty) {
    self.init(
      number: property.number,
      owner: TaxSubject(nik: property.owner, name: property.ownerName, address: property.address),
      village: property.village, landArea: property.landArea, buildingArea: property.buildingArea,
      landValue: property.landValue, buildingValue: property.buildingValue, since: property.since)
  }
}

/// The register of taxed objects.
struct PropertyTable: Sendable {
  private static let name = "tax_objects"

  let sealer: Sealer

  /// - Throws: `already_exists` where the number is another object's.
  func enter(_ object: TaxObject, at now: MallInstant, in transaction: Transaction) throws {
    guard try find(object.number, in: transaction) == nil else {
      throw Refusal(.alreadyExists, detail: "NOP")
    }
    try transaction.execute(
      """
      INSERT INTO tax_objects (nop, owner_hash, owner, village, land_area, building_area, land_value, building_value,
        first_year, entered_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(object.number), sealer.taxKey(of: object.owner.nik),
        try sealer.sealed(object.owner, in: Self.name, row: object.number), SQLValue(object.village),
        SQLValue(object.landArea), SQLValue(object.buildingArea), SQLValue(object.landValue),
        SQLValue(object.buildingValue), SQLValue(object.since), SQLValue(now),
      ])
  }

  func find(_ number: String, in transaction: Transaction) throws -> TaxObject? {
    try transaction.row("SELECT * FROM tax_objects WHERE nop = ?", [.text(number)]).map(object)
  }

  /// What somebody owns, by number.
  func owned(by owner: NIK, in transaction: Transaction) throws -> [TaxObject] {
    try transaction.rows(
      "SELECT * FROM tax_objects WHERE owner_hash = ? ORDER BY nop", [sealer.taxKey(of: owner)]
    ).map(object)
  }

  private func object(_ row: Row) throws -> TaxObject {
    let number = try row.text("nop")
    return TaxObject(
      number: number, owner: try sealer.opened(row.bytes("owner"), in: Self.name, row: number),
      village: try row.identifier("village"), landArea: try row.int("land_area"),
      buildingArea: try row.int("building_area"), landValue: try row.rupiah("land_value"),
      buildingValue: try row.rupiah("building_value"), since: try row.int("first_year"))
  }
}
