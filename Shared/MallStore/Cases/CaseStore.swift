import MallDomain

/// A case that an agency has received just now.
package struct NewCase: Sendable {
  package var caseID: CaseID
  package var agency: AgencyID
  package var service: ServiceCode
  package var serviceVersion: String
  package var state: CaseState
  package var content: [UInt8]
  package var acceptedAt: MallInstant
  package var due: LocalDate?
  package var dueIsEstimate: Bool

  package init(
    caseID: CaseID, agency: AgencyID, service: ServiceCode, serviceVersion: String, state: CaseState,
    content: [UInt8], acceptedAt: MallInstant, due: LocalDate?, dueIsEstimate: Bool
  ) {
    self.caseID = caseID
    self.agency = agency
    self.service = service
    self.serviceVersion = serviceVersion
    self.state = state
    self.content = content
    self.acceptedAt = acceptedAt
    self.due = due
    self.dueIsEstimate = dueIsEstimate
  }
}

/// An agency's own inbox of cases. What concerns persons is sealed in `parts` and in the timeline's notes.
package struct CaseStore: Sendable {
  package static let migrations = MigrationList(
    module: "cases",
    steps: [
      Migration(
        "cases",
        CaseRecords.statements(table: "cases") + "\n"
          + Timeline.statements(table: "case_events") + "\n"
          + CaseParts.statements(table: "case_parts"))
    ])

  package let timeline: Timeline
  package let parts: CaseParts
  private let records = CaseRecords(table: "cases")

  package init(sealer: Sealer) {
    timeline = Timeline(table: "case_events", sealer: sealer)
    parts = CaseParts(table: "case_parts", sealer: sealer)
  }

  package func insert(_ new: NewCase, in transaction: Transaction) throws(StoreError) {
    try records.insert(
      CaseRecord(
        caseID: new.caseID, agency: new.agency, service: new.service, serviceVersion: new.serviceVersion,
        state: new.state, version: 1, acceptedAt: new.acceptedAt, changedAt: new.acceptedAt, due: new.due,
        dueIsEstimate: new.dueIsEstimate),
      in: transaction)
    try parts.set(new.caseID, part: .content, bytes: new.content, in: transaction)
  }

  package func find(_ caseID: CaseID, in transaction: Transaction) throws(StoreError) -> CaseRecord? {
    try records.find(caseID, in: transaction)
  }

  package func list(
    _ filter: CaseFilter, _ page: PageRequest, in transaction: Transaction
  ) throws -> Page<CaseRecord> {
    try records.list(filter, page, in: transaction)
  }

  /// Writes where a case stands after a step; returns its new version.
  ///
  /// - Parameter version: refuses (`aborted`) unless it is of this version; nil for whichever it is.
  @discardableResult
  package func update(
    _ caseID: CaseID, expecting version: Int64?, state: CaseState, officer: String?, fee: Rupiah?, due: LocalDate?,
    dueIsEstimate: Bool, at now: MallInstant, in transaction: Transaction
  ) throws -> Int64 {
    try records.update(
      caseID, expecting: version,
      { record in
        record.state = state
        record.officer = officer
        record.fee = fee
        record.due = due
        record.dueIsEstimate = dueIsEstimate
        record.changedAt = now
      }, in: transaction)
  }
}
