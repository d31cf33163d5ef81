import Crypto
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire

/// Takes applications: validated against the published form, durable before they are acknowledged.
struct Submission: Sendable {
  /// A receipt is proof for as long as its case may matter.
  private static let receiptValidity = Duration.seconds(10 * 365 * 86_400)

  /// What a receipt's signature names.
  static let receiptMethod = "receipt"

  let runtime: NodeRuntime
  let catalogue: CatalogueDesk
  let applications: ApplicationStore
  let blobs: BlobStore
  let evidence: EvidenceGatherer
  private let idempotency: IdempotencyStore

  init(
    runtime: NodeRuntime, catalogue: CatalogueDesk, applications: ApplicationStore, blobs: BlobStore,
    evidence: EvidenceGatherer
  ) {
    self.runtime = runtime
    self.catalogue = catalogue
    self.applications = applications
    self.blobs = blobs
    self.evidence = evidence
    idempotency = IdempotencyStore(sealer: runtime.sealer)
  }

  /// An application that was found right, and what makes it durable.
  struct Prepared: Sendable {
    var caseID: CaseID
    var trackingCode: TrackingCode
    /// Canonical: what the receipt proves.
    var content: ApplicationContent
    var serviceVersion: String
    var at: MallInstant
    var accept: @Sendable (Transaction) throws -> Void
  }

  /// Accepts an application once under its idempotency key.
  ///
  /// - Parameter prepare: checks the content; it is not called for what was answered before.
  func submit(
    _ request: Wire.SubmitRequest, _ call: Call, _ prepare: (ApplicationContent) async throws -> Prepared
  ) async throws -> Wire.SubmitResponse {
    let key = try ApplicationRequests.idempotencyKey(request.idempotencyKey, call)
    guard let wireContent = request.content else {
      throw Refusal(.invalidArgument, detail: "no content")
    }
    let bodyHash = Array(SHA256.hash(data: wireContent.encoded()))
    // What was answered stays answered, whatever became of the form, the calendar or the files since.
    if let earlier = try await runtime.database.read({ try idempotency.answer(key, bodyHash: bodyHash, in: $0) }) {
      return try Wire.SubmitResponse(decoding: earlier)
    }
    let prepared = try await prepare(try ApplicationContent(wire: wireContent))
    let response = Wire.SubmitResponse(
      trackingCode: prepared.trackingCode.text, receipt: try receipt(for: prepared)
    ).encoded()
    let answer = try await runtime.database.write { transaction -> [UInt8] in
      if let earlier = try idempotency.answer(key, bodyHash: bodyHash, in: transaction) {
        return earlier
      }
      try prepared.accept(transaction)
      try idempotency.record(key, bodyHash: bodyHash, answer: response, at: prepared.at, in: transaction)
      return response
    }
    runtime.signals.outboxGrew()
    evidence.wake()
    return try Wire.SubmitResponse(decoding: answer)
  }

  /// Checks an application for one service.
  func prepare(_ content: ApplicationContent, _ call: Call) async throws -> Prepared {
    let published = try catalogue.published(content.service)
    let now = runtime.clock.now
    let verdict = FormValidator.validate(
      content, against: published.service, areas: runtime.areas, today: LocalDate(jakarta: now))
    let missing = try await missingFiles(of: verdict.content, uploader: call.callerName)
    guard verdict.violations.isEmpty, missing.isEmpty else {
      throw Refusal(.invalidArgument, Message(.formRejected), violations: verdict.violations + missing)
    }
    let code = TrackingCode.make()
    let accepted = Accepted(
      caseID: CaseID.make(at: now), trackingHash: applications.trackingHash(code),
      content: verdict.content, published: published, principal: call.principal, files: .uploadedBy(call.callerName),
      at: now)
    return Prepared(
      caseID: accepted.caseID, trackingCode: code, content: accepted.content, serviceVersion: published.version,
      at: now
    ) { transaction in
      try accept(accepted, in: transaction)
    }
  }

  /// Where the files of an application are.
  enum Files: Sendable {
    case uploadedBy(String)
    /// A bundle's, of which it is a part.
    case ofCase(CaseID)
  }

  struct Accepted: Sendable {
    var caseID: CaseID
    var trackingHash: [UInt8]
    var content: ApplicationContent
    var published: PublishedService
    var principal: Principal
    var files: Files
    /// What opens it besides its own answers: those of the bundle that it is a part of.
    var facts: [String] = []
    var at: MallInstant
    /// It was accepted before, and lost.
    var isReadmitted = false
  }

