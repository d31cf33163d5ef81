import Foundation
import MallDomain
import MallStore

/// A recorded marriage.
struct Marriage: Hashable, Sendable, Codable {
  /// Nil: the register of another place knows the spouse.
  var groom: NIK?
  var bride: NIK?
  var contract: LocalDate
  var time: String?
  var guardian: String?
  var dower: String?
  var witnesses: [NIK]
}

/// A marriage as somebody's past or present.
struct MarriageStanding: Hashable, Sendable {
  enum Ending: String, Hashable, Sendable {
    case divorce, death
  }

  var office: String
  var number: String
  var contract: LocalDate
  /// Nil: undissolved.
  var endedOn: LocalDate?
  var ending: Ending?

  var isUndissolved: Bool { endedOn == nil }
}

/// The marriage register of the district's KUA offices: intentions that are announced, and marriages that were made.
struct MarriageRegister: Sendable {
  let sealer: Sealer

  private func key(_ nik: NIK) -> [UInt8] {
    sealer.lookupHash(nik.text, purpose: "spouse")
  }

  // MARK: - Intentions

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

  /// Cases by which somebody has announced another marriage that is not made yet and not given up.
  func hasIntention(of nik: NIK, besides caseID: CaseID, in transaction: Transaction) throws -> Bool {
    let key = SQLValue.blob(key(nik))
    let cases = CaseStore(sealer: sealer)
    let rows = try transaction.rows(
      """
      SELECT case_id FROM marriage_intentions
      WHERE recorded_at IS NULL AND case_id <> ? AND (groom_hash = ? OR bride_hash = ?)
      """,
      [SQLValue(caseID), key, key])
    return try rows.contains { row in
      // Who withdrew, or was refused, intends no longer.
      try cases.find(try row.identifier("case_id"), in: transaction)?.state.isFinished != true
    }
  }

  // MARK: - Marriages

  /// Enters a marriage under its office's next number of the year.
  ///
  /// - Returns: the number, such as `0001/18.02.23/XI/2026`.
  func record(
    _ marriage: Marriage, office: KUAOffice, caseID: CaseID, officer: String?, at now: MallInstant,
    in transaction: Transaction
  ) throws -> String {
    let serial = try Counter.next("marriage/\(office.code)/\(marriage.contract.year)", in: transaction)
    let number = MarriageNumber.text(serial: serial, office: office, contract: marriage.contract)
    try insert(
      marriage, office: office.code.text, number: number, caseID: caseID, officer: officer, at: now,
      in: transaction)
    try transaction.execute(
      "UPDATE marriage_intentions SET recorded_at = ? WHERE case_id = ?", [SQLValue(now), SQLValue(caseID)])
    return number
  }

  /// Enters a marriage with the number that an older book gave it. One that is there already stays as it is.
  func takeOver(
    _ marriage: Marriage, office: String, number: String, end: (date: LocalDate, ending: MarriageStanding.Ending)?,
    at now: MallInstant, in transaction: Transaction
  ) throws {
    let known = try transaction.row(
      "SELECT 1 FROM marriages WHERE office = ? AND number = ?", [.text(office), .text(number)])
    guard known == nil else { return }
    try insert(marriage, office: office, number: number, caseID: nil, officer: nil, at: now, in: transaction)
    guard let end else { return }
    try transaction.execute(
      "UPDATE marriages SET ended_on = ?, ending = ? WHERE office = ? AND number = ?",
      [SQLValue(end.date), SQLValue(end.ending), .text(office), .text(number)])
  }

  /// Somebody's marriages, the latest first.
  func marriages(of nik: NIK, in transaction: Transaction) throws -> [MarriageStanding] {
    let key = SQLValue.blob(key(nik))
    return try transaction.rows(
      """
      SELECT office, number, contract_on, ended_on, ending FROM marriages
      WHERE groom_hash = ? OR bride_hash = ? ORDER BY contract_on DESC, number DESC
      """,
      [key, key]
    ).map { row in
      MarriageStanding(
        office: try row.text("office"), number: try row.text("number"), contract: try row.date("contract_on"),
        endedOn: try row.optionalDate("ended_on"),
        ending: try row.optionalText("ending").flatMap { MarriageStanding.Ending(rawValue: $0) })
    }
  }

  private func insert(
    _ marriage: Marriage, office: String, number: String, caseID: CaseID?, officer: String?, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    let sealed = sealer.seal(
      Array(try JSONEncoder().encode(marriage)), for: "marriages.record:\(office)/\(number)")
    try transaction.execute(
      """
      INSERT INTO marriages
        (office, number, groom_hash, bride_hash, contract_on, recorded_at, officer, case_id, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(office), .text(number), SQLValue(marriage.groom.map(key)), SQLValue(marriage.bride.map(key)),
        SQLValue(marriage.contract), SQLValue(now), SQLValue(officer), SQLValue(caseID), .blob(sealed),
      ])
  }
}

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
