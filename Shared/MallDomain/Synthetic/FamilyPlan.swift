/// Who lives in a household and when they were born, married and widowed: its tree before anybody has a number.
struct FamilyPlan: Sendable {
  /// Somebody in the plan. Parents are named by their place in `members`.
  struct Member: Sendable {
    /// Tells the members of a household apart where numbers are made.
    var slot: Int
    var sex: Sex
    var birth: LocalDate
    var relation: FamilyRelation
    var maritalStatus = MaritalStatus.neverMarried
    var father: Int?
    var mother: Int?
    /// 0 for the first child of the parents.
    var birthOrder = 0
  }

  /// The marriage of the head, and of a spouse who is in the plan.
  struct Marriage: Sendable {
    var date: LocalDate
    var end: LocalDate?
  }

  /// The head comes first.
  var members: [Member]
  var marriage: Marriage?
}

/// Draws up a family as they are found in the district's villages.
struct FamilyPlanner: Sendable {
  /// Nobody marries younger (UU 16/2019 art. 7).
  static let marriageAge = 19
  private static let mostChildrenAtHome = 6
  private static let pregnancyDays = 280

  let date: LocalDate
  /// Moves a wished day of birth of the member with a number to one that may be used.
  let settle: @Sendable (LocalDate, Int) -> LocalDate

  func plan(using generator: inout some RandomNumberGenerator) -> FamilyPlan {
    let kind = generator.weighted(
      (Kind.couple, weight: 68), (.elderlyCouple, weight: 10), (.singleParent, weight: 14), (.alone, weight: 8))
    switch kind {
    case .couple:
      var plan = couple(headAge: 22...57, using: &generator)
      if generator.chance(18) { addGrandparent(to: &plan, using: &generator) }
      return plan
    case .elderlyCouple: return couple(headAge: 58...84, using: &generator)
    case .singleParent: return singleParent(using: &generator)
    case .alone: return alone(using: &generator)
    }
  }

  private enum Kind {
    case couple, elderlyCouple, singleParent, alone
  }

  private func birth(
    ages: ClosedRange<Int>, member: Int, using generator: inout some RandomNumberGenerator
  ) -> LocalDate {
    let latest = date.anniversary(years: -ages.lowerBound)
    let days = (ages.count) * 365 - 40
    return settle(latest.adding(days: -Int.random(in: 0..<days, using: &generator)), member)
  }

  private func couple(headAge: ClosedRange<Int>, using generator: inout some RandomNumberGenerator) -> FamilyPlan {
    let husband = birth(ages: headAge, member: 0, using: &generator)
    let age = husband.completedYears(on: date)
    let youngest = max(FamilyPlanner.marriageAge + 1, age - 9)
    let wife = birth(ages: youngest...max(youngest, age + 1), member: 1, using: &generator)
    let lawful = max(
      husband.anniversary(years: FamilyPlanner.marriageAge), wife.anniversary(years: FamilyPlanner.marriageAge))
    let wait = min(max(lawful.days(until: date), 0), 8 * 365)
    let wedding = lawful.adding(days: Int.random(in: 0...wait, using: &generator))
    var plan = FamilyPlan(
      members: [
        FamilyPlan.Member(slot: 0, sex: .male, birth: husband, relation: .head, maritalStatus: .married),
        FamilyPlan.Member(slot: 1, sex: .female, birth: wife, relation: .wife, maritalStatus: .married),
      ], marriage: FamilyPlan.Marriage(date: min(wedding, date)))
    addChildren(to: &plan, mother: wife, wedding: wedding, using: &generator)
    return plan
  }

  /// Children until the mother is 42 or the wished number is reached; the grown ones have mostly left.
  private func addChildren(
    to plan: inout FamilyPlan, mother: LocalDate, wedding: LocalDate, using generator: inout some RandomNumberGenerator
  ) {
    let wished = generator.weighted((2, weight: 42), (3, weight: 28), (1, weight: 14), (4, weight: 12), (5, weight: 4))
    let last = min(date, mother.anniversary(years: 42))
    var next = wedding.adding(days: FamilyPlanner.pregnancyDays + 32 + Int.random(in: 0..<800, using: &generator))
    for order in 0..<wished {
      guard next <= last, plan.members.count < FamilyPlanner.mostChildrenAtHome + 2 else { return }
      let birth = settle(next, plan.members.count)
      let age = birth.completedYears(on: date)
      if age < 19 || (age < 30 && generator.chance(130 - age * 4)) {
        plan.members.append(
          FamilyPlan.Member(
            slot: plan.members.count, sex: generator.chance(51) ? .male : .female, birth: birth, relation: .child,
            father: 0, mother: 1, birthOrder: order))
      }
      next = next.adding(days: 2 * 365 + Int.random(in: 0..<1_300, using: &generator))
    }
  }

  private func addGrandparent(to plan: inout FamilyPlan, using generator: inout some RandomNumberGenerator) {
    let headAge = plan.members[0].birth.completedYears(on: date)
    let member = plan.members.count
    let birth = birth(ages: headAge + 20...headAge + 32, member: member, using: &generator)
    let sex: Sex = generator.chance(35) ? .male : .female
    plan.members.append(
      FamilyPlan.Member(slot: member, sex: sex, birth: birth, relation: .parent, maritalStatus: .widowed))
    if sex == .male { plan.members[0].father = member } else { plan.members[0].mother = member }
  }

  /// A couple of whom one has died or left.
  private func singleParent(using generator: inout some RandomNumberGenerator) -> FamilyPlan {
    var plan = couple(headAge: 28...70, using: &generator)
    guard let wedding = plan.marriage?.date else { return plan }
    let status: MaritalStatus = generator.chance(60) ? .widowed : .divorced
    let stays = generator.chance(70) ? 1 : 0
    let end = wedding.adding(days: Int.random(in: 0...max(0, wedding.days(until: date)), using: &generator))
    var head = plan.members[stays]
    head.relation = .head
    head.maritalStatus = status
    let children = plan.members.dropFirst(2).filter { $0.birth <= end }.map { child in
      var child = child
      child.father = stays == 0 ? 0 : nil
      child.mother = stays == 1 ? 0 : nil
      return child
    }
    plan.members = [head] + children
    plan.marriage?.end = end
    return plan
  }

  private func alone(using generator: inout some RandomNumberGenerator) -> FamilyPlan {
    let sex: Sex = generator.chance(50) ? .male : .female
    let birth = birth(ages: generator.chance(60) ? 21...34 : 60...85, member: 0, using: &generator)
    return FamilyPlan(members: [FamilyPlan.Member(slot: 0, sex: sex, birth: birth, relation: .head)], marriage: nil)
  }
}
