/// An invented family with what several agencies know of it: residents, property, health insurance.
package struct SyntheticHousehold: Hashable, Sendable {
  /// Its place in the population.
  package var index: Int
  package var familyCard: FamilyCardNumber
  package var registered: LocalDate
  package var village: AreaCode
  package var address: String
  package var neighbourhood: String
  /// The head comes first.
  package var residents: [SyntheticResident]
  package var properties: [SyntheticProperty]
  package var patients: [SyntheticPatient]
}

/// A piece of land with its building, as the property tax (PBB-P2) knows it.
package struct SyntheticProperty: Hashable, Sendable {
  /// NOP: 18 digits that follow the tax map, not the codes of the areas (rule T1).
  package var number: String
  package var owner: NIK
  package var ownerName: String
  package var village: AreaCode
  package var address: String
  /// In 0.01 m2.
  package var landArea: Int
  /// In 0.01 m2; 0: no building.
  package var buildingArea: Int
  /// NJOP per m2 of land.
  package var landValue: Rupiah
  /// NJOP per m2 of the building.
  package var buildingValue: Rupiah
  /// First tax year.
  package var since: Int
}

/// A person as health care and the national health insurance (JKN) know them.
package struct SyntheticPatient: Hashable, Sendable {
  package enum Membership: String, Hashable, Sendable, CaseIterable {
    /// Paid by the state for the poor.
    case subsidised = "pbi"
    case employed = "ppu"
    case selfPaying = "pbpu"
  }

  package var nik: NIK
  package var name: String
  /// JKN number, 13 digits.
  package var insuranceNumber: String
  package var membership: Membership
  package var healthCentre: String
  /// Nil: never treated there.
  package var medicalRecord: String?
}

extension SyntheticProperty {
  /// Classes of NJOP per m2 of land and of buildings, in rupiah.
  private static let landClasses: [Int64] = [
    27_000, 36_000, 48_000, 64_000, 82_000, 103_000, 128_000, 160_000, 200_000, 243_000, 285_000, 335_000,
  ]
  private static let buildingClasses: [Int64] = [
    310_000, 365_000, 429_000, 505_000, 595_000, 700_000, 823_000, 968_000, 1_200_000,
  ]

  static func make(
    number: String, owner: NIK, ownerName: String, village: AreaCode, address: String, since: ClosedRange<Int>,
    using generator: inout some RandomNumberGenerator
  ) -> SyntheticProperty {
    let isBuilt = generator.chance(80)
    return SyntheticProperty(
      number: number, owner: owner, ownerName: ownerName, village: village, address: address,
      landArea: Int.random(in: 90...1_800, using: &generator) * 100,
      buildingArea: isBuilt ? Int.random(in: 36...140, using: &generator) * 100 : 0,
      landValue: Rupiah(landClasses[Int.random(in: landClasses.indices, using: &generator)]),
      buildingValue: Rupiah(
        isBuilt ? buildingClasses[Int.random(in: buildingClasses.indices, using: &generator)] : 0),
      since: Int.random(in: since, using: &generator))
  }
}
