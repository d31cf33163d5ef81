import MallDomain
import MallStore

/// A transfer of land whose duty was assessed, for a case.
struct LandTransfer: Hashable, Sendable {
  var caseID: CaseID
  var object: String
  var base: Rupiah
  var threshold: Rupiah
  var duty: Rupiah
  /// Nil where no duty is owed.
  var code: BillingCode?
  var assessedOn: LocalDate
}

/// The register of land transfers: knows whether an acquisition is somebody's first (rule T2).
struct LandTransferTable: Sendable {
  let sealer: Sealer

  /// Notes an assessment; a later one of the same case replaces it.
  func note(_ transfer: LandTransfer, taxpayer: NIK, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO land_transfers (case_id, taxpayer_hash, nop, base, threshold, duty, billing_code, assessed_on)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (case_id) DO UPDATE SET taxpayer_hash = excluded.taxpayer_hash, nop = excluded.nop,
        base = excluded.base, threshold = excluded.threshold, duty = excluded.duty,
        billing_code = excluded.billing_code, assessed_on = excluded.assessed_on
      """,
      [
        SQLValue(transfer.caseID), sealer.taxKey(of: taxpayer), .text(transfer.object), SQLValue(transfer.base),
        SQLValue(transfer.threshold), SQLValue(transfer.duty), SQLValue(transfer.code),
        SQLValue(transfer.assessedOn),
      ])
  }

  func find(_ caseID: CaseID, in transaction: Transaction) throws -> LandTransfer? {
    try transaction.row("SELECT * FROM land_transfers WHERE case_id = ?", [SQLValue(caseID)]).map { row in
      LandTransfer(
        caseID: try row.identifier("case_id"), object: try row.text("nop"), base: try row.rupiah("base"),
        threshold: try row.rupiah("threshold"), duty: try row.rupiah("duty"),
        code: try row.optionalIdentifier("billing_code"), assessedOn: try row.date("assessed_on"))
    }
  }

  func validate(_ caseID: CaseID, on date: LocalDate, in transaction: Transaction) throws {
    try transaction.execute(
      "UPDATE land_transfers SET validated_on = ? WHERE case_id = ?", [SQLValue(date), SQLValue(caseID)])
  }

  /// Whether another case of the taxpayer has used up the first acquisition: one that is validated, paid, owes nothing or
  /// may still be paid. A bill that was cancelled or has run out gives it back.
  func hasOther(
    than caseID: CaseID, of taxpayer: NIK, on date: LocalDate, in transaction: Transaction
  ) throws -> Bool {
    try transaction.row(
      """
      SELECT 1 FROM land_transfers LEFT JOIN tax_bills ON tax_bills.billing_code = land_transfers.billing_code
      WHERE taxpayer_hash = ? AND land_transfers.case_id <> ?
        AND (validated_on IS NOT NULL OR land_transfers.billing_code IS NULL OR state = 'paid'
          OR (state = 'active' AND expires_on >= ?))
      """,
      [sealer.taxKey(of: taxpayer), SQLValue(caseID), SQLValue(date)]) != nil
  }
}