  func accept(_ accepted: Accepted, in transaction: Transaction) throws {
    let wire = Wire.ApplicationContent(accepted.content)
    let body = wire.encoded()
    let service = accepted.published.service
    var lifecycle = try CaseLifecycle(opening: CaseEvent(.submitted, at: accepted.at, by: .citizen))
    let record = ApplicationTimeline(runtime: runtime, applications: applications)
    let due = record.due(of: lifecycle, published: accepted.published)
    try applications.insert(
      NewApplication(
        caseID: accepted.caseID, agency: accepted.published.agency, service: service.code,
        serviceVersion: accepted.published.version, state: lifecycle.state, trackingHash: accepted.trackingHash,
        content: body, facts: ApplicationRequests.facts(in: accepted.content, of: service) + accepted.facts,
        submitter: accepted.principal, acceptedAt: accepted.at, due: due.date, dueIsEstimate: due.isEstimate),
      in: transaction)
    let files = ApplicationRequests.blobs(in: accepted.content)
    switch accepted.files {
    case .uploadedBy(let uploader): try blobs.attach(files, uploader: uploader, to: accepted.caseID, in: transaction)
    case .ofCase(let bundle): try blobs.attach(files, ofCase: bundle, to: accepted.caseID, in: transaction)
    }
    try record.append(
      CaseEvent(.submitted, at: accepted.at, by: .citizen), to: accepted.caseID, in: transaction)
    let filed = Wire.ApplicationFiled(
      caseID: accepted.caseID.text, agency: accepted.published.agency.text,
      serviceVersion: accepted.published.version, acceptedAtMs: accepted.at.milliseconds, content: wire,
      evidence: [], applicant: accepted.principal.wire, service: Wire.PublicService(service))
    let asked = try evidence.begin(
      filed, content: accepted.content, service: service, at: accepted.at, in: transaction)
    if asked == 0 {
      try EvidenceGatherer.deliver(filed, sealedBy: runtime.sealer, at: accepted.at, in: transaction)
    } else {
      let event = CaseEvent(.evidenceGathering, at: accepted.at, by: .gateway)
      try lifecycle.apply(event)
      try record.append(event, to: accepted.caseID, in: transaction)
    }
    try record.save(lifecycle, of: accepted.caseID, published: accepted.published, in: transaction)
    _ = try AuditLog(sealer: runtime.sealer).append(
      AuditEntry(
        at: accepted.at, principal: accepted.principal, method: Method.applicationSubmit.rawValue,
        purpose: "application", caseID: accepted.caseID, subject: nil,
        detail: accepted.isReadmitted ? "\(service.code), readmitted" : service.code.text, outcome: .ok),
      in: transaction)
  }

  /// The gateway signs what it accepted, so that a citizen can prove it.
  private func receipt(for prepared: Prepared) throws -> Wire.Receipt {
    let content = Wire.ApplicationContent(prepared.content).encoded()
    var receipt = Wire.Receipt(
      caseID: prepared.caseID.text, service: prepared.content.service.text, serviceVersion: prepared.serviceVersion,
      mall: runtime.mall, gateway: runtime.node.text, acceptedAtMs: prepared.at.milliseconds,
      contentSha256: Array(SHA256.hash(data: content)),
      trackingSha256: Array(SHA256.hash(data: Array(prepared.trackingCode.canonical.utf8))))
    receipt.signature = try runtime.signer.sign(
      receipt.encoded(),
      scope: SignatureScope(
        method: Self.receiptMethod, receiver: "", caseID: prepared.caseID.text, purpose: "receipt"),
      at: MallClock.system.now(), validFor: Self.receiptValidity)
    return receipt
  }

  /// Files that the form names but that the caller has not uploaded whole.
  func missingFiles(of content: ApplicationContent, uploader: String) async throws -> [FieldViolation] {
    var violations: [FieldViolation] = []
    for (field, blob) in ApplicationRequests.namedBlobs(in: content) {
      let progress = try await blobs.progress(sha256: blob.sha256, uploader: uploader)
      if !progress.isComplete {
        violations.append(FieldViolation(field: field, message: Message(.formFileExpected)))
      }
    }
    return violations
  }
}
