import MallDomain

/// A document to be entered in an agency's register.
package struct NewDocument: Hashable, Sendable {
  /// The document type of the catalogue, such as `akta-kelahiran`.
  package var type: String
  /// Unique within the type.
  package var number: String
  /// Whom it is about, such as a NIK; sealed, and found again by its keyed hash.
  package var holder: String
  package var agency: AgencyID
  package var service: ServiceCode
  package var caseID: CaseID?
  package var issuedOn: LocalDate
  /// The last day of validity; nil: for life.
  package var validThrough: LocalDate?
  /// The document's own record; sealed.
  package var fields: [UInt8]

  package init(
    type: String, number: String, holder: String, agency: AgencyID, service: ServiceCode, caseID: CaseID?,
    issuedOn: LocalDate, validThrough: LocalDate?, fields: [UInt8]
  ) {
    self.type = type
    self.number = number
    self.holder = holder
    self.agency = agency
    self.service = service
    self.caseID = caseID
    self.issuedOn = issuedOn
    self.validThrough = validThrough
    self.fields = fields
  }
}

/// A document as an agency's register knows it.
package struct RegisteredDocument: Hashable, Sendable {
  package enum State: String, Hashable, Sendable, CaseIterable {
    case active, replaced, revoked, lost
  }

  package var document: NewDocument
  package var state: State
  /// Counts the changes, from 1.
  package var version: Int

  /// Whether it proves something on a date.
  package func isValid(on date: LocalDate) -> Bool {
    state == .active && document.validThrough.map { date <= $0 } ?? true
  }
}

