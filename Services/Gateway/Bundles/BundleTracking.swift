import MallDomain
import MallNode
import MallStore
import MallWire

/// Tells how the parts of a bundle stand, on one page.
struct BundleTracking: Sendable {
  let runtime: NodeRuntime
  let bundles: BundleCatalogue
  let applications: ApplicationStore
  let store: BundleStore

  /// A part as its case stands, or what it waits for.
  private struct Standing: Sendable {
    var part: BundleStore.Part
    var record: ApplicationRecord?
    var lifecycle: CaseLifecycle?
  }

  func find(_ code: TrackingCode, in transaction: Transaction) throws -> BundleStore.Application? {
    try store.find(code, in: transaction)
  }

  /// Whether any of its parts holds a fact.
  func knows(
    _ fact: String, of application: BundleStore.Application, in transaction: Transaction
  ) throws -> Bool {
    try cases(of: application, in: transaction).contains {
      try applications.knows(fact, of: $0.caseID, in: transaction)
    }
  }

  /// Under which case guesses at a case's facts are counted: whoever has the code of a bundle has those of all its parts.
  func guessed(_ caseID: CaseID, in transaction: Transaction) throws -> CaseID {
    try store.bundle(ofPart: caseID, in: transaction) ?? caseID
  }

  /// Those of its parts that have a case.
  func cases(of application: BundleStore.Application, in transaction: Transaction) throws -> [ApplicationRecord] {
    try store.parts(of: application.caseID, in: transaction).compactMap { part in
      try part.state.caseID.flatMap { try applications.find($0, in: transaction) }
    }
  }

  func track(_ application: BundleStore.Application, _ code: TrackingCode) async throws -> Wire.TrackResponse {
    let timeline = ApplicationTimeline(runtime: runtime, applications: applications)
    let standings = try await runtime.database.read { transaction in
      try store.parts(of: application.caseID, in: transaction).map { part in
        guard let caseID = part.state.caseID else { return Standing(part: part) }
        return Standing(
          part: part, record: try applications.find(caseID, in: transaction),
          lifecycle: try timeline.lifecycle(of: caseID, in: transaction))
      }
    }
    let finished = standings.filter { $0.part.state.reason != nil || $0.lifecycle?.isFinished == true }.count
    let state = Self.state(standings, isFinished: finished == standings.count)
    let next = Message(.bundleProgress, String(finished), String(standings.count))
    return Wire.TrackResponse(
      service: application.bundle.code.text, serviceName: Wire.LocalizedText(application.bundle.name),
      agencyName: Wire.LocalizedText(BundleCatalogue.mall), state: state.rawValue,
      stateText: Wire.LocalizedText(state.message.localized), nextText: Wire.LocalizedText(next.localized),
      acceptedAtMs: application.acceptedAt.milliseconds, agencyConnected: true,
      parts: standings.map { progress($0, of: application, code) })
  }

  /// Issued as soon as all is over and something was.
  private static func state(_ standings: [Standing], isFinished: Bool) -> CaseState {
    let states = standings.compactMap(\.lifecycle?.state)
    guard isFinished else { return states.contains(.waitingForApplicant) ? .waitingForApplicant : .inReview }
    if states.contains(.issued) { return .issued }
    return states.allSatisfy { $0 == .withdrawn } ? .withdrawn : .rejected
  }

  private func progress(
    _ standing: Standing, of application: BundleStore.Application, _ code: TrackingCode
  ) -> Wire.PartProgress {
    let part = standing.part
    let service = application.bundle.part(part.id)?.service
    let published = service.flatMap { try? bundles.published($0, in: application.edition) }
    var progress = Wire.PartProgress(
      part: part.id, service: service?.text ?? "",
      serviceName: published.map { Wire.LocalizedText($0.service.name) },
      agencyName: published.map { Wire.LocalizedText($0.agencyName) }, state: part.state.name)
    guard let record = standing.record, let lifecycle = standing.lifecycle else {
      progress.nextText = Wire.LocalizedText((part.state.reason ?? waiting(for: part, of: application)).localized)
      return progress
    }
    progress.state = lifecycle.state.rawValue
    progress.stateText = Wire.LocalizedText(lifecycle.state.message.localized)
    progress.nextText = Wire.LocalizedText(lifecycle.whatComesNext.localized)
    progress.trackingCode = store.trackingCode(of: part.id, in: code).text
    progress.due = lifecycle.isFinished ? "" : record.due?.description ?? ""
    return progress
  }

  private func waiting(for part: BundleStore.Part, of application: BundleStore.Application) -> Message {
    let others = application.bundle.part(part.id)?.after.compactMap { application.bundle.part($0)?.service.text } ?? []
    return Message(.bundlePartWaits, others.joined(separator: ", "))
  }
}
