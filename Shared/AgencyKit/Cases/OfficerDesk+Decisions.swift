import MallDomain
import MallStore
import MallWire

/// Deciding a case, and issuing what was approved.
extension OfficerDesk {
  package func decide(_ request: Wire.DecideRequest, act: Act) async throws -> Wire.CaseStepResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    try Self.requireShort(request.reason, "reason")
    switch request.decision {
    case "approve": return try await approve(named, request, act: act)
    case "reject":
      return try await step(.rejected(reason: request.reason), on: named, version: request.version, act: act)
    default: throw Refusal(.invalidArgument, detail: "decision: approve or reject")
    }
  }

  private func approve(
    _ named: NamedCase, _ request: Wire.DecideRequest, act: Act
  ) async throws -> Wire.CaseStepResponse {
    let answers = try await ask(about: named)
    let response = try await holdingPersons(of: named) { now, note in
      try await database.write { transaction in
        let response = try approve(named, request, answers, act: act, at: now, in: transaction)
        try note(transaction)
        return response
      }
    }
    signals.outboxGrew()
    return response
  }

  /// Makes a decision while those whom it concerns are held for it.
  private func holdingPersons(
    of named: NamedCase,
    decide: (MallInstant, @escaping @Sendable (Transaction) throws -> Void) async throws -> Wire.CaseStepResponse
  ) async throws -> Wire.CaseStepResponse {
    let (file, isOpen) = try await file(of: named)
    let reservations = isOpen ? try book.offices.office(of: named.agency).reservations(for: file) : []
    return try await holds.holding(reservations, for: file) { note in try await decide(clock.now, note) }
  }

  private func approve(
    _ named: NamedCase, _ request: Wire.DecideRequest, _ answers: [AgencyQuestion: ExchangeAnswer], act: Act,
    at now: MallInstant, in transaction: Transaction
  ) throws -> Wire.CaseStepResponse {
    var opened = try book.find(named.caseID, of: named.agency, in: transaction)
    try opened.require(version: request.version)
    try opened.requirePossible(.approved(fee: .zero), by: named.officer, at: now)
    try book.keep(answers, on: &opened, in: transaction)
    let office = try book.offices.office(of: named.agency)
    let file = opened.file(at: now)
    let findings = try office.examine(file, in: transaction)
    let blocking = findings.filter { $0.severity == .blocks }
    guard blocking.isEmpty else { throw Refusal(blockedBy: blocking) }
    let charge = try office.charge(for: file, in: transaction)
    try book.take(
      .approved(fee: charge.unpaid, note: request.reason), by: named.officer, on: &opened, bill: charge.ownBill,
      act: act, at: now, in: transaction)
    return Wire.CaseStepResponse(summary: Wire.CaseSummary(opened), feeRupiah: opened.record.fee?.amount ?? 0)
  }

  package func issue(_ request: Wire.IssueRequest, act: Act) async throws -> Wire.CaseStepResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    let answers = try await ask(about: named)
    let response = try await holdingPersons(of: named) { now, _ in
      try await database.write { transaction in
        let response = try issue(named, answers, act: act, at: now, in: transaction)
        // The lease lapses, or ends when the register is told what was issued.
        try book.holds.forget(named.caseID, in: transaction)
        return response
      }
    }
    signals.outboxGrew()
    return response
  }

  private func issue(
    _ named: NamedCase, _ answers: [AgencyQuestion: ExchangeAnswer], act: Act, at now: MallInstant,
    in transaction: Transaction
  ) throws -> Wire.CaseStepResponse {
    var opened = try book.find(named.caseID, of: named.agency, in: transaction)
    // Tried with a number of no meaning, so that the registers are not asked for one in vain.
    try opened.requirePossible(.issued(documentNumber: "-"), by: named.officer, at: now)
    try book.keep(answers, on: &opened, in: transaction)
    let document = try book.offices.office(of: named.agency).issue(opened.file(at: now), in: transaction)
    try documents.keep(document, at: now, in: transaction)
    let signed = try signing.sign(named.caseID, in: transaction)
    let output = Wire.Document(document)
    try book.cases.parts.set(named.caseID, part: .output, bytes: output.encoded(), in: transaction)
    try book.take(
      .issued(documentNumber: document.number), by: named.officer, on: &opened, output: document, signed: signed,
      act: act, at: now, in: transaction)
    let office = try book.offices.office(of: named.agency)
    for event in try office.lifeEvents(issuing: document, of: opened.file(at: now), in: transaction) {
      try book.outgoing.tell(event, at: now, in: transaction)
    }
    return Wire.CaseStepResponse(
      summary: Wire.CaseSummary(opened), output: output, feeRupiah: opened.record.fee?.amount ?? 0)
  }
}

extension Charge {
  /// What is still to be paid.
  fileprivate var unpaid: Rupiah {
    if case .bill(let bill) = self, bill.state == .paid { return .zero }
    return amount
  }

  fileprivate var ownBill: Bill? {
    if case .bill(let bill) = self { bill } else { nil }
  }
}

extension Refusal {
  /// An approval past findings that block it. Each is named with its own words.
  init(blockedBy findings: [Finding]) {
    self.init(
      .failedPrecondition, Message(.caseFindingsBlock, String(findings.count)),
      violations: findings.map { finding in
        FieldViolation(
          field: finding.field ?? finding.rule,
          message: Message(.caseFinding, finding.text.bilingual))
      })
  }
}

extension LocalizedText {
  /// Both languages at once, for a blank that is filled alike in each.
  fileprivate var bilingual: String {
    english.map { "\(indonesian) / \($0)" } ?? indonesian
  }
}
