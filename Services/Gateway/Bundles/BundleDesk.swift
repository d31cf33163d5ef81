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
    let form = try bundles.form(content.service)
    let now = runtime.clock.now
    let verdict = form.validate(content, areas: runtime.areas, today: LocalDate(jakarta: now))
    let missing = try await submission.missingFiles(of: verdict.content, uploader: call.callerName)
    guard verdict.violations.isEmpty, missing.isEmpty else {
      throw Refusal(.invalidArgument, Message(.formRejected), violations: verdict.violations + missing)
    }
    var generator = SystemRandomNumberGenerator()
    let code = TrackingCode.make(using: &generator)
    let application = application(
      of: form, CaseID.make(at: now, using: &generator), code, verdict.content, at: now, call)
    return Submission.Prepared(
      caseID: application.caseID, trackingCode: code, content: verdict.content, serviceVersion: "", at: now
    ) { transaction in
      try accept(application, code, form.chosen(verdict.content.values), in: transaction)
    }
  }

  private func application(
    of form: BundleForm, _ caseID: CaseID, _ code: TrackingCode, _ answers: ApplicationContent, at instant: MallInstant,
    _ call: Call
  ) -> BundleStore.Application {
    let hashes = form.chosen(answers.values).map { ($0.id, store.trackingHash(of: $0.id, in: code)) }
    return BundleStore.Application(
      caseID: caseID, bundle: form.bundle, answers: answers, applicant: call.principal, uploader: call.callerName,
      acceptedAt: instant, trackingHashes: Dictionary(hashes) { first, _ in first })
  }

  /// Takes a bundle back that the mall acknowledged and then lost: with the cases that it had, so that what the agencies
  /// hold fits.
  func readmit(_ copy: Readmission.Copy, _ call: Call, wrong: Refusal) async throws -> Wire.ReadmitResponse {
    let form = try bundles.form(copy.service)
    let verdict = form.validate(
      try ApplicationContent(wire: copy.content), areas: runtime.areas, today: LocalDate(jakarta: copy.acceptedAt))
    guard Array(SHA256.hash(data: Wire.ApplicationContent(verdict.content).encoded())) == copy.contentHash else {
      throw wrong
    }
    let application = application(
      of: form, copy.caseID, copy.trackingCode, verdict.content, at: copy.acceptedAt, call)
    if let known = try await runtime.database.read({ try store.find(copy.trackingCode, in: $0) }) {
      guard known.caseID == copy.caseID else { throw wrong }
      return Self.readmitted(copy, wasKnown: true)
    }
    let missing = try await submission.missingFiles(of: verdict.content, uploader: call.callerName)
    guard missing.isEmpty else { throw Refusal(.invalidArgument, Message(.formRejected), violations: missing) }
    let wasKnown = try await runtime.database.write { transaction -> Bool in
      guard try store.find(copy.trackingCode, in: transaction) == nil else { return true }
      try accept(application, copy.trackingCode, form.chosen(verdict.content.values), in: transaction)
      return false
    }
    runtime.logger.notice("A bundle was readmitted", metadata: ["case": "\(copy.caseID)"])
    runtime.signals.outboxGrew()
    submission.evidence.wake()
    return Self.readmitted(copy, wasKnown: wasKnown)
  }

  private static func readmitted(_ copy: Readmission.Copy, wasKnown: Bool) -> Wire.ReadmitResponse {
    Wire.ReadmitResponse(caseID: copy.caseID.text, state: CaseState.inReview.rawValue, wasKnown: wasKnown)
  }

  private func accept(
    _ application: BundleStore.Application, _ code: TrackingCode, _ chosen: [ServiceBundle.Part],
    in transaction: Transaction
  ) throws {
    try store.insert(
      application, trackingCode: code, parts: chosen.map { BundleStore.Part(id: $0.id, state: .waiting) },
      in: transaction)
    try submission.blobs.attach(
      ApplicationRequests.blobs(in: application.answers), uploader: application.uploader, to: application.caseID,
      in: transaction)
    try fileWhatCanBe(of: application, at: application.acceptedAt, in: transaction)
  }

  /// A case is finished: what waited for its document is filed now, or never.
  func advance(after caseID: CaseID, in transaction: Transaction) throws {
    guard let application = try store.find(partCase: caseID, in: transaction) else { return }
    try fileWhatCanBe(of: application, at: runtime.clock.now, in: transaction)
  }

  /// Parts that have no case yet get none any more.
  func dropWaiting(of application: BundleStore.Application, in transaction: Transaction) throws {
    for part in try store.parts(of: application.caseID, in: transaction) where part.state == .waiting {
      let dropped = BundleStore.Part(id: part.id, state: .dropped, reason: Message(.bundlePartWithdrawn))
      try store.set(dropped, of: application.caseID, in: transaction)
    }
  }

  // MARK: - Filing

  private func fileWhatCanBe(
    of application: BundleStore.Application, at now: MallInstant, in transaction: Transaction
  ) throws {
    var parts = try store.parts(of: application.caseID, in: transaction)
    var documents: [String: [String: String]] = [:]
    for index in parts.indices {
      guard parts[index].state == .waiting, let part = application.bundle.part(parts[index].id) else { continue }
      switch try readiness(of: part, application.bundle, parts, &documents, in: transaction) {
      case .waits: continue
      case .inVain(let other):
        parts[index].state = .dropped
        parts[index].reason = Message(.bundlePartInVain, other.text, part.service.text)
      case .ready:
        parts[index] = try file(part, of: application, documents, at: now, in: transaction)
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
    _ documents: inout [String: [String: String]], in transaction: Transaction
  ) throws -> Readiness {
    let applications = submission.applications
    for other in parts where part.after.contains(other.id) {
      guard let caseID = other.caseID, let record = try applications.find(caseID, in: transaction) else {
        return other.state == .dropped ? .inVain(bundle.part(other.id)?.service ?? part.service) : .waits
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
    _ part: ServiceBundle.Part, of application: BundleStore.Application, _ documents: [String: [String: String]],
    at now: MallInstant, in transaction: Transaction
  ) throws -> BundleStore.Part {
    let unfit = BundleStore.Part(id: part.id, state: .dropped, reason: Message(.bundlePartUnfit, part.service.text))
    guard let form = try? bundles.form(application.bundle),
      let published = try? bundles.catalogue.published(part.service),
      let content = form.content(of: part, answers: application.answers, issued: documents),
      let trackingHash = application.trackingHashes[part.id]
    else { return unfit }
    let verdict = FormValidator.validate(
      content, against: published.service, areas: runtime.areas, today: LocalDate(jakarta: now))
    guard verdict.violations.isEmpty else { return unfit }
    let accepted = Submission.Accepted(
      caseID: store.caseID(of: part.id, in: application.caseID), trackingHash: trackingHash, content: verdict.content,
      published: published, principal: application.applicant, files: .ofCase(application.caseID),
      facts: ApplicationRequests.facts(in: application.answers, of: form.asService), at: now)
    try submission.accept(accepted, in: transaction)
    return BundleStore.Part(id: part.id, state: .filed, caseID: accepted.caseID)
  }
}
