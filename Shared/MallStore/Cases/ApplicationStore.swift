import MallDomain

/// What a gateway knows of an application; its content lies sealed beside it.
package typealias ApplicationRecord = CaseRecord

/// An application that was accepted just now.
package struct NewApplication: Sendable {
  package var caseID: CaseID
  package var agency: AgencyID
  package var service: ServiceCode
  package var serviceVersion: String
  package var state: CaseState
  /// Of its tracking code, which is not kept.
  package var trackingHash: [UInt8]
  package var content: [UInt8]
  /// What only the applicant knows, in canonical form: shows the content to who holds the code.
  package var facts: [String]
  package var submitter: Principal
  package var acceptedAt: MallInstant
  package var due: LocalDate?
  package var dueIsEstimate: Bool

  package init(
    caseID: CaseID, agency: AgencyID, service: ServiceCode, serviceVersion: String, state: CaseState,
    trackingHash: [UInt8], content: [UInt8], facts: [String], submitter: Principal, acceptedAt: MallInstant,
    due: LocalDate?, dueIsEstimate: Bool
  ) {
    self.caseID = caseID
    self.agency = agency
    self.service = service
    self.serviceVersion = serviceVersion
    self.state = state
    self.trackingHash = trackingHash
    self.content = content
    self.facts = facts
    self.submitter = submitter
    self.acceptedAt = acceptedAt
    self.due = due
    self.dueIsEstimate = dueIsEstimate
  }
}

/// The applications that a gateway has accepted.
///
/// Tracking codes, facts and submitters are kept as keyed hashes only; content, notes and outputs are sealed.
package struct ApplicationStore: Sendable {
  package static let migrations = MigrationList(
    module: "applications",
    steps: [
      Migration(
        "applications",
        CaseRecords.statements(table: "applications") + "\n"
          + Timeline.statements(table: "application_events") + "\n"
          + CaseParts.statements(table: "application_parts") + "\n"
            + """
            CREATE TABLE application_access (
              case_id TEXT PRIMARY KEY NOT NULL REFERENCES applications (case_id),
              tracking_hash BLOB NOT NULL UNIQUE,
              submitter_hash BLOB NOT NULL
            );
            CREATE INDEX application_access_by_submitter ON application_access (submitter_hash, case_id);
            CREATE TABLE application_facts (
              case_id TEXT NOT NULL REFERENCES applications (case_id),
              fact_hash BLOB NOT NULL,
              PRIMARY KEY (case_id, fact_hash)
            );
            """)
    ])

  package let timeline: Timeline
  package let parts: CaseParts
  private let records = CaseRecords(table: "applications")
  private let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
    timeline = Timeline(table: "application_events", sealer: sealer)
    parts = CaseParts(table: "application_parts", sealer: sealer)
  }

  package func insert(_ application: NewApplication, in transaction: Transaction) throws(StoreError) {
    let caseID = application.caseID
    try records.insert(
      CaseRecord(
        caseID: caseID, agency: application.agency, service: application.service,
        serviceVersion: application.serviceVersion, state: application.state, version: 1,
        acceptedAt: application.acceptedAt, changedAt: application.acceptedAt, due: application.due,
        dueIsEstimate: application.dueIsEstimate),
      in: transaction)
    try transaction.execute(
      "INSERT INTO application_access (case_id, tracking_hash, submitter_hash) VALUES (?, ?, ?)",
      [
        SQLValue(caseID), .blob(application.trackingHash),
        .blob(submitterHash(application.submitter)),
      ])
    try addFacts(application.facts, to: caseID, in: transaction)
    try setContent(caseID, application.content, in: transaction)
  }

  package func find(_ caseID: CaseID, in transaction: Transaction) throws(StoreError) -> ApplicationRecord? {
    try records.find(caseID, in: transaction)
  }

  static let findByCodeStatement = """
    SELECT applications.* FROM application_access
    JOIN applications ON applications.case_id = application_access.case_id
    WHERE application_access.tracking_hash = ?
    """

  package func find(
    trackingCode: TrackingCode, in transaction: Transaction
  ) throws(StoreError) -> ApplicationRecord? {
    guard let row = try transaction.row(Self.findByCodeStatement, [.blob(trackingHash(trackingCode))]) else {
      return nil
    }
    return try CaseRecord(row)
  }

  package func list(
    _ filter: CaseFilter, _ page: PageRequest, in transaction: Transaction
  ) throws -> Page<ApplicationRecord> {
    try records.list(filter, page, in: transaction)
  }

  /// Writes where an application stands after a step; returns its new version.
  ///
  /// - Parameter version: refuses (`aborted`) unless it is of this version; nil for whichever it is.
  @discardableResult
  package func update(
    _ caseID: CaseID, expecting version: Int64?, state: CaseState, due: LocalDate?, dueIsEstimate: Bool,
    at now: MallInstant, in transaction: Transaction
  ) throws -> Int64 {
    try records.update(
      caseID, expecting: version,
      { record in
        record.state = state
        record.due = due
        record.dueIsEstimate = dueIsEstimate
        record.changedAt = now
      }, in: transaction)
  }
}

