import MallDomain

/// Evidence that the mall still has to fetch, or has fetched, for applications that wait for it.
package struct EvidenceStore: Sendable {
  package static let migrations = MigrationList(
    module: "evidence",
    steps: [
      Migration(
        "evidence requests",
        """
        CREATE TABLE evidence_requests (
          case_id TEXT NOT NULL,
          requirement TEXT NOT NULL,
          agency TEXT NOT NULL,
          document TEXT NOT NULL,
          subject BLOB NOT NULL,
          state TEXT NOT NULL,
          give_up_at BIGINT NOT NULL,
          answer BLOB,
          signature BLOB,
          PRIMARY KEY (case_id, requirement)
        );
        CREATE INDEX evidence_requests_by_agency ON evidence_requests (state, agency, case_id, requirement);
        CREATE INDEX evidence_requests_by_deadline ON evidence_requests (state, give_up_at);
        """)
    ])

  package enum State: String, Sendable {
    case pending, answered, missing
  }

  package struct Request: Sendable {
    package var caseID: CaseID
    package var requirement: String
    package var agency: AgencyID
    package var document: String
    /// The NIK of the person whose document it is.
    package var subject: String
    package var giveUpAt: MallInstant

    package init(
      caseID: CaseID, requirement: String, agency: AgencyID, document: String, subject: String,
      giveUpAt: MallInstant
    ) {
      self.caseID = caseID
      self.requirement = requirement
      self.agency = agency
      self.document = document
      self.subject = subject
      self.giveUpAt = giveUpAt
    }
  }

  package struct Found: Sendable {
    package var requirement: String
    package var agency: AgencyID
    package var answer: [UInt8]
    package var signature: [UInt8]?
  }

  private static let place = "evidence_requests.subject"
  private static let answerPlace = "evidence_requests.answer"
  private let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
  }

  package func add(_ request: Request, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO evidence_requests (case_id, requirement, agency, document, subject, state, give_up_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        SQLValue(request.caseID), .text(request.requirement), SQLValue(request.agency), .text(request.document),
        .blob(sealer.seal(Array(request.subject.utf8), for: Self.place)), .text(State.pending.rawValue),
        SQLValue(request.giveUpAt),
      ])
  }

  static let pendingStatement = """
    SELECT case_id, requirement, agency, document, subject, give_up_at FROM evidence_requests
    WHERE state = ? AND agency = ? ORDER BY case_id, requirement LIMIT ?
    """

  static let overdueStatement = """
    SELECT case_id, requirement, agency, document, subject, give_up_at FROM evidence_requests
    WHERE state = ? AND give_up_at <= ? ORDER BY give_up_at LIMIT ?
    """

  /// What is to be asked of one issuer, the oldest cases first.
  package func pending(agency: AgencyID, limit: Int, in transaction: Transaction) throws -> [Request] {
    try requests(
      Self.pendingStatement, [.text(State.pending.rawValue), SQLValue(agency), SQLValue(limit)], in: transaction)
  }

  /// What was waited for long enough, of any issuer.
  package func overdue(at now: MallInstant, limit: Int, in transaction: Transaction) throws -> [Request] {
    try requests(
      Self.overdueStatement, [.text(State.pending.rawValue), SQLValue(now), SQLValue(limit)], in: transaction)
  }

  private func requests(
    _ sql: String, _ arguments: [SQLValue], in transaction: Transaction
  ) throws -> [Request] {
    try transaction.rows(sql, arguments).map { row in
      Request(
        caseID: try row.identifier("case_id", as: CaseID.self), requirement: try row.text("requirement"),
        agency: try row.identifier("agency", as: AgencyID.self), document: try row.text("document"),
        subject: String(decoding: try sealer.open(try row.bytes("subject"), for: Self.place), as: UTF8.self),
        giveUpAt: try row.instant("give_up_at"))
    }
  }

  /// Writes the outcome of a request. Answers whether it was the last of its case.
  package func settle(
    _ request: Request, answer: [UInt8]?, signature: [UInt8]?, in transaction: Transaction
  ) throws -> Bool {
    let state: State = answer == nil ? .missing : .answered
    let changed = try transaction.execute(
      """
      UPDATE evidence_requests SET state = ?, answer = ?, signature = ?
      WHERE case_id = ? AND requirement = ? AND state = ?
      """,
      [
        .text(state.rawValue), SQLValue(answer.map { sealer.seal($0, for: Self.answerPlace) }), SQLValue(signature),
        SQLValue(request.caseID), .text(request.requirement), .text(State.pending.rawValue),
      ])
    guard changed == 1 else { return false }
    let left = try transaction.integer(
      "SELECT COUNT(*) FROM evidence_requests WHERE case_id = ? AND state = ?",
      [SQLValue(request.caseID), .text(State.pending.rawValue)])
    return left == 0
  }

  /// Gives up what is still asked for a case. Answers whether anything was, that is, whether the case still waits here.
  package func abandon(_ caseID: CaseID, in transaction: Transaction) throws -> Bool {
    try transaction.execute(
      "UPDATE evidence_requests SET state = ? WHERE case_id = ? AND state = ?",
      [.text(State.missing.rawValue), SQLValue(caseID), .text(State.pending.rawValue)]) > 0
  }

  package func found(_ caseID: CaseID, in transaction: Transaction) throws -> [Found] {
    try transaction.rows(
      """
      SELECT requirement, agency, answer, signature FROM evidence_requests
      WHERE case_id = ? AND state = ? ORDER BY requirement
      """,
      [SQLValue(caseID), .text(State.answered.rawValue)]
    ).map { row in
      Found(
        requirement: try row.text("requirement"), agency: try row.identifier("agency", as: AgencyID.self),
        answer: try sealer.open(try row.bytes("answer"), for: Self.answerPlace),
        signature: try row.optionalBytes("signature"))
    }
  }
}
