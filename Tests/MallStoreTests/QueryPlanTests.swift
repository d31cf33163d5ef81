import MallDomain
import Testing

@testable import MallStore

/// Queries that run with each request must find their rows by an index.
@Suite struct QueryPlanTests {
  static let queries: [(sql: String, index: String)] = [
    (Outbox.pendingStatement, "outbox_by_destination"),
    (Outbox.pendingStatement, "outbox_by_key"),
    (Outbox.pendingOfKeyStatement, "outbox_by_key"),
    ("SELECT COUNT(*) FROM outbox WHERE destination = ? AND state = ?", "outbox_by_destination"),
    ("DELETE FROM outbox WHERE state IN ('acknowledged', 'discarded') AND settled_at < ?", "outbox_by_state"),
    (Outbox.setAsideStatement, "outbox_by_state"),
    (Outbox.heldBackStatement, "outbox_by_key"),
    ("SELECT MAX(sequence) FROM inbox WHERE sender = ? AND epoch = ?", "sqlite_autoindex_inbox_1"),
    (ApplicationStore.findByCodeStatement, "sqlite_autoindex_application_access_2"),
    ("SELECT * FROM cases WHERE agency = ? AND case_id > ? ORDER BY case_id LIMIT ?", "cases_by_agency"),
    (
      "SELECT * FROM cases WHERE agency = ? AND is_open = ? AND case_id > ? ORDER BY case_id LIMIT ?",
      "cases_open_by_agency"
    ),
    (
      "SELECT * FROM applications WHERE agency = ? AND state = ? AND case_id > ? ORDER BY case_id LIMIT ?",
      "applications_by_agency_state"
    ),
    (
      "SELECT * FROM case_events WHERE case_id = ? AND step > ? ORDER BY step LIMIT ?",
      "sqlite_autoindex_case_events_1"
    ),
    ("DELETE FROM idempotency WHERE at < ?", "idempotency_by_time"),
    (EvidenceStore.pendingStatement, "evidence_requests_by_agency"),
    (EvidenceStore.overdueStatement, "evidence_requests_by_deadline"),
    ("SELECT * FROM bills WHERE case_id = ? ORDER BY issued_at, billing_code", "bills_by_case"),
    (
      "SELECT * FROM issued_documents WHERE type = ? AND holder_hash = ? ORDER BY issued_on DESC, number DESC LIMIT 100",
      "issued_documents_by_holder"
    ),
    (SignedDocumentStore.retiredStatement, "signed_documents_by_state"),
    ("SELECT * FROM audit WHERE subject_hash = ? AND sequence > ? ORDER BY sequence LIMIT ?", "audit_by_subject"),
    ("SELECT size FROM blob_uploads WHERE file_name = ? AND is_complete = 0", "blob_uploads_by_file"),
  ]

  @Test(arguments: queries)
  func theIndexIsUsed(sql: String, index: String) async throws {
    let store = try TestStore()
    let arguments = [SQLValue](repeating: .null, count: sql.count { $0 == "?" })
    let plan = try await store.read { transaction in
      try transaction.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { try $0.text("detail") }
    }
    #expect(plan.contains { $0.contains(index) }, "\(plan)")
    #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
  }
}
