import MallDomain

/// What belongs to a case and concerns persons.
package enum CasePart: String, Sendable, CaseIterable {
  case content, evidence, findings, output, lifecycle
  /// What was handed out, as its agency signed it.
  case signedOutputs = "signed-outputs"
  /// What the applicant handed in after being asked, while its agency has not told that it has it.
  case supplement
}

/// The sealed parts of cases, each bound to its case and part.
package struct CaseParts: Sendable {
  let table: String
  let sealer: Sealer

  static func statements(table: String) -> String {
    """
    CREATE TABLE \(table) (
      case_id TEXT NOT NULL,
      part TEXT NOT NULL,
      sealed BLOB NOT NULL,
      PRIMARY KEY (case_id, part)
    );
    """
  }

  /// Writes a part, in place of the one before.
  package func set(
    _ caseID: CaseID, part: CasePart, bytes: [UInt8], in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO \(table) (case_id, part, sealed) VALUES (?, ?, ?)
      ON CONFLICT (case_id, part) DO UPDATE SET sealed = excluded.sealed
      """,
      [SQLValue(caseID), SQLValue(part), .blob(sealer.seal(bytes, for: place(caseID, part)))])
  }

  package func get(
    _ caseID: CaseID, part: CasePart, in transaction: Transaction
  ) throws(StoreError) -> [UInt8]? {
    let row = try transaction.row(
      "SELECT sealed FROM \(table) WHERE case_id = ? AND part = ?", [SQLValue(caseID), SQLValue(part)])
    guard let row else { return nil }
    return try sealer.open(try row.bytes("sealed"), for: place(caseID, part))
  }

  /// Removes a part, if it is there.
  package func remove(
    _ caseID: CaseID, part: CasePart, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      "DELETE FROM \(table) WHERE case_id = ? AND part = ?", [SQLValue(caseID), SQLValue(part)])
  }

  private func place(_ caseID: CaseID, _ part: CasePart) -> String {
    "\(table).sealed:\(caseID)/\(part.rawValue)"
  }
}
