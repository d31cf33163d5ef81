import MallDomain
import MallStore

/// An intention to marry, examined and announced.
struct MarriageIntention: Sendable {
  var caseID: CaseID
  var office: String
  var groom: NIK
  var bride: NIK
  /// The Jakarta date of submission, from which the notice counts (rule N2).
  var registered: LocalDate
  var contract: LocalDate
  var officer: String?
  var announcedAt: MallInstant
}

/// Intentions that are announced. Each holds back every other of the two until it is recorded or given up.
struct IntentionTable: Sendable {
  /// How somebody is found.
  let key: @Sendable (NIK) -> [UInt8]

  /// Announces an intention. A case announces once.
  func announce(_ intention: MarriageIntention, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO marriage_intentions
        (case_id, office, groom_hash, bride_hash, registered_on, contract_on, officer, announced_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (case_id) DO UPDATE SET office = excluded.office, groom_hash = excluded.groom_hash,
        bride_hash = excluded.bride_hash, contract_on = excluded.contract_on, officer = excluded.officer
      """,
      [
        SQLValue(intention.caseID), .text(intention.office), .blob(key(intention.groom)),
        .blob(key(intention.bride)), SQLValue(intention.registered), SQLValue(intention.contract),
        SQLValue(intention.officer), SQLValue(intention.announcedAt),
      ])
  }

  /// The office at which somebody has announced another marriage, which is neither made nor given up. Uses
  /// `marriage_intentions_by_groom` and `marriage_intentions_by_bride`.
  func office(
    ofAnotherBy nik: NIK, besides caseID: CaseID, in transaction: Transaction
  ) throws -> String? {
    let key = SQLValue.blob(key(nik))
    return try transaction.row(
      """
      SELECT office FROM marriage_intentions
      WHERE recorded_at IS NULL AND ended_at IS NULL AND case_id <> ? AND (groom_hash = ? OR bride_hash = ?)
      """,
      [SQLValue(caseID), key, key]
    )?.text("office")
  }

  /// The marriage is recorded.
  func record(_ caseID: CaseID, at now: MallInstant, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE marriage_intentions SET recorded_at = ? WHERE case_id = ?", [SQLValue(now), SQLValue(caseID)])
  }

  /// The case came to nothing.
  func end(_ caseID: CaseID, at now: MallInstant, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE marriage_intentions SET ended_at = ? WHERE case_id = ?", [SQLValue(now), SQLValue(caseID)])
  }
}
