import Foundation
import MallDomain
import MallNode
import MallStore
import MallWire

/// The cases of a node: reads them, and takes each of their steps in one place.
///
/// A step moves the case's machine, is written in its timeline, told to the mall and audited, all in one commit. What
/// refuses leaves no trace.
struct CaseBook: Sendable {
  let cases: CaseStore
  let audit: AuditLog
  let offices: AgencyOffices
  let calendar: WorkingCalendar
  let outgoing: SignedDeliveries
  let signals: NodeSignals
  let holds: PersonHoldTable

  /// An agency's case.
  ///
  /// - Throws: `not_found`, for another agency's case as well.
  func find(_ caseID: CaseID, of agency: AgencyID, in transaction: Transaction) throws -> OpenCase {
    guard let record = try cases.find(caseID, in: transaction), record.agency == agency else {
      throw Refusal(.notFound, detail: "the case")
    }
    guard let content = try cases.parts.get(caseID, part: .content, in: transaction),
      let progress = try cases.parts.get(caseID, part: .lifecycle, in: transaction)
    else { throw Refusal(.dataLoss) }
    let answers = try cases.parts.get(caseID, part: .evidence, in: transaction)
    return try OpenCase(
      record: record, filed: Wire.ApplicationFiled(decoding: content), progress: CaseProgress(decoding: progress),
      answers: try answers.map(KeptAnswers.decode) ?? [:])
  }

  /// Opens a case for an application. An application that is here already stays as it is.
  func open(_ filed: Wire.ApplicationFiled, act: Act, at now: MallInstant, in transaction: Transaction) throws {
    let agency = try offices.agency(filed.agency)
    guard let caseID = try? CaseID(filed.caseID) else { throw Refusal(.invalidArgument, detail: "case_id") }
    let (service, content) = try filed.parts()
    guard service.code.agency == agency, content.service == service.code else {
      throw Refusal(.invalidArgument, detail: "a service of agency \(agency)")
    }
    if let known = try cases.find(caseID, in: transaction) {
      guard known.agency == agency, known.service == service.code else {
        throw Refusal(.alreadyExists, detail: "a case by this id")
      }
      try retell(caseID, in: transaction)
      return
    }
    let acceptedAt = MallInstant(milliseconds: filed.acceptedAtMs)
    let lifecycle = try CaseLifecycle(opening: CaseEvent(.submitted, at: acceptedAt, by: .citizen))
    let due = due(of: lifecycle, service: service, agency: agency, at: now)
    try cases.insert(
      NewCase(
        caseID: caseID, agency: agency, service: service.code, serviceVersion: filed.serviceVersion,
        state: lifecycle.state, content: filed.encoded(), acceptedAt: acceptedAt, due: due?.date,
        dueIsEstimate: due?.isEstimate ?? false),
      in: transaction)
    guard let record = try cases.find(caseID, in: transaction) else { throw Refusal(.internal) }
    var opened = try OpenCase(record: record, filed: filed, progress: CaseProgress(lifecycle: lifecycle))
    try take(.received, by: .agency, on: &opened, act: act, at: now, in: transaction)
  }

  /// The mall knows the case again, as after its restore from a backup: what it refused before is told again.
  private func retell(_ caseID: CaseID, in transaction: Transaction) throws {
    guard try Outbox.retry(SignedDeliveries.destination, key: caseID.text, in: transaction) > 0 else { return }
    transaction.afterCommit { [signals] in signals.outboxReleased() }
  }