// MARK: - Content and who may see it

extension ApplicationStore {
  package func content(_ caseID: CaseID, in transaction: Transaction) throws(StoreError) -> [UInt8]? {
    try parts.get(caseID, part: .content, in: transaction)
  }

  package func setContent(
    _ caseID: CaseID, _ content: [UInt8], in transaction: Transaction
  ) throws(StoreError) {
    try parts.set(caseID, part: .content, bytes: content, in: transaction)
  }

  /// Whether a fact is one that the application holds.
  package func knows(_ fact: String, of caseID: CaseID, in transaction: Transaction) throws(StoreError) -> Bool {
    try transaction.row(
      "SELECT case_id FROM application_facts WHERE case_id = ? AND fact_hash = ?",
      [SQLValue(caseID), .blob(factHash(fact, of: caseID))]) != nil
  }

  /// Whether an application without any fact was filed by a person: nothing else could open it to them.
  package func isOfSubmitter(
    _ principal: Principal, _ caseID: CaseID, in transaction: Transaction
  ) throws(StoreError) -> Bool {
    try transaction.row(
      """
      SELECT case_id FROM application_access WHERE case_id = ? AND submitter_hash = ?
      AND NOT EXISTS (SELECT 1 FROM application_facts WHERE case_id = application_access.case_id)
      """,
      [SQLValue(caseID), .blob(submitterHash(principal))]) != nil
  }

  /// Adds facts, such as those of a supplement.
  package func addFacts(
    _ facts: [String], to caseID: CaseID, in transaction: Transaction
  ) throws(StoreError) {
    for fact in facts {
      try transaction.execute(
        "INSERT INTO application_facts (case_id, fact_hash) VALUES (?, ?) ON CONFLICT (case_id, fact_hash) DO NOTHING",
        [SQLValue(caseID), .blob(factHash(fact, of: caseID))])
    }
  }

  package func trackingHash(_ code: TrackingCode) -> [UInt8] { Self.trackingHash(code, by: sealer) }

  static func trackingHash(_ code: TrackingCode, by sealer: Sealer) -> [UInt8] {
    sealer.lookupHash(code.canonical, purpose: "tracking-code")
  }

  private func submitterHash(_ principal: Principal) -> [UInt8] {
    sealer.lookupHash("\(principal.voucher) \(principal.role.rawValue) \(principal.subject)", purpose: "submitter")
  }

  /// Of the case, so that the hashes don't tell which cases concern the same person.
  private func factHash(_ fact: String, of caseID: CaseID) -> [UInt8] {
    sealer.lookupHash("\(caseID) \(fact)", purpose: "application-fact")
  }
}
