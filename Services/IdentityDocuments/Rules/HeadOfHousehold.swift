import MallDomain

/// Who may be head of a household, and who follows one (UU 23/2006 art. 61; rules I3 and I9).
enum HeadOfHousehold {
  static let age = 17

  static func isEligible(_ resident: Resident, on date: LocalDate) -> Bool {
    resident.state == .active && (resident.age(on: date) >= age || resident.maritalStatus != .neverMarried)
  }

  /// The former head's spouse, else the eldest who may be head; nil where nobody may.
  static func successor(among members: [FamilyMember], on date: LocalDate) -> NIK? {
    let eligible = members.filter { isEligible($0.resident, on: date) }
    let spouse = eligible.first { $0.relation == .wife || $0.relation == .husband }
    return (spouse ?? eligible.min { $0.resident.birthDate < $1.resident.birthDate })?.nik
  }

  /// A member's place seen from a new head. Where the tables of kinship don't tell, the member is a relative.
  static func relation(
    of member: FamilyMember, newHead: NIK, formerHead: NIK?, among members: [FamilyMember]
  ) -> FamilyRelation {
    guard member.nik != newHead else { return .head }
    guard let head = members.first(where: { $0.nik == newHead }) else { return member.relation }
    if member.resident.spouse == newHead { return member.resident.sex == .male ? .husband : .wife }
    if member.resident.father == newHead || member.resident.mother == newHead { return .child }
    if head.resident.father == member.nik || head.resident.mother == member.nik { return .parent }
    if member.relation == .helper || member.relation == .other { return member.relation }
    // The wife of a head who is gone keeps the children of the household as her own.
    if head.relation == .wife || head.relation == .husband, member.relation == .child { return .child }
    return .otherRelative
  }
}
