import MallDomain

/// The signed form of what an agency issued, and which of it is out of force.
///
/// `DocumentStore` keeps the two in step: whatever takes a document out of force there retires its signed form here.
package struct SignedDocumentStore: Sendable {
  static let migration = Migration(
    "signed documents",
    """
    CREATE TABLE signed_documents (
      mark_hash BLOB PRIMARY KEY NOT NULL,
      agency TEXT NOT NULL,
      type TEXT NOT NULL,
      number TEXT NOT NULL,
      version BIGINT NOT NULL,
      case_id TEXT,
      holder_hash BLOB NOT NULL,
      state TEXT NOT NULL,
      since TEXT,
      sealed BLOB NOT NULL
    );
    CREATE INDEX signed_documents_by_number ON signed_documents (type, number);
    CREATE INDEX signed_documents_by_holder ON signed_documents (type, holder_hash);
    CREATE INDEX signed_documents_by_case ON signed_documents (case_id);
    CREATE INDEX signed_documents_by_state ON signed_documents (agency, state);
    """)

  /// A document that is out of force, for the agency's published list.
  package struct Retired: Hashable, Sendable {
    package var markHash: [UInt8]
    package var state: RegisteredDocument.State
    package var since: LocalDate
  }

  static let retiredStatement = """
    SELECT mark_hash, state, since FROM signed_documents
    WHERE agency = ? AND state IN ('replaced', 'revoked', 'lost') ORDER BY mark_hash LIMIT ?
    """

  private let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
  }

  /// Keeps a document that was signed just now, and is in force.
  ///
  /// - Parameters:
  ///   - markHash: what names it in the list.
  ///   - bytes: the signed document; sealed.
  package func keep(
    _ document: NewDocument, version: Int, markHash: [UInt8], bytes: [UInt8], in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO signed_documents (mark_hash, agency, type, number, version, case_id, holder_hash, state, sealed)
      VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?)
      """,
      [
        .blob(markHash), SQLValue(document.agency), .text(document.type), .text(document.number), SQLValue(version),
        SQLValue(document.caseID), .blob(sealer.lookupHash(document.holder, purpose: "document-holder")),
        .blob(sealer.seal(bytes, for: place(markHash))),
      ])
  }

  /// What a case handed out, as it was signed.
  package func documents(of caseID: CaseID, in transaction: Transaction) throws(StoreError) -> [[UInt8]] {
    let rows = try transaction.rows(
      "SELECT mark_hash, sealed FROM signed_documents WHERE case_id = ? ORDER BY type, number, version",
      [SQLValue(caseID)])
    var documents: [[UInt8]] = []
    for row in rows { documents.append(try sealer.open(row.bytes("sealed"), for: place(row.bytes("mark_hash")))) }
    return documents
  }

  /// Whether a version of a document bears a signature.
  package func isSigned(
    type: String, number: String, version: Int, in transaction: Transaction
  ) throws(StoreError) -> Bool {
    try transaction.row(
      "SELECT 1 FROM signed_documents WHERE type = ? AND number = ? AND version = ?",
      [.text(type), .text(number), SQLValue(version)]) != nil
  }

  /// An agency's signed documents that are out of force.
  package func retired(
    by agency: AgencyID, limit: Int, in transaction: Transaction
  ) throws(StoreError) -> [Retired] {
    var found: [Retired] = []
    for row in try transaction.rows(Self.retiredStatement, [SQLValue(agency), SQLValue(limit)]) {
      found.append(
        Retired(
          markHash: try row.bytes("mark_hash"), state: try row.value("state"), since: try row.date("since")))
    }
    return found
  }

  /// Grows whenever a signed document of the agency goes out of force: its list must be published anew.
  package static func changes(of agency: AgencyID, in transaction: Transaction) throws(StoreError) -> Int64 {
    try Counter.last(counter(agency.text), in: transaction)
  }

  func retire(
    type: String, number: String, as state: RegisteredDocument.State, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    guard state != .active else { return }
    try count(
      try transaction.rows(
        """
        UPDATE signed_documents SET state = ?, since = ? WHERE type = ? AND number = ? AND state = 'active'
        RETURNING agency
        """,
        [SQLValue(state), SQLValue(LocalDate(jakarta: now)), .text(type), .text(number)]),
      in: transaction)
  }

  /// A holder's documents of a type are replaced by another of another number.
  func retire(
    type: String, holderHash: [UInt8], at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try count(
      try transaction.rows(
        """
        UPDATE signed_documents SET state = 'replaced', since = ?
        WHERE type = ? AND holder_hash = ? AND state = 'active'
        RETURNING agency
        """,
        [SQLValue(LocalDate(jakarta: now)), .text(type), .blob(holderHash)]),
      in: transaction)
  }

  private func count(_ changed: [Row], in transaction: Transaction) throws(StoreError) {
    for row in changed { _ = try Counter.next(Self.counter(try row.text("agency")), in: transaction) }
  }

  private static func counter(_ agency: String) -> String { "document-list/\(agency)" }

  private func place(_ markHash: [UInt8]) -> String {
    "signed_documents.sealed:\(markHash.map(String.init).joined(separator: "."))"
  }
}