/// The register of what an agency has issued.
package struct DocumentStore: Sendable {
  static let migrations = MigrationList(
    module: "documents",
    steps: [
      Migration(
        "issued documents",
        """
        CREATE TABLE issued_documents (
          type TEXT NOT NULL,
          number TEXT NOT NULL,
          holder_hash BLOB NOT NULL,
          holder BLOB NOT NULL,
          agency TEXT NOT NULL,
          service TEXT NOT NULL,
          case_id TEXT,
          issued_on TEXT NOT NULL,
          valid_through TEXT,
          state TEXT NOT NULL,
          fields BLOB NOT NULL,
          version BIGINT NOT NULL,
          changed_at BIGINT NOT NULL,
          PRIMARY KEY (type, number)
        );
        CREATE INDEX issued_documents_by_holder ON issued_documents (type, holder_hash, issued_on);
        CREATE INDEX issued_documents_by_case ON issued_documents (case_id);
        """),
      SignedDocumentStore.migration,
    ])

  private let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
  }

  /// What of it bears a signature.
  package var signed: SignedDocumentStore { SignedDocumentStore(sealer: sealer) }

  /// Enters a document.
  ///
  /// - Parameter replacing: whether the holder's active documents of the type become `replaced`.
  /// - Throws: `Refusal` (`already_exists`) when the type has this number already.
  package func issue(
    _ document: NewDocument, replacing: Bool = false, at now: MallInstant, in transaction: Transaction
  ) throws {
    guard try find(type: document.type, number: document.number, in: transaction) == nil else {
      throw Refusal(.alreadyExists, detail: "a document of this type and number")
    }
    let holderHash = holderHash(document.holder)
    if replacing {
      try transaction.execute(
        """
        UPDATE issued_documents SET state = 'replaced', version = version + 1, changed_at = ?
        WHERE type = ? AND holder_hash = ? AND state = 'active'
        """,
        [SQLValue(now), .text(document.type), .blob(holderHash)])
      try signed.retire(type: document.type, holderHash: holderHash, at: now, in: transaction)
    }
    try transaction.execute(
      """
      INSERT INTO issued_documents (type, number, holder_hash, holder, agency, service, case_id, issued_on,
        valid_through, state, fields, version, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, 1, ?)
      """,
      [
        .text(document.type), .text(document.number), .blob(holderHash),
        .blob(sealer.seal(Array(document.holder.utf8), for: place("holder", document.type, document.number))),
        SQLValue(document.agency), SQLValue(document.service), SQLValue(document.caseID),
        SQLValue(document.issuedOn), SQLValue(document.validThrough),
        .blob(sealer.seal(document.fields, for: place("fields", document.type, document.number))), SQLValue(now),
      ])
  }

  /// Issues a new version of a document that keeps its number, such as a family card printed anew. What was signed before
  /// becomes replaced.
  package func reissue(_ document: NewDocument, at now: MallInstant, in transaction: Transaction) throws {
    let changed = try transaction.execute(
      """
      UPDATE issued_documents SET holder_hash = ?, holder = ?, service = ?, case_id = ?, issued_on = ?, valid_through = ?,
        state = 'active', fields = ?, version = version + 1, changed_at = ?
      WHERE type = ? AND number = ? AND agency = ?
      """,
      [
        .blob(holderHash(document.holder)),
        .blob(sealer.seal(Array(document.holder.utf8), for: place("holder", document.type, document.number))),
        SQLValue(document.service), SQLValue(document.caseID), SQLValue(document.issuedOn),
        SQLValue(document.validThrough),
        .blob(sealer.seal(document.fields, for: place("fields", document.type, document.number))), SQLValue(now),
        .text(document.type), .text(document.number), SQLValue(document.agency),
      ])
    guard changed == 1 else { throw Refusal(.notFound, detail: "a document of this type and number") }
    try signed.retire(
      type: document.type, number: document.number, as: .replaced, at: now, in: transaction)
  }

  package func find(
    type: String, number: String, in transaction: Transaction
  ) throws(StoreError) -> RegisteredDocument? {
    try documents(
      "SELECT * FROM issued_documents WHERE type = ? AND number = ?", [.text(type), .text(number)], in: transaction
    ).first
  }

  /// A holder's documents of a type, newest first.
  package func documents(
    type: String, holder: String, in transaction: Transaction
  ) throws(StoreError) -> [RegisteredDocument] {
    try documents(
      """
      SELECT * FROM issued_documents WHERE type = ? AND holder_hash = ?
      ORDER BY issued_on DESC, number DESC LIMIT 100
      """,
      [.text(type), .blob(holderHash(holder))], in: transaction)
  }

  /// The newest document that proves something on a date.
  package func active(
    type: String, holder: String, on date: LocalDate, in transaction: Transaction
  ) throws(StoreError) -> RegisteredDocument? {
    try documents(type: type, holder: holder, in: transaction).first { $0.isValid(on: date) }
  }

  /// What a case handed out.
  package func documents(
    of caseID: CaseID, in transaction: Transaction
  ) throws(StoreError) -> [RegisteredDocument] {
    try documents(
      "SELECT * FROM issued_documents WHERE case_id = ? ORDER BY type, number", [SQLValue(caseID)], in: transaction)
  }

  /// Takes an active document out of force.
  ///
  /// - Throws: `Refusal` when there is none, or it isn't active any more.
  package func setState(
    type: String, number: String, _ state: RegisteredDocument.State, at now: MallInstant, in transaction: Transaction
  ) throws {
    let changed = try transaction.execute(
      """
      UPDATE issued_documents SET state = ?, version = version + 1, changed_at = ?
      WHERE type = ? AND number = ? AND state = 'active'
      """,
      [SQLValue(state), SQLValue(now), .text(type), .text(number)])
    guard changed == 1 else { throw Refusal(.failedPrecondition, detail: "there is no active document of this number") }
    try signed.retire(type: type, number: number, as: state, at: now, in: transaction)
  }

  private func documents(
    _ sql: String, _ arguments: [SQLValue], in transaction: Transaction
  ) throws(StoreError) -> [RegisteredDocument] {
    var documents: [RegisteredDocument] = []
    for row in try transaction.rows(sql, arguments) { documents.append(try document(row)) }
    return documents
  }

  private func document(_ row: Row) throws(StoreError) -> RegisteredDocument {
    let type = try row.text("type")
    let number = try row.text("number")
    let holder = try sealer.open(try row.bytes("holder"), for: place("holder", type, number))
    return RegisteredDocument(
      document: NewDocument(
        type: type, number: number, holder: String(decoding: holder, as: UTF8.self),
        agency: try row.identifier("agency"), service: try row.identifier("service"),
        caseID: try row.optionalIdentifier("case_id"), issuedOn: try row.date("issued_on"),
        validThrough: try row.optionalDate("valid_through"),
        fields: try sealer.open(try row.bytes("fields"), for: place("fields", type, number))),
      state: try row.value("state"), version: try row.int("version"))
  }

  private func holderHash(_ holder: String) -> [UInt8] {
    sealer.lookupHash(holder, purpose: "document-holder")
  }

  private func place(_ column: String, _ type: String, _ number: String) -> String {
    "issued_documents.\(column):\(type)/\(number)"
  }
}
