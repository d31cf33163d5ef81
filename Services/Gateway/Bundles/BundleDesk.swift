import Crypto
import MallDomain
import MallNode
import MallStore
import MallWire

/// Takes applications for bundles, and files each part as soon as what it needs is there.
///
/// All of it in the commits that cause it: the parts of an application are there when it is acknowledged, and the next
/// one is when a document is.
struct BundleDesk: Sendable {
  let bundles: BundleCatalogue
  let submission: Submission
  let store: BundleStore

  private var runtime: NodeRuntime { submission.runtime }

  init(bundles: BundleCatalogue, submission: Submission) {
    self.bundles = bundles
    self.submission = submission
    store = BundleStore(sealer: submission.runtime.sealer)
  }

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.applicationSubmit) { (request: Wire.SubmitRequest, call) in
      try await submission.submit(request, call) { content in
        BundleCatalogue.isBundle(content.service)
          ? try await prepare(content, call) : try await submission.prepare(content, call)
      }
    }
  }

  /// Checks the answers against the bundle's form and those of all chosen parts.
  private func prepare(_ content: ApplicationContent, _ call: Call) async throws -> Submission.Prepared {
    let edition = try bundles.edition(content.service)
    let form = try bundles.form(edition)
    let now = runtime.clock.now
    let verdict = form.validate(content, areas: runtime.areas, today: LocalDate(jakarta: now))
    let missing = try await submission.missingFiles(of: verdict.content, uploader: call.callerName)
    guard verdict.violations.isEmpty, missing.isEmpty else {
      throw Refusal(.invalidArgument, Message(.formRejected), violations: verdict.violations + missing)
    }
    let code = TrackingCode.make()
    let application = application(
      of: edition, form, CaseID.make(at: now), code, verdict.content, at: now, call)
    return Submission.Prepared(
      caseID: application.caseID, trackingCode: code, content: verdict.content,
      serviceVersion: try BundleCatalogue.version(of: edition), at: now
    ) { transaction in
      try accept(application, code, form, in: transaction)
    }
  }

  private func application(
    of edition: BundleEdition, _ form: BundleForm, _ caseID: CaseID, _ code: TrackingCode,
    _ answers: ApplicationContent,
    at instant: MallInstant, _ call: Call
  ) -> BundleStore.Application {
    let hashes = form.chosen(answers.values).map { ($0.id, store.trackingHash(of: $0.id, in: code)) }
    return BundleStore.Application(
      caseID: caseID, edition: edition, answers: answers, applicant: call.principal, uploader: call.callerName,
      acceptedAt: instant, trackingHashes: Dictionary(hashes) { first, _ in first })
  }

  /// Takes a bundle back that the mall acknowledged and then lost: with the cases that it had, so that what the agencies
  /// hold fits.
  func readmit(_ copy: Readmission.Copy, _ call: Call, wrong: Refusal) async throws -> Wire.ReadmitResponse {
    let edition = try await edition(of: copy)
    let form = try bundles.form(edition)
    let verdict = form.validate(
      try ApplicationContent(wire: copy.content), areas: runtime.areas, today: LocalDate(jakarta: copy.acceptedAt))
    guard Array(SHA256.hash(data: Wire.ApplicationContent(verdict.content).encoded())) == copy.contentHash else {
      throw wrong
    }
    let application = application(
      of: edition, form, copy.caseID, copy.trackingCode, verdict.content, at: copy.acceptedAt, call)
    if let known = try await runtime.database.read({ try store.find(copy.trackingCode, in: $0) }) {
      guard known.caseID == copy.caseID else { throw wrong }
      return try await readmitted(known, copy, wasKnown: true)
    }
    let missing = try await submission.missingFiles(of: verdict.content, uploader: call.callerName)
    guard missing.isEmpty else { throw Refusal(.invalidArgument, Message(.formRejected), violations: missing) }
    let wasKnown = try await runtime.database.write { transaction -> Bool in
      guard try store.find(copy.trackingCode, in: transaction) == nil else { return true }
      try accept(application, copy.trackingCode, form, isReadmitted: true, in: transaction)
      return false
    }
    runtime.logger.notice("A bundle was readmitted", metadata: ["case": "\(copy.caseID)"])
    runtime.signals.outboxGrew()
    submission.evidence.wake()
    return try await readmitted(application, copy, wasKnown: wasKnown)
  }

  /// The edition that a receipt names: one that somebody else applied for too, or that of today.
  private func edition(of copy: Readmission.Copy) async throws -> BundleEdition {
    if let kept = try await runtime.database.read({ try store.edition(copy.serviceVersion, in: $0) }) { return kept }
    let current = try bundles.edition(copy.service)
    // Receipts from before editions were kept name none; that the answers fit, their hash says.
    guard try copy.serviceVersion.isEmpty || BundleCatalogue.version(of: current) == copy.serviceVersion else {
      throw Refusal(.failedPrecondition, detail: "edition \(copy.serviceVersion) of \(copy.service) is not known here")
    }
    return current
  }

  private func readmitted(
    _ application: BundleStore.Application, _ copy: Readmission.Copy, wasKnown: Bool
  ) async throws -> Wire.ReadmitResponse {
    let tracking = BundleTracking(
      runtime: runtime, bundles: bundles, applications: submission.applications, store: store)
    let state = try await tracking.track(application, copy.trackingCode).state
    return Wire.ReadmitResponse(caseID: copy.caseID.text, state: state, wasKnown: wasKnown)
  }

  private func accept(
    _ application: BundleStore.Application, _ code: TrackingCode, _ form: BundleForm, isReadmitted: Bool = false,
    in transaction: Transaction
  ) throws {
    let chosen = form.chosen(application.answers.values)
    try store.keep(
      application.edition, version: try BundleCatalogue.version(of: application.edition), in: transaction)
    try store.insert(
      application, trackingCode: code, parts: chosen.map { BundleStore.Part(id: $0.id, state: .waiting) },
      in: transaction)
    try submission.blobs.attach(
      ApplicationRequests.blobs(in: application.answers), uploader: application.uploader, to: application.caseID,
      in: transaction)
    try fileWhatCanBe(of: application, in: transaction) { part, documents in
      try file(
        part, of: application, documents, at: application.acceptedAt, isReadmitted: isReadmitted, in: transaction)
    }
  }

  /// A case is finished: what waited for its document is filed now, or never. A part that can't be filed ends with that;
  /// what the agency told counts all the same.
  func advance(after caseID: CaseID, in transaction: Transaction) throws {
    let found = try attempt("to read a bundle", caseID, in: transaction) { try store.find(partCase: caseID, in: $0) }
    guard let application = found ?? nil else { return }
    try fileWhatCanBe(of: application, in: transaction) { part, documents in
      try attempt("to file a part of a bundle", application.caseID, in: transaction) {
        try file(part, of: application, documents, at: runtime.clock.now, in: $0)
      } ?? .dropped(Message(.bundlePartUnfit, part.service.text))
    }
  }

  /// Nil where it is refused, which operators can read of; a store that fails fails the whole commit.
  private func attempt<Value>(
    _ what: String, _ caseID: CaseID, in transaction: Transaction, _ body: (Transaction) throws -> Value
  ) throws -> Value? {
    do {
      return try transaction.attempt { try body(transaction) }
    } catch let refusal as Refusal {
      runtime.logger.error("Refused \(what)", metadata: ["case": "\(caseID)", "reason": "\(refusal)"])
      return nil
    }
  }

  /// Parts that have no case yet get none any more.
  func dropWaiting(of application: BundleStore.Application, in transaction: Transaction) throws {
    for part in try store.parts(of: application.caseID, in: transaction) where part.state == .waiting {
      let dropped = BundleStore.Part(id: part.id, state: .dropped(Message(.bundlePartWithdrawn)))
      try store.set(dropped, of: application.caseID, in: transaction)
    }
  }

  // MARK: - Filing

  /// What stands in the documents that other parts issued, by part and field.
  private typealias Documents = [String: [String: String]]

  private func fileWhatCanBe(
    of application: BundleStore.Application, in transaction: Transaction,
    _ file: (ServiceBundle.Part, Documents) throws -> BundleStore.PartState
  ) throws {
    var parts = try store.parts(of: application.caseID, in: transaction)
    var documents: Documents = [:]
    for index in parts.indices {
      guard parts[index].state == .waiting, let part = application.bundle.part(parts[index].id) else { continue }
      switch try readiness(of: part, application.bundle, parts, &documents, in: transaction) {
      case .waits: continue
      case .inVain(let other): parts[index].state = .dropped(Message(.bundlePartInVain, other.text, part.service.text))
      case .ready: parts[index].state = try file(part, documents)
      }
      try store.set(parts[index], of: application.caseID, in: transaction)
    }
  }

  private enum Readiness {
    case ready, waits
    /// That service issued nothing.
    case inVain(ServiceCode)
  }

  /// Whether those that a part waits for have issued; notes what stands in their documents.
  private func readiness(
    of part: ServiceBundle.Part, _ bundle: ServiceBundle, _ parts: [BundleStore.Part],
    _ documents: inout Documents, in transaction: Transaction
  ) throws -> Readiness {
    let applications = submission.applications
    for other in parts where part.after.contains(other.id) {
      guard let caseID = other.state.caseID, let record = try applications.find(caseID, in: transaction) else {
        return other.state == .waiting ? .waits : .inVain(bundle.part(other.id)?.service ?? part.service)
      }
      guard record.state == .issued else { return record.state.isFinished ? .inVain(record.service) : .waits }
      if let bytes = try applications.parts.get(caseID, part: .output, in: transaction) {
        let fields = try Wire.Document(decoding: bytes).fields.map { ($0.field, $0.value) }
        documents[other.id] = Dictionary(fields) { first, _ in first }
      }
    }
    return .ready
  }

  private func file(
    _ part: ServiceBundle.Part, of application: BundleStore.Application, _ documents: Documents, at now: MallInstant,
    isReadmitted: Bool = false, in transaction: Transaction
  ) throws -> BundleStore.PartState {
    let form = try bundles.form(application.edition)
    let published = try bundles.published(part.service, in: application.edition)
    guard let content = form.content(of: part, answers: application.answers, issued: documents),
      let trackingHash = application.trackingHashes[part.id]
    else { throw Refusal(.internal) }
    let verdict = FormValidator.validate(
      content, against: published.service, areas: runtime.areas, today: LocalDate(jakarta: now))
    guard verdict.violations.isEmpty else { return .dropped(Message(.bundlePartUnfit, part.service.text)) }
    let caseID = store.caseID(of: part.id, in: application.caseID)
    try submission.accept(
      Submission.Accepted(
        caseID: caseID, trackingHash: trackingHash, content: verdict.content, published: published,
        principal: application.applicant, files: .ofCase(application.caseID),
        facts: ApplicationRequests.facts(in: application.answers, of: form.asService), at: now,
        isReadmitted: isReadmitted),
      in: transaction)
    return .filed(caseID)
  }
}
