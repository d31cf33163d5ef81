import MallDomain
import MallStore

/// A card that proves who somebody is.
struct IdentityCard: Hashable, Sendable, Codable {
  enum Kind: String, Sendable, Codable {
    case adult = "ktp-el"
    case child = "kia"
  }

  enum State: String, Sendable, Codable {
    case active, replaced, lost, withdrawn
  }

  /// Nil for a card from before the mall.
  var number: String?
  var issuedOn: LocalDate
  /// Nil: for life.
  var validThrough: LocalDate?
}

/// Identity cards of adults and children. Nobody holds two active ones of a kind: the table itself refuses it (rule
/// I4).
struct IdentityCardTable: Sendable {
  let sealer: Sealer

  func active(_ kind: IdentityCard.Kind, of nik: NIK, in transaction: Transaction) throws -> IdentityCard? {
    try transaction.row(
      """
      SELECT number, issued_on, valid_through FROM identity_cards
      WHERE nik_hash = ? AND kind = ? AND state = 'active'
      """,
      [.blob(sealer.key(of: nik)), SQLValue(kind)]
    ).map { row in
      IdentityCard(
        number: try row.optionalText("number"), issuedOn: try row.date("issued_on"),
        validThrough: try row.optionalDate("valid_through"))
    }
  }

  // MARK: - Projection

  func insert(
    _ card: IdentityCard, _ kind: IdentityCard.Kind, of nik: NIK, _ entry: RegisterEntry,
    in transaction: Transaction
  ) throws {
    let key = SQLValue.blob(sealer.key(of: nik))
    let last =
      try transaction.integer(
        "SELECT MAX(ordinal) FROM identity_cards WHERE nik_hash = ? AND kind = ?", [key, SQLValue(kind)]) ?? 0
    try transaction.execute(
      """
      INSERT INTO identity_cards (nik_hash, kind, ordinal, number, issued_on, valid_through, state, case_id, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, 'active', ?, ?)
      """,
      [
        key, SQLValue(kind), SQLValue(last + 1), SQLValue(card.number), SQLValue(card.issuedOn),
        SQLValue(card.validThrough), SQLValue(entry.act.caseID), SQLValue(entry.act.at),
      ])
  }

  func setState(
    _ kind: IdentityCard.Kind, of nik: NIK, _ state: IdentityCard.State, _ entry: RegisterEntry,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      "UPDATE identity_cards SET state = ?, changed_at = ? WHERE nik_hash = ? AND kind = ? AND state = 'active'",
      [SQLValue(state), SQLValue(entry.act.at), .blob(sealer.key(of: nik)), SQLValue(kind)])
  }
}
