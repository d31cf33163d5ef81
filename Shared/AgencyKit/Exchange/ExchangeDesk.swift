import MallDomain
import MallNode
import MallStore
import MallWire

/// Answers other agencies' questions about persons: only facts that the agency's manifest declares, only for the purposes
/// and to the roles that it declares, and each answer with a row in the audit log (rules M8 and M11).
package struct ExchangeDesk: Sendable {
  let node: NodeID
  let database: Database
  let offices: AgencyOffices
  let documents: IssuedDocuments
  let audit: AuditLog
  let clock: AdjustableClock
  /// Whether invented people may be entered in the registers.
  let makesExamples: Bool

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.exchangeQuery) { (query: Wire.ExchangeQuery, call) in
      let agency = try offices.agency(call.target)
      let answer = try await answer(query, of: agency, act: Act(call))
      return Wire.ExchangeAnswer(answer, fact: query.fact)
    }
  }

  func serves(_ agency: AgencyID) -> Bool {
    offices.agencies.contains(agency)
  }

  package func answer(
    _ query: Wire.ExchangeQuery, of agency: AgencyID, act: Act
  ) async throws -> ExchangeAnswer {
    let caseID = query.caseID.isEmpty ? nil : try? CaseID(query.caseID)
    return try await answer(
      try ExchangeQuestion(wire: query), of: agency, caseID: caseID, principal: act.principal)
  }

  /// Answers an agency of this same node.
  func answer(
    _ question: ExchangeQuestion, of agency: AgencyID, caseID: CaseID?, askedBy asker: AgencyID
  ) async throws -> ExchangeAnswer {
    let principal = Principal(role: .agency, subject: asker.text, voucher: node, agencies: [asker])
    return try await answer(question, of: agency, caseID: caseID, principal: principal)
  }

  private func answer(
    _ question: ExchangeQuestion, of agency: AgencyID, caseID: CaseID?, principal: Principal
  ) async throws -> ExchangeAnswer {
    guard let fact = Fact(rawValue: question.fact) else { throw Refusal(.notFound, detail: "the fact") }
    try requireDeclared(question, of: agency, askedBy: principal.role)
    // Who asks about a person names a case; an example has neither.
    guard caseID != nil || fact == .household else { throw Refusal(.invalidArgument, detail: "case_id") }
    guard fact != .household || makesExamples else { throw ExampleDesk.refusal }
    let askers = principal.role == .gateway ? [] : principal.agencies
    let now = clock.now
    return try await database.write { transaction in
      var answer =
        fact == .personReserved
        ? try reserve(question, of: agency, caseID: caseID, askers: askers, at: now, in: transaction)
        : try find(question, fact, of: agency, askers: askers, at: now, in: transaction)
      answer.values = answer.values.filter { fact.gives($0.key) }
      try audit.append(
        AuditEntry(
          at: now, principal: principal, method: Method.exchangeQuery.rawValue, purpose: question.purpose,
          caseID: caseID, subject: question.subject.text, detail: "\(fact.rawValue) of \(agency)", outcome: .ok),
        in: transaction)
      return answer
    }
  }

  /// What an agency of this node learnt of another: written down here as there, before anybody acts on it.
  func noteAsked(
    _ asked: AgencyQuestion, caseID: CaseID?, by asker: AgencyID, verdict: ExchangeAnswer.Verdict
  ) async throws {
    let principal = Principal(role: .agency, subject: asker.text, voucher: node, agencies: [asker])
    let now = clock.now
    try await database.write { transaction in
      _ = try audit.append(
        AuditEntry(
          at: now, principal: principal, method: Method.exchangeQuery.rawValue, purpose: asked.question.purpose,
          caseID: caseID, subject: asked.question.subject.text,
          detail: "asked \(asked.question.fact) of \(asked.agency): \(verdict.rawValue)", outcome: .ok),
        in: transaction)
    }
  }

  private func find(
    _ question: ExchangeQuestion, _ fact: Fact, of agency: AgencyID, askers: Set<AgencyID>, at now: MallInstant,
    in transaction: Transaction
  ) throws -> ExchangeAnswer {
    let office = try offices.office(of: agency)
    guard fact == .documentActive else { return try office.answer(question, askedBy: askers, in: transaction) }
    let registered = try documents.answer(question, agency: agency, at: now, in: transaction)
    guard registered.verdict != .yes else { return registered }
    // A domain's own registers may hold older documents than those that went through the mall.
    do {
      return try office.answer(question, askedBy: askers, in: transaction)
    } catch let refusal as Refusal where refusal.code == .notFound || refusal.code == .unimplemented {
      return registered
    }
  }

  /// A person is held for one case of an agency.
  private func reserve(
    _ question: ExchangeQuestion, of agency: AgencyID, caseID: CaseID?, askers: Set<AgencyID>, at now: MallInstant,
    in transaction: Transaction
  ) throws -> ExchangeAnswer {
    guard let caseID else { throw Refusal(.invalidArgument, detail: "case_id") }
    guard let asker = askers.sorted().first else { throw Refusal(.permissionDenied, detail: "reservations") }
    let reservation = try PersonReservation(
      question, caseID: caseID, agency: asker, today: LocalDate(jakarta: now))
    return try offices.office(of: agency).reserve(reservation, in: transaction)
  }

  private func requireDeclared(
    _ question: ExchangeQuestion, of agency: AgencyID, askedBy role: Role
  ) throws(Refusal) {
    let declared = try offices.manifests.manifest(of: agency).queries.contains {
      $0.direction == .answers && $0.fact == question.fact && $0.purposes.contains(question.purpose)
        && $0.roles.contains(role.rawValue)
    }
    guard declared else { throw Refusal(.permissionDenied, detail: "this fact for this purpose") }
  }
}
