import MallDomain
import MallStore
import MallWire

/// Taking a case in hand, and asking the applicant for more.
extension OfficerDesk {
  package func claim(_ request: Wire.ClaimRequest, act: Act) async throws -> Wire.CaseStepResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    return try await step(.claimed, on: named, act: act)
  }

  package func release(_ request: Wire.ReleaseRequest, act: Act) async throws -> Wire.CaseStepResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    return try await step(.released, on: named, act: act)
  }

  package func reassign(_ request: Wire.ReassignRequest, act: Act) async throws -> Wire.CaseStepResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    return try await step(.reassigned(to: request.officer), on: named, act: act)
  }

  package func note(_ request: Wire.NoteRequest, act: Act) async throws -> Wire.CaseStepResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    try Self.requireShort(request.text, "text")
    return try await step(.noted(request.text), on: named, act: act)
  }

  package func requestSupplement(
    _ request: Wire.RequestSupplementRequest, act: Act
  ) async throws -> Wire.CaseStepResponse {
    let named = try NamedCase(request.agency, request.caseID, act: act, offices: book.offices)
    try Self.requireShort(request.note, "note")
    return try await step(
      .supplementRequested(asked: request.asked, note: request.note), on: named, version: request.version, act: act
    ) { opened, _ in
      try Self.requireAskable(request.asked, of: opened.service)
    }
  }

  /// Takes one step on the case's version that the officer saw; 0: whichever it is.
  func step(
    _ kind: CaseEvent.Kind, on named: NamedCase, version: UInt64 = 0, act: Act,
    check: @escaping @Sendable (OpenCase, Transaction) throws -> Void = { _, _ in }
  ) async throws -> Wire.CaseStepResponse {
    let now = clock.now
    let response = try await database.write { transaction in
      var opened = try book.find(named.caseID, of: named.agency, in: transaction)
      try opened.require(version: version)
      try check(opened, transaction)
      try book.take(kind, by: named.officer, on: &opened, act: act, at: now, in: transaction)
      return Wire.CaseStepResponse(summary: Wire.CaseSummary(opened), feeRupiah: opened.record.fee?.amount ?? 0)
    }
    signals.outboxGrew()
    return response
  }

  /// Characters of what an officer writes.
  private static let longestNote = 2_000

  static func requireShort(_ text: String, _ field: String) throws(Refusal) {
    guard text.count <= longestNote else {
      throw Refusal(
        .invalidArgument, Message(.formRejected),
        violations: [FieldViolation(field: field, message: Message(.formTooLong, String(longestNote)))])
    }
  }

  /// Only what the service's standard lists may be asked for (rule M2).
  private static func requireAskable(_ asked: [String], of service: PublicService) throws(Refusal) {
    let known = Set(service.form.map(\.id)).union(service.requirements.map(\.id))
    let strange = asked.filter { !known.contains($0) }
    guard strange.isEmpty else {
      throw Refusal(
        .invalidArgument, Message(.formRejected),
        violations: strange.map { FieldViolation(field: $0, message: Message(.formUnknownField)) })
    }
  }
}

extension OpenCase {
  /// - Throws: `aborted` when the case has moved since the officer saw it.
  func require(version: UInt64) throws(Refusal) {
    guard version == 0 || version == UInt64(clamping: record.version) else { throw Refusal(.aborted) }
  }

  /// Refuses a step that the case does not take now, before anything is done for it.
  func requirePossible(_ kind: CaseEvent.Kind, by actor: CaseActor, at now: MallInstant) throws(Refusal) {
    var trial = progress.lifecycle
    try trial.apply(CaseEvent(kind, at: now, by: actor))
  }
}
