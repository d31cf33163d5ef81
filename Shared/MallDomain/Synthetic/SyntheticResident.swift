/// An invented person as the population register would hold them. No such person exists.
package struct SyntheticResident: Hashable, Sendable {
  /// Nil: not registered yet, such as a newborn.
  package var nik: NIK?
  /// Nil: in no family card, such as somebody who is moving in.
  package var familyCard: FamilyCardNumber?
  package var name: String
  package var sex: Sex
  package var birthPlace: String
  package var birthDate: LocalDate
  package var bloodGroup: BloodGroup
  package var religion: Religion
  package var maritalStatus: MaritalStatus
  /// The present marriage, or the last one of the divorced and widowed.
  package var marriage: SyntheticMarriage?
  package var relation: FamilyRelation
  package var education: Education
  package var occupation: String
  package var fatherName: String
  package var motherName: String
  /// Only where the register can know it: the parent lives, or lived, in the same household.
  package var father: NIK?
  package var mother: NIK?
  /// The code of a village in the areas table, such as `18.02.07.1001`.
  package var village: AreaCode
  package var address: String
  /// RT and RW, such as `003/001`.
  package var neighbourhood: String
  package var phone: PhoneNumber?
}

/// A marriage from one spouse's side.
package struct SyntheticMarriage: Hashable, Sendable {
  /// Nil where the other spouse is dead or gone.
  package var spouse: NIK?
  package var date: LocalDate
  /// Number of the marriage record, of the KUA for Muslims and of civil registration for others; nil: not recorded.
  package var number: String?
  /// The sub-district in whose KUA or register it stands.
  package var place: String
  package var end: SyntheticMarriageEnd?
}

/// How a marriage ended.
package struct SyntheticMarriageEnd: Hashable, Sendable {
  package var date: LocalDate
  /// Number of the divorce certificate; nil after a death.
  package var number: String?
}
