import MallDomain
import MallStore

/// Family cards that are opened and closed, and who joins and leaves them (UU 23/2006 art. 61-62; rule I3).
extension PopulationRegister {
  /// Opens a card under a new number of its village's sub-district, registered on the day of the act.
  func openFamilyCard(
    village: AreaCode, address: String, neighbourhood: String, _ act: RegisterAct, in transaction: Transaction
  ) throws -> FamilyCard {
    let number = try numbers.nextFamilyCard(
      area: village.parent ?? village, registered: act.date, in: transaction)
    let card = FamilyCard(
      number: number, registered: act.date, village: village, address: address, neighbourhood: neighbourhood)
    try record(.cardOpened(card: card), act, in: transaction)
    return card
  }

  /// - Throws: `failed_precondition` for somebody who is in another active card.
  func join(
    _ nik: NIK, _ number: FamilyCardNumber, as relation: FamilyRelation, _ act: RegisterAct,
    in transaction: Transaction
  ) throws {
    guard try familyCards.card(of: nik, in: transaction) == nil else {
      throw Refusal(.failedPrecondition, detail: "the resident must leave the other family card first (I3)")
    }
    try record(.memberJoined(nik: nik, card: number, relation: relation), act, in: transaction)
  }

  /// Takes somebody out of their card; a card in which nobody is left is closed.
  func leave(_ nik: NIK, _ act: RegisterAct, in transaction: Transaction) throws {
    guard let card = try familyCards.card(of: nik, in: transaction) else { return }
    try record(.memberLeft(nik: nik, card: card.number), act, in: transaction)
    if try familyCards.members(of: card.number, in: transaction).isEmpty {
      try record(.cardClosed(number: card.number), act, in: transaction)
    }
  }

  func move(
    _ nik: NIK, to card: FamilyCard, as relation: FamilyRelation, _ act: RegisterAct, in transaction: Transaction
  ) throws {
    try leave(nik, act, in: transaction)
    try join(nik, card.number, as: relation, act, in: transaction)
  }

  /// The family goes on under another head and a new number (UU 23/2006 art. 61; rule I3).
  ///
  /// - Returns: the new card.
  @discardableResult
  func renewFamilyCard(
    _ card: FamilyCard, head: NIK, _ act: RegisterAct, in transaction: Transaction
  ) throws -> FamilyCard {
    let members = try familyCards.members(of: card.number, in: transaction)
    let new = try openFamilyCard(
      village: card.village, address: card.address, neighbourhood: card.neighbourhood, act, in: transaction)
    let former = members.first { $0.relation == .head }?.nik
    let headFirst = members.filter { $0.nik == head } + members.filter { $0.nik != head }
    for member in headFirst {
      let relation = HeadOfHousehold.relation(of: member, newHead: head, formerHead: former, among: members)
      try move(member.nik, to: new, as: relation, act, in: transaction)
    }
    return new
  }

  /// After a head has left: the rest of the family gets a new head and number, where one of them may be head.
  ///
  /// - Returns: the new card; nil where nobody is left or nobody may be head.
  @discardableResult
  func settleSuccession(
    in card: FamilyCard, _ act: RegisterAct, in transaction: Transaction
  ) throws -> FamilyCard? {
    let rest = try familyCards.members(of: card.number, in: transaction)
    guard !rest.isEmpty, !rest.contains(where: { $0.relation == .head }),
      let head = HeadOfHousehold.successor(among: rest, on: act.date)
    else { return nil }
    return try renewFamilyCard(card, head: head, act, in: transaction)
  }
}