  /// Takes one step of a case.
  ///
  /// - Parameters:
  ///   - bill: of an approval whose agency wrote the bill, or of a payment.
  ///   - output: of an issue.
  ///   - signed: of an issue, every document of the case.
  func take(
    _ kind: CaseEvent.Kind, by actor: CaseActor, on opened: inout OpenCase, bill: Bill? = nil,
    output: IssuedDocument? = nil, signed: [Wire.SignedDocument] = [], act: Act, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    let event = CaseEvent(kind, at: now, by: actor)
    try opened.progress.lifecycle.apply(event)
    if let bill { opened.progress.bill = bill }
    if event.isTold {
      opened.progress.told += 1
      let message = Wire.CaseEvent(
        event, caseID: opened.caseID, agency: opened.agency, step: opened.progress.told, bill: bill, output: output,
        signed: signed)
      try outgoing.enqueue(
        DeliveryKind.caseEvent, message.encoded(), caseID: opened.caseID, key: opened.caseID.text, to: act.gateway,
        at: now, in: transaction)
    }
    try CaseHistory(timeline: cases.timeline).append(event, to: opened.caseID, in: transaction)
    try save(&opened, at: now, in: transaction)
    if opened.progress.lifecycle.isFinished { try close(opened, at: now, in: transaction) }
    try note(act, on: opened, detail: event.step.rawValue, at: now, in: transaction)
  }

  /// What was kept free for a case that came to nothing is free again.
  private func close(_ opened: OpenCase, at now: MallInstant, in transaction: Transaction) throws {
    guard opened.progress.lifecycle.state != .issued else { return }
    try offices.office(of: opened.agency).caseEnded(opened.file(at: now), in: transaction)
    try holds.end(opened.caseID, at: now, in: transaction)
  }

  /// Writes where a case stands.
  func save(_ opened: inout OpenCase, at now: MallInstant, in transaction: Transaction) throws {
    let lifecycle = opened.progress.lifecycle
    let due = due(of: lifecycle, service: opened.service, agency: opened.agency, at: now)
    opened.record.version = try cases.update(
      opened.caseID, expecting: nil, state: lifecycle.state, officer: lifecycle.officer, fee: lifecycle.fee,
      due: due?.date, dueIsEstimate: due?.isEstimate ?? false, at: now, in: transaction)
    opened.record.state = lifecycle.state
    opened.record.officer = lifecycle.officer
    opened.record.fee = lifecycle.fee
    opened.record.due = due?.date
    try cases.parts.set(opened.caseID, part: .content, bytes: opened.filed.encoded(), in: transaction)
    try cases.parts.set(opened.caseID, part: .lifecycle, bytes: opened.progress.encoded(), in: transaction)
  }

  /// Keeps what other agencies answered, with what was known before.
  func keep(
    _ answers: [AgencyQuestion: ExchangeAnswer], on opened: inout OpenCase, in transaction: Transaction
  ) throws {
    guard !answers.isEmpty else { return }
    opened.answers.merge(answers) { _, newer in newer }
    try cases.parts.set(opened.caseID, part: .evidence, bytes: KeptAnswers.encode(opened.answers), in: transaction)
  }

  /// Writes in the audit log that somebody read or changed the case of a person.
  func note(
    _ act: Act, on opened: OpenCase, detail: String, at now: MallInstant, in transaction: Transaction
  ) throws {
    try audit.append(
      AuditEntry(
        at: now, principal: act.principal, method: act.method, purpose: "case", caseID: opened.caseID,
        subject: opened.file(at: now).mainSubject?.text, detail: detail, outcome: .ok),
      in: transaction)
  }

  private func due(
    of lifecycle: CaseLifecycle, service: PublicService, agency: AgencyID, at now: MallInstant
  ) -> ServiceClock.Due? {
    guard !lifecycle.isFinished else { return nil }
    let hours = offices.manifests[agency]?.openingHours ?? .standard
    return ServiceClock(level: service.serviceLevel, runs: lifecycle.runs)
      .due(calendar: calendar, hours: hours, now: now)
  }
}

extension CaseEvent {
  /// Whether the mall hears of it. Notes between officers stay in the house.
  fileprivate var isTold: Bool {
    switch kind {
    case .submitted: false
    case .noted: actor == .agency
    default: true
    }
  }
}
