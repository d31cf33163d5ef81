import Crypto
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire

/// Brings back applications that the mall acknowledged and then lost, as after a restore from a backup: from the
/// applicant's receipt, which the gateway signed, and the content that it names. Case id and tracking code stay what
/// they were, so that what the agency holds fits; what is here already stays as it is.
struct Readmission: Sendable {
  let runtime: NodeRuntime
  let submission: Submission
  /// Knows receipts, which are signed for whoever holds them.
  let verifier: SignatureVerifier
  let guesses: GuessGuard
  let bundles: BundleDesk

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.applicationReadmit) { (request: Wire.ReadmitRequest, call) in try await readmit(request, call) }
  }

  private func readmit(_ request: Wire.ReadmitRequest, _ call: Call) async throws -> Wire.ReadmitResponse {
    // Receipts can't be guessed; but who tries many is slowed down as with codes.
    let wrong = Refusal(.permissionDenied, detail: "this receipt, code and content don't belong together")
    let copy = try await guesses.attempt(call, wrong: wrong) { try checked(request) }
    guard !BundleCatalogue.isBundle(copy.service) else {
      return try await bundles.readmit(copy, call, wrong: wrong)
    }
    let applications = submission.applications
    let published = try submission.catalogue.published(copy.service, version: copy.serviceVersion)
    let verdict = FormValidator.validate(
      try ApplicationContent(wire: copy.content), against: published.service, areas: runtime.areas,
      today: LocalDate(jakarta: copy.acceptedAt))
    // What was accepted once stays accepted; that it is the same content, its hash says.
    guard Array(SHA256.hash(data: Wire.ApplicationContent(verdict.content).encoded())) == copy.contentHash else {
      throw wrong
    }
    if let known = try await runtime.database.read({ try applications.find(copy.caseID, in: $0) }) {
      return try await answer(known, copy, wrong: wrong)
    }
    let missing = try await submission.missingFiles(of: verdict.content, uploader: call.callerName)
    guard missing.isEmpty else { throw Refusal(.invalidArgument, Message(.formRejected), violations: missing) }
    let accepted = Submission.Accepted(
      caseID: copy.caseID, trackingHash: applications.trackingHash(copy.trackingCode), content: verdict.content,
      published: published, principal: call.principal, files: .uploadedBy(call.callerName), at: copy.acceptedAt,
      isReadmitted: true)
    let wasKnown = try await runtime.database.write { transaction -> Bool in
      guard try applications.find(copy.caseID, in: transaction) == nil else { return true }
      try submission.accept(accepted, in: transaction)
      return false
    }
    runtime.logger.notice("An application was readmitted", metadata: ["case": "\(copy.caseID)"])
    runtime.signals.outboxGrew()
    submission.evidence.wake()
    guard let record = try await runtime.database.read({ try applications.find(copy.caseID, in: $0) }) else {
      throw Refusal(.dataLoss)
    }
    return Wire.ReadmitResponse(caseID: copy.caseID.text, state: record.state.rawValue, wasKnown: wasKnown)
  }

  private func answer(
    _ known: ApplicationRecord, _ copy: Copy, wrong: Refusal
  ) async throws -> Wire.ReadmitResponse {
    let found = try await runtime.database.read {
      try submission.applications.find(trackingCode: copy.trackingCode, in: $0)
    }
    guard found?.caseID == known.caseID else { throw wrong }
    return Wire.ReadmitResponse(caseID: known.caseID.text, state: known.state.rawValue, wasKnown: true)
  }

  /// What an applicant shows, once the gateway's signature is found good.
  struct Copy: Sendable {
    var caseID: CaseID
    var service: ServiceCode
    var serviceVersion: String
    var trackingCode: TrackingCode
    var acceptedAt: MallInstant
    var content: Wire.ApplicationContent
    var contentHash: [UInt8]
  }

  /// Nil where the parts don't fit each other or the receipt isn't this mall's.
  private func checked(_ request: Wire.ReadmitRequest) throws -> Copy? {
    guard var receipt = request.receipt, let content = request.content else {
      throw Refusal(.invalidArgument, detail: "the receipt or the content is missing")
    }
    let signature = receipt.signature
    receipt.signature = nil
    guard let author = try? verifier.verify(signature, method: Submission.receiptMethod, body: receipt.encoded()),
      author.roles.contains(.gateway), author.node == runtime.node, receipt.mall == runtime.mall,
      let code = try? TrackingCode(request.trackingCode),
      Array(SHA256.hash(data: Array(code.canonical.utf8))) == receipt.trackingSha256,
      let caseID = try? CaseID(receipt.caseID), let service = try? ServiceCode(receipt.service)
    else { return nil }
    return Copy(
      caseID: caseID, service: service, serviceVersion: receipt.serviceVersion, trackingCode: code,
      acceptedAt: MallInstant(milliseconds: receipt.acceptedAtMs), content: content,
      contentHash: receipt.contentSha256)
  }
}
