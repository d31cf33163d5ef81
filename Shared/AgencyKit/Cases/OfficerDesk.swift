import MallDomain
import MallNode
import MallStore
import MallWire

/// What officers do with the cases of their agencies.
///
/// Each act is one commit: the step, what the registers take in, what the mall is told, and the audit row. Where a file
/// raises questions to other agencies, they are asked before, outside of it.
package struct OfficerDesk: Sendable {
  let database: Database
  let book: CaseBook
  let documents: IssuedDocuments
  let signing: DocumentSigning
  let inquiries: Inquiries
  let holds: PersonHolds
  let clock: AdjustableClock
  let signals: NodeSignals

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.caseList) { (request: Wire.ListCasesRequest, call) in try await list(request, act: Act(call)) }
    handlers.on(.caseShow) { (request: Wire.ShowCaseRequest, call) in try await show(request, act: Act(call)) }
    handlers.on(.caseHistory) { (request: Wire.CaseHistoryRequest, call) in
      try await history(request, act: Act(call))
    }
    handlers.on(.caseClaim) { (request: Wire.ClaimRequest, call) in try await claim(request, act: Act(call)) }
    handlers.on(.caseRelease) { (request: Wire.ReleaseRequest, call) in try await release(request, act: Act(call)) }
    handlers.on(.caseReassign) { (request: Wire.ReassignRequest, call) in
      try await reassign(request, act: Act(call))
    }
    handlers.on(.caseDecide) { (request: Wire.DecideRequest, call) in try await decide(request, act: Act(call)) }
    handlers.on(.caseRequestSupplement) { (request: Wire.RequestSupplementRequest, call) in
      try await requestSupplement(request, act: Act(call))
    }
    handlers.on(.caseIssue) { (request: Wire.IssueRequest, call) in try await issue(request, act: Act(call)) }
    handlers.on(.caseNote) { (request: Wire.NoteRequest, call) in try await note(request, act: Act(call)) }
  }

  // MARK: - Reading

  /// Where cases stand. It names no person, so that its row in the audit log names none.
  package func list(_ request: Wire.ListCasesRequest, act: Act) async throws -> Wire.ListCasesResponse {
    let agency = try book.offices.agency(request.agency)
    _ = try act.officer(of: agency)
    let filter = try CaseFilter(agency: agency, request)
    let page = try PageRequest(size: Int(request.pageSize), token: request.pageToken)
    let now = clock.now
    let found = try await database.write { transaction in
      try book.audit.append(
        AuditEntry(
          at: now, principal: act.principal, method: act.method, purpose: "case", caseID: nil, subject: nil,
          detail: "list of \(agency)", outcome: .ok),
        in: transaction)
      return try book.cases.list(filter, page, in: transaction)
    }
    return Wire.ListCasesResponse(
      cases: found.items.map { record in
        Wire.CaseSummary(record, serviceName: (try? book.offices.service(record.service))?.name)
      },
      nextPageToken: found.nextToken)
  }

  package func show(_ request: Wire.ShowCaseRequest, act: Act) async throws -> Wire.ShowCaseResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    let answers = try await ask(about: named)
    let now = clock.now
    return try await database.write { transaction in
      var opened = try book.find(named.caseID, of: named.agency, in: transaction)
      try book.keep(answers, on: &opened, in: transaction)
      try book.note(act, on: opened, detail: "show", at: now, in: transaction)
      let findings =
        opened.record.state.isFinished
        ? [] : try book.offices.office(of: named.agency).examine(opened.file(at: now), in: transaction)
      let output = try book.cases.parts.get(named.caseID, part: .output, in: transaction)
      let events = try CaseHistory(timeline: book.cases.timeline)
        .events(of: named.caseID, limit: PageRequest.maximumSize, in: transaction)
      return Wire.ShowCaseResponse(
        summary: Wire.CaseSummary(opened), content: opened.filed.content, evidence: opened.filed.evidence,
        findings: findings.map(Wire.Finding.init), timeline: events.map { Wire.TimelineEvent($0.event) },
        feeRupiah: opened.record.fee?.amount ?? 0, bill: opened.progress.bill.map(Wire.Bill.init),
        output: try output.map { try Wire.Document(decoding: $0) })
    }
  }

  package func history(_ request: Wire.CaseHistoryRequest, act: Act) async throws -> Wire.CaseHistoryResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    let page = try PageRequest(size: Int(request.pageSize))
    guard let after = request.pageToken.isEmpty ? 0 : Int64(request.pageToken) else {
      throw Refusal(.invalidArgument, detail: "page_token")
    }
    let now = clock.now
    return try await database.write { transaction in
      let opened = try book.find(named.caseID, of: named.agency, in: transaction)
      try book.note(act, on: opened, detail: "history", at: now, in: transaction)
      let events = try CaseHistory(timeline: book.cases.timeline)
        .events(of: named.caseID, after: after, limit: page.size + 1, in: transaction)
      let shown = events.prefix(page.size)
      return Wire.CaseHistoryResponse(
        events: shown.map { Wire.TimelineEvent($0.event) },
        nextPageToken: events.count > page.size ? shown.last.map { String($0.step) } ?? "" : "")
    }
  }

  /// A case as its back office sees it, and whether it is still open.
  func file(of named: NamedCase) async throws -> (file: CaseFile, isOpen: Bool) {
    let now = clock.now
    return try await database.read { transaction in
      let opened = try book.find(named.caseID, of: named.agency, in: transaction)
      return (opened.file(at: now), !opened.record.state.isFinished)
    }
  }

  /// Asks other agencies what a file raises. A question that stays without answer is left out: the examination says what
  /// that means.
  func ask(about named: NamedCase) async throws -> [AgencyQuestion: ExchangeAnswer] {
    let (file, isOpen) = try await file(of: named)
    guard isOpen else { return [:] }
    let questions = try book.offices.office(of: named.agency).questions(about: file) + file.questionsForPapers
    return await inquiries.answers(to: questions, caseID: named.caseID, by: named.agency)
  }
}

