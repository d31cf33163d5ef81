import MallDomain
import MallStore

/// A family card without its members.
struct FamilyCard: Hashable, Sendable, Codable {
  var number: FamilyCardNumber
  var registered: LocalDate
  var village: AreaCode
  var address: String
  /// RT and RW, such as `003/001`.
  var neighbourhood: String

  /// The sub-district whose code begins the numbers that the family gets.
  var subdistrict: AreaCode { village.parent ?? village }
}

/// A resident as a member of a family card.
struct FamilyMember: Hashable, Sendable {
  var resident: Resident
  var relation: FamilyRelation

  var nik: NIK { resident.nik }
}

/// Family cards and who is, and ever was, in them. Nobody is in two active cards: the table itself refuses it (rule
/// I3).
struct FamilyCardTable: Sendable {
  let sealer: Sealer

  // MARK: - Cards

  /// An active card.
  func find(_ number: FamilyCardNumber, in transaction: Transaction) throws -> FamilyCard? {
    try find(key: sealer.key(of: number), in: transaction)
  }

  /// The active card in which somebody is.
  func card(of nik: NIK, in transaction: Transaction) throws -> FamilyCard? {
    let row = try transaction.row(
      "SELECT card_hash FROM family_members WHERE nik_hash = ? AND left_at IS NULL", [.blob(sealer.key(of: nik))])
    return try row.flatMap { try find(key: $0.bytes("card_hash"), in: transaction) }
  }

  private func find(key: [UInt8], in transaction: Transaction) throws -> FamilyCard? {
    let row = try transaction.row(
      "SELECT record FROM family_cards WHERE card_hash = ? AND state = 'active'", [.blob(key)])
    return try row.map { try sealer.opened(try $0.bytes("record"), in: "family_cards", row: key) }
  }

  // MARK: - Members

  /// In the order in which they stand on the card.
  func members(of number: FamilyCardNumber, in transaction: Transaction) throws -> [FamilyMember] {
    let residents = ResidentTable(sealer: sealer)
    let rows = try transaction.rows(
      """
      SELECT nik_hash, relation FROM family_members WHERE card_hash = ? AND left_at IS NULL ORDER BY place
      """,
      [.blob(sealer.key(of: number))])
    return try rows.compactMap { row in
      guard let resident = try residents.find(key: try row.bytes("nik_hash"), in: transaction) else { return nil }
      return FamilyMember(resident: resident, relation: try row.value("relation"))
    }
  }

  // MARK: - Projection

  func insert(_ card: FamilyCard, _ entry: RegisterEntry, in transaction: Transaction) throws {
    let key = sealer.key(of: card.number)
    try transaction.execute(
      "INSERT INTO family_cards (card_hash, state, record, opened_at, opened_by) VALUES (?, 'active', ?, ?, ?)",
      [
        .blob(key), try sealer.sealed(card, in: "family_cards", row: key), SQLValue(entry.act.at),
        SQLValue(entry.act.caseID),
      ])
  }

  func setClosed(_ number: FamilyCardNumber, _ entry: RegisterEntry, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE family_cards SET state = 'closed', closed_at = ?, closed_by = ? WHERE card_hash = ?",
      [SQLValue(entry.act.at), SQLValue(entry.act.caseID), .blob(sealer.key(of: number))])
  }

  func addMember(
    _ nik: NIK, _ number: FamilyCardNumber, _ relation: FamilyRelation, _ entry: RegisterEntry,
    in transaction: Transaction
  ) throws {
    let (key, cardKey) = (sealer.key(of: nik), sealer.key(of: number))
    let stay = try transaction.integer("SELECT MAX(stay) FROM family_members WHERE nik_hash = ?", [.blob(key)]) ?? 0
    let place =
      try transaction.integer("SELECT MAX(place) FROM family_members WHERE card_hash = ?", [.blob(cardKey)]) ?? 0
    try transaction.execute(
      """
      INSERT INTO family_members (nik_hash, stay, card_hash, place, relation, joined_at, joined_by)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .blob(key), SQLValue(stay + 1), .blob(cardKey), SQLValue(place + 1), SQLValue(relation),
        SQLValue(entry.act.at), SQLValue(entry.act.caseID),
      ])
  }

  func removeMember(_ nik: NIK, _ entry: RegisterEntry, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE family_members SET left_at = ?, left_by = ? WHERE nik_hash = ? AND left_at IS NULL",
      [SQLValue(entry.act.at), SQLValue(entry.act.caseID), .blob(sealer.key(of: nik))])
  }

  func setRelation(_ nik: NIK, _ relation: FamilyRelation, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE family_members SET relation = ? WHERE nik_hash = ? AND left_at IS NULL",
      [SQLValue(relation), .blob(sealer.key(of: nik))])
  }
}
