import Crypto
import MallDomain

/// One act that read or changed a person's data.
package struct AuditEntry: Hashable, Sendable {
  package var at: MallInstant
  package var principal: Principal
  package var method: String
  package var purpose: String
  package var caseID: CaseID?
  /// Whose data it was, such as a NIK: kept as a keyed hash only.
  package var subject: String?
  /// What kind of data or step, without personal data.
  package var detail: String
  package var outcome: StatusCode

  package init(
    at: MallInstant, principal: Principal, method: String, purpose: String, caseID: CaseID?, subject: String?,
    detail: String, outcome: StatusCode
  ) {
    self.at = at
    self.principal = principal
    self.method = method
    self.purpose = purpose
    self.caseID = caseID
    self.subject = subject
    self.detail = detail
    self.outcome = outcome
  }
}

/// An entry as the log keeps it.
package struct AuditRecord: Hashable, Sendable {
  /// From 1, without gaps.
  package var sequence: Int64
  package var at: MallInstant
  package var role: Role
  package var actor: String
  package var voucher: NodeID
  package var method: String
  package var purpose: String
  package var caseID: CaseID?
  package var subjectHash: [UInt8]?
  package var detail: String
  package var outcome: StatusCode
  /// SHA-256 over a zero byte and `canonicalBytes`: a leaf of a Merkle tree as in RFC 9162, section 2.1.1.
  package var leaf: [UInt8]

  /// Each field with its length before it, so that no two different entries have the same bytes. Absent is length
  /// 2³²−1.
  package var canonicalBytes: [UInt8] {
    let fields: [[UInt8]?] = [
      Array("mall audit 1".utf8), Array(String(sequence).utf8), Array(String(at.milliseconds).utf8),
      Array(role.rawValue.utf8), Array(actor.utf8), Array(voucher.text.utf8), Array(method.utf8),
      Array(purpose.utf8), caseID.map { Array($0.text.utf8) }, subjectHash, Array(detail.utf8),
      Array(outcome.name.utf8),
    ]
    return fields.flatMap { field -> [UInt8] in
      let length = field.map { UInt32($0.count) } ?? .max
      return withUnsafeBytes(of: length.bigEndian, Array.init) + (field ?? [])
    }
  }

  var computedLeaf: [UInt8] {
    Array(SHA256.hash(data: [0] + canonicalBytes))
  }

  /// False when the row was changed after it was written.
  package var isIntact: Bool { leaf == computedLeaf }
}

/// The node's audit log: each entry is written in the commit of the act that it tells of.
package struct AuditLog: Sendable {
  static let migrations = MigrationList(
    module: "audit",
    steps: [
      Migration(
        "audit",
        """
        CREATE TABLE audit (
          sequence BIGINT PRIMARY KEY NOT NULL,
          at BIGINT NOT NULL,
          role TEXT NOT NULL,
          actor TEXT NOT NULL,
          voucher TEXT NOT NULL,
          method TEXT NOT NULL,
          purpose TEXT NOT NULL,
          case_id TEXT,
          subject_hash BLOB,
          detail TEXT NOT NULL,
          outcome BIGINT NOT NULL,
          leaf BLOB NOT NULL
        );
        CREATE INDEX audit_by_subject ON audit (subject_hash, sequence);
        CREATE INDEX audit_by_case ON audit (case_id, sequence);
        """)
    ])

  private let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
  }

  /// Adds an entry; returns its number.
  @discardableResult
  package func append(_ entry: AuditEntry, in transaction: Transaction) throws(StoreError) -> Int64 {
    var record = AuditRecord(
      sequence: try Counter.next("audit", in: transaction), at: entry.at, role: entry.principal.role,
      actor: entry.principal.subject, voucher: entry.principal.voucher, method: entry.method, purpose: entry.purpose,
      caseID: entry.caseID, subjectHash: entry.subject.map(subjectHash), detail: entry.detail,
      outcome: entry.outcome, leaf: [])
    record.leaf = record.computedLeaf
    try transaction.execute(
      """
      INSERT INTO audit (sequence, at, role, actor, voucher, method, purpose, case_id, subject_hash, detail, outcome,
        leaf)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(record.sequence), SQLValue(record.at), SQLValue(record.role), .text(record.actor),
        SQLValue(record.voucher), .text(record.method), .text(record.purpose), SQLValue(record.caseID),
        SQLValue(record.subjectHash), .text(record.detail), .integer(Int64(record.outcome.rawValue)),
        .blob(record.leaf),
      ])
    return record.sequence
  }

  /// Entries after a number, in order.
  package func entries(
    after sequence: Int64, limit: Int, in transaction: Transaction
  ) throws(StoreError) -> [AuditRecord] {
    try records(
      "SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?", [.integer(sequence), SQLValue(limit)],
      in: transaction)
  }

  /// Who read or changed a person's data, oldest first.
  package func entries(
    subject: String, _ page: PageRequest, in transaction: Transaction
  ) throws -> Page<AuditRecord> {
    try self.page(
      "SELECT * FROM audit WHERE subject_hash = ? AND sequence > ? ORDER BY sequence LIMIT ?",
      .blob(subjectHash(subject)), page, in: transaction)
  }

  /// What was done with a case, oldest first.
  package func entries(
    caseID: CaseID, _ page: PageRequest, in transaction: Transaction
  ) throws -> Page<AuditRecord> {
    try self.page(
      "SELECT * FROM audit WHERE case_id = ? AND sequence > ? ORDER BY sequence LIMIT ?", SQLValue(caseID), page,
      in: transaction)
  }

  private func page(
    _ sql: String, _ key: SQLValue, _ page: PageRequest, in transaction: Transaction
  ) throws -> Page<AuditRecord> {
    let found = try records(sql, [key, .integer(try page.afterNumber()), SQLValue(page.size + 1)], in: transaction)
    return Page(found: found, size: page.size) { [String($0.sequence)] }
  }

  private func records(
    _ sql: String, _ arguments: [SQLValue], in transaction: Transaction
  ) throws(StoreError) -> [AuditRecord] {
    var records: [AuditRecord] = []
    for row in try transaction.rows(sql, arguments) {
      let outcome = UInt32(exactly: try row.integer("outcome")).flatMap(StatusCode.init(rawValue:))
      records.append(
        AuditRecord(
          sequence: try row.integer("sequence"), at: try row.instant("at"), role: try row.value("role"),
          actor: try row.text("actor"), voucher: try row.identifier("voucher"), method: try row.text("method"),
          purpose: try row.text("purpose"), caseID: try row.optionalIdentifier("case_id"),
          subjectHash: try row.optionalBytes("subject_hash"), detail: try row.text("detail"),
          outcome: outcome ?? .unknown, leaf: try row.bytes("leaf")))
    }
    return records
  }

  private func subjectHash(_ subject: String) -> [UInt8] {
    sealer.lookupHash(subject, purpose: "audit-subject")
  }
}
