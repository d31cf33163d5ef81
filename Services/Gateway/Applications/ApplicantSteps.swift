import Crypto
import MallDomain
import MallNode
import MallStore
import MallWire

/// What an applicant may do after submitting: supplement what was asked for, and withdraw.
///
/// Both are passed on to the agency, whose answer is the step in the timeline: only the agency knows whether an
/// officer decided at that very moment.
struct ApplicantSteps: Sendable {
  private static let longestNote = 2_000

  let runtime: NodeRuntime
  let catalogue: CatalogueDesk
  let applications: ApplicationStore
  let blobs: BlobStore
  let tracking: Tracking
  let bundles: BundleDesk

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.applicationSupplement) { (request: Wire.SupplementRequest, call) in
      try await supplement(request, call)
    }
    handlers.on(.applicationWithdraw) { (request: Wire.WithdrawRequest, call) in
      try await withdraw(request, call)
    }
  }

  private func supplement(_ request: Wire.SupplementRequest, _ call: Call) async throws -> Wire.SupplementResponse {
    let key = try ApplicationRequests.idempotencyKey(request.idempotencyKey, call)
    let record = try await tracking.find(request.trackingCode, fact: request.fact, call)
    try Self.requireShort(request.note, "note")
    let published = try catalogue.published(record.service, version: record.serviceVersion)
    let given = try ApplicationContent(
      wire: Wire.ApplicationContent(
        service: record.service.text, channel: "", values: request.values, attachments: request.attachments))
    let now = runtime.clock.now
    let bodyHash = Array(SHA256.hash(data: request.encoded()))
    let uploader = call.callerName
    let timeline = ApplicationTimeline(runtime: runtime, applications: applications)
    let idempotency = IdempotencyStore(sealer: runtime.sealer)
    let answer = try await runtime.database.write { transaction -> [UInt8] in
      if let earlier = try idempotency.answer(key, bodyHash: bodyHash, in: transaction) { return earlier }
      let lifecycle = try timeline.lifecycle(of: record.caseID, in: transaction)
      guard lifecycle.state == .waitingForApplicant else {
        throw Refusal(.failedPrecondition, detail: "nothing is asked of the applicant now")
      }
      guard try applications.parts.get(record.caseID, part: .supplement, in: transaction) == nil else {
        throw Refusal(.failedPrecondition, detail: "what was handed in before is on its way to the agency")
      }
      let brought = Set(given.values.keys).union(given.files.keys).union(given.attachments.keys)
      try Self.requireAsked(brought, of: lifecycle)
      guard let bytes = try applications.content(record.caseID, in: transaction) else {
        throw Refusal(.dataLoss, detail: "the content of this case is missing; run mall doctor")
      }
      let before = try ApplicationContent(wire: Wire.ApplicationContent(decoding: bytes))
      let after = before.supplemented(values: given.values, files: given.files, attachments: given.attachments)
      let verdict = FormValidator.validate(
        after, against: published.service, areas: runtime.areas, today: LocalDate(jakarta: now))
      // What was accepted once stays accepted; only what the supplement brings can be wrong.
      let violations = verdict.violations.filter { brought.contains($0.field) }
      guard violations.isEmpty else {
        throw Refusal(.invalidArgument, Message(.formRejected), violations: violations)
      }
      try blobs.attach(
        given.blobs.map(\.sha256), uploader: uploader, to: record.caseID, in: transaction)
      try applications.setContent(
        record.caseID, Wire.ApplicationContent(verdict.content).encoded(), in: transaction)
      try applications.addFacts(
        ApplicationRequests.facts(in: verdict.content, of: published.service), to: record.caseID, in: transaction)
      let filed = Wire.SupplementFiled(
        caseID: record.caseID.text, agency: record.agency.text,
        values: Wire.ApplicationContent(verdict.content).values.filter { brought.contains($0.field) },
        attachments: request.attachments, note: request.note, atMs: now.milliseconds)
      try applications.parts.set(record.caseID, part: .supplement, bytes: filed.encoded(), in: transaction)
      try deliver(
        DeliveryKind.supplementFiled, filed.encoded(), for: record, call: call, at: now, in: transaction)
      let response = Wire.SupplementResponse(state: lifecycle.state.rawValue).encoded()
      try idempotency.record(key, bodyHash: bodyHash, answer: response, at: now, in: transaction)
      return response
    }
    runtime.signals.outboxGrew()
    return try Wire.SupplementResponse(decoding: answer)
  }

  private func withdraw(_ request: Wire.WithdrawRequest, _ call: Call) async throws -> Wire.WithdrawResponse {
    let found = try await tracking.found(request.trackingCode, fact: request.fact, call)
    try Self.requireShort(request.reason, "reason")
    switch found {
    case .application(let record): return try await withdraw(record, reason: request.reason, call)
    case .bundle(let application, let code):
      return try await withdraw(application, code, reason: request.reason, call)
    }
  }

  /// Only what is undecided is withdrawn: what an agency issued stays issued.
  private func withdraw(
    _ application: BundleStore.Application, _ code: TrackingCode, reason: String, _ call: Call
  ) async throws -> Wire.WithdrawResponse {
    let open = try await runtime.database.write { transaction in
      try bundles.dropWaiting(of: application, in: transaction)
      _ = try AuditLog(sealer: runtime.sealer).append(
        AuditEntry(
          at: runtime.clock.now, principal: call.principal, method: call.method.rawValue, purpose: "application",
          caseID: application.caseID, subject: nil, detail: "what is undecided of a bundle", outcome: .ok),
        in: transaction)
      return try tracking.bundles.cases(of: application, in: transaction).filter { !$0.state.isFinished }
    }
    for record in open {
      do {
        _ = try await withdraw(record, reason: reason, call)
      } catch let refusal as Refusal where refusal.code == .failedPrecondition {
        // Decided meanwhile.
      }
    }
    return Wire.WithdrawResponse(state: try await tracking.bundles.track(application, code).state)
  }

  private func withdraw(
    _ record: ApplicationRecord, reason: String, _ call: Call
  ) async throws -> Wire.WithdrawResponse {
    let published = try catalogue.published(record.service, version: record.serviceVersion)
    let now = runtime.clock.now
    let timeline = ApplicationTimeline(runtime: runtime, applications: applications)
    let state = try await runtime.database.write { transaction -> CaseState in
      var lifecycle = try timeline.lifecycle(of: record.caseID, in: transaction)
      if lifecycle.state == .withdrawn { return .withdrawn }
      let before = lifecycle.state
      let event = CaseEvent(.withdrawn(reason: reason), at: now, by: .citizen)
      try lifecycle.apply(event)
      if try EvidenceStore(sealer: runtime.sealer).abandon(record.caseID, in: transaction) {
        // Its agency has not heard of the case yet: it ends here.
        try timeline.append(event, to: record.caseID, in: transaction)
        try timeline.save(lifecycle, of: record.caseID, published: published, in: transaction)
        try note("withdrawn", of: record, call: call, at: now, in: transaction)
        try bundles.advance(after: record.caseID, in: transaction)
        return .withdrawn
      }
      // Otherwise that was only a trial: the step is the agency's to tell.
      let filed = Wire.WithdrawalFiled(
        caseID: record.caseID.text, agency: record.agency.text, reason: reason, atMs: now.milliseconds)
      try deliver(
        DeliveryKind.withdrawalFiled, filed.encoded(), for: record, call: call, at: now, in: transaction)
      return before
    }
    runtime.signals.outboxGrew()
    return Wire.WithdrawResponse(state: state.rawValue)
  }

  private func deliver(
    _ kind: String, _ content: [UInt8], for record: ApplicationRecord, call: Call, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    _ = try Outbox.enqueue(
      destination: record.agency.text, orderingKey: record.caseID.text, kind: kind, content: content,
      sealedBy: runtime.sealer, at: now, in: transaction)
    try note(kind, of: record, call: call, at: now, in: transaction)
  }

  private func note(
    _ step: String, of record: ApplicationRecord, call: Call, at now: MallInstant, in transaction: Transaction
  ) throws {
    _ = try AuditLog(sealer: runtime.sealer).append(
      AuditEntry(
        at: now, principal: call.principal, method: call.method.rawValue, purpose: "application",
        caseID: record.caseID, subject: nil, detail: step, outcome: .ok),
      in: transaction)
  }

  /// Only what the agency asked for is taken: the rest of the application is what it decides on.
  private static func requireAsked(_ brought: Set<String>, of lifecycle: CaseLifecycle) throws(Refusal) {
    let strange = brought.subtracting(lifecycle.asked).sorted()
    guard strange.isEmpty else {
      throw Refusal(
        .invalidArgument, Message(.formRejected),
        violations: strange.map { FieldViolation(field: $0, message: Message(.formUnknownField)) })
    }
  }

  private static func requireShort(_ text: String, _ field: String) throws(Refusal) {
    guard text.count <= longestNote else {
      throw Refusal(
        .invalidArgument, Message(.formRejected),
        violations: [FieldViolation(field: field, message: Message(.formTooLong, String(longestNote)))])
    }
  }
}