/// The case that an officer's request names, of an agency for which the officer acts.
struct NamedCase: Sendable {
  let agency: AgencyID
  let caseID: CaseID
  let officer: CaseActor

  init(_ agency: String, _ caseID: String, act: Act, offices: AgencyOffices) throws(Refusal) {
    self.agency = try offices.agency(agency)
    officer = try act.officer(of: self.agency)
    guard let caseID = try? CaseID(caseID) else { throw Refusal(.invalidArgument, detail: "case_id") }
    self.caseID = caseID
  }
}

extension CaseFilter {
  init(agency: AgencyID, _ request: Wire.ListCasesRequest) throws(Refusal) {
    var service: ServiceCode?
    if !request.service.isEmpty {
      service = try? ServiceCode(request.service)
      guard service != nil else { throw Refusal(.invalidArgument, detail: "service") }
    }
    let state: State
    switch request.state {
    case "": state = .all
    case "open": state = .open
    default:
      guard let one = CaseState(rawValue: request.state) else { throw Refusal(.invalidArgument, detail: "state") }
      state = .only(one)
    }
    self.init(agency: agency, service: service, state: state)
  }
}

extension Wire.CaseSummary {
  init(_ record: CaseRecord, serviceName: LocalizedText?) {
    self.init(
      caseID: record.caseID.text, service: record.service.text, serviceName: serviceName.map(Wire.LocalizedText.init),
      state: record.state.rawValue, officer: record.officer ?? "", due: record.due?.description ?? "",
      acceptedAtMs: record.acceptedAt.milliseconds, version: UInt64(clamping: record.version))
  }

  init(_ opened: OpenCase) {
    self.init(opened.record, serviceName: opened.service.name)
  }
}
