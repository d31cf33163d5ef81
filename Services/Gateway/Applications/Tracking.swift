import MallDomain
import MallNode
import MallStore
import MallWire

/// Tells how an application stands: state, due date and what comes next to who has the code; the content only to who
/// also knows a NIK or a phone number of the form.
struct Tracking: Sendable {
  /// Steps shown with a state; the whole timeline has a method of its own.
  private static let shownSteps = 100

  let runtime: NodeRuntime
  let catalogue: CatalogueDesk
  let links: AgencyLinks
  let applications: ApplicationStore
  let payments: PaymentStore
  let guesses: GuessGuard
  let bundles: BundleTracking

  /// What a tracking code is of.
  enum Found: Sendable {
    case application(ApplicationRecord)
    case bundle(BundleStore.Application, TrackingCode)
  }

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.applicationTrack) { (request: Wire.TrackRequest, call) in
      switch try await found(request.trackingCode, call) {
      case .application(let record): try await track(record, showing: .progress, to: call)
      case .bundle(let application, let code): try await bundles.track(application, code)
      }
    }
    handlers.on(.applicationShow) { (request: Wire.ShowApplicationRequest, call) in
      switch try await found(request.trackingCode, fact: request.fact, call) {
      case .application(let record): try await show(record, call)
      case .bundle(let application, let code): try await show(application, code, call)
      }
    }
    handlers.on(.applicationTimeline) { (request: Wire.TimelineRequest, call) in
      let record = try await find(request.trackingCode, call)
      return try await timeline(record, request)
    }
    handlers.on(.documentFetch) { (request: Wire.FetchDocumentRequest, call) in
      let record = try await find(request.trackingCode, fact: request.fact, call)
      guard let document = try await show(record, call).output else {
        throw Refusal(.failedPrecondition, detail: "nothing is issued yet in this case")
      }
      let signed = try await runtime.database.read {
        try applications.parts.get(record.caseID, part: .signedOutputs, in: $0)
      }
      return try signed.map { try Wire.FetchDocumentResponse(decoding: $0) }
        ?? Wire.FetchDocumentResponse(document: document)
    }
    handlers.on(.caseLocate) { (request: Wire.LocateCaseRequest, call) in
      guard let caseID = try? CaseID(request.caseID),
        let record = try await runtime.database.read({ try applications.find(caseID, in: $0) }),
        call.principal.agencies.contains(record.agency)
      else { throw Refusal(.notFound, detail: "this case") }
      return Wire.LocateCaseResponse(agency: record.agency.text)
    }
  }

  /// What a tracking code is of. A wrong code, a code of nobody and a blocked caller look alike.
  func found(_ text: String, _ call: Call) async throws -> Found {
    try await guesses.attempt(call, wrong: Refusal(.notFound, Message(.numberTrackingCode))) {
      guard let code = try? TrackingCode(text) else { return nil }
      return try await runtime.database.read { transaction in
        if let record = try applications.find(trackingCode: code, in: transaction) { return .application(record) }
        return try bundles.find(code, in: transaction).map { .bundle($0, code) }
      }
    }
  }

  /// The same, for who also knows a fact of it. Where the form has none, it is open to the credential that filed it.
  func found(_ text: String, fact: String, _ call: Call) async throws -> Found {
    let found = try await found(text, call)
    let fact = ApplicationRequests.canonicalFact(fact)
    let wrong = Refusal(.permissionDenied, Message(.requestWrongFact))
    let guessed = try await runtime.database.read { try bundles.guessed(found.caseID, in: $0) }
    return try await guesses.attempt(call, factsOf: guessed, wrong: wrong) {
      let isOpen = try await runtime.database.read { transaction in
        switch found {
        case .application(let record):
          try applications.knows(fact, of: record.caseID, in: transaction)
            || applications.isOfSubmitter(call.principal, record.caseID, in: transaction)
        case .bundle(let application, _): try bundles.knows(fact, of: application, in: transaction)
        }
      }
      return isOpen ? found : nil
    }
  }

  /// The application of a code: what is done to one service can't be done to a bundle as a whole.
  func find(_ text: String, _ call: Call) async throws -> ApplicationRecord {
    try await found(text, call).application
  }

  func find(_ text: String, fact: String, _ call: Call) async throws -> ApplicationRecord {
    try await found(text, fact: fact, call).application
  }

  /// How much of a case is shown.
  private enum Detail {
    /// Without what people wrote to each other, which may say anything about a person.
    case progress
    case everything

    func show(_ event: CaseEvent) -> Wire.TimelineEvent {
      var shown = Wire.TimelineEvent(event)
      if self == .progress { shown.note = "" }
      return shown
    }
  }

  private func track(
    _ record: ApplicationRecord, showing detail: Detail, to call: Call
  ) async throws -> Wire.TrackResponse {
    let published = try catalogue.published(record.service, version: record.serviceVersion)
    let timeline = ApplicationTimeline(runtime: runtime, applications: applications)
    let (lifecycle, events, bill) = try await runtime.database.read { transaction in
      (
        try timeline.lifecycle(of: record.caseID, in: transaction),
        try timeline.events(of: record.caseID, limit: Self.shownSteps, in: transaction),
        try payments.bills(of: record.caseID, in: transaction).last
      )
    }
    let due = timeline.due(of: lifecycle, published: published)
    return Wire.TrackResponse(
      service: record.service.text, serviceName: Wire.LocalizedText(published.service.name),
      agencyName: Wire.LocalizedText(published.agencyName), state: lifecycle.state.rawValue,
      stateText: Wire.LocalizedText(lifecycle.state.message.localized),
      nextText: Wire.LocalizedText(lifecycle.whatComesNext.localized),
      due: lifecycle.isFinished ? "" : due.date.description, dueIsEstimate: due.isEstimate,
      acceptedAtMs: record.acceptedAt.milliseconds, timeline: events.map(detail.show),
      bill: bill.map { Wire.Bill($0, shownTo: call.principal) }, agencyConnected: links[record.agency] != nil)
  }

  private func show(_ record: ApplicationRecord, _ call: Call) async throws -> Wire.ShowApplicationResponse {
    let (content, output) = try await runtime.database.write { transaction in
      try noteReading(of: record.caseID, call, in: transaction)
      return (
        try applications.content(record.caseID, in: transaction),
        try applications.parts.get(record.caseID, part: .output, in: transaction)
      )
    }
    return Wire.ShowApplicationResponse(
      track: try await track(record, showing: .everything, to: call),
      content: try content.map { try Wire.ApplicationContent(decoding: $0) },
      output: try output.map { try Wire.Document(decoding: $0) })
  }

  private func show(
    _ application: BundleStore.Application, _ code: TrackingCode, _ call: Call
  ) async throws -> Wire.ShowApplicationResponse {
    try await runtime.database.write { try noteReading(of: application.caseID, call, in: $0) }
    return Wire.ShowApplicationResponse(
      track: try await bundles.track(application, code), content: Wire.ApplicationContent(application.answers))
  }

  /// That somebody read what people wrote in an application.
  private func noteReading(of caseID: CaseID, _ call: Call, in transaction: Transaction) throws {
    _ = try AuditLog(sealer: runtime.sealer).append(
      AuditEntry(
        at: runtime.clock.now, principal: call.principal, method: call.method.rawValue, purpose: "application",
        caseID: caseID, subject: nil, detail: "content", outcome: .ok),
      in: transaction)
  }

  private func timeline(_ record: ApplicationRecord, _ request: Wire.TimelineRequest) async throws
    -> Wire.TimelineResponse
  {
    let page = try PageRequest(size: Int(request.pageSize), token: request.pageToken)
    let after = Int64(page.token) ?? 0
    let timeline = ApplicationTimeline(runtime: runtime, applications: applications)
    let events = try await runtime.database.read {
      try timeline.events(of: record.caseID, after: after, limit: page.size, in: $0)
    }
    let next = events.count == page.size ? String(after + Int64(events.count)) : ""
    return Wire.TimelineResponse(events: events.map(Detail.progress.show), nextPageToken: next)
  }
}

extension Tracking.Found {
  var caseID: CaseID {
    switch self {
    case .application(let record): record.caseID
    case .bundle(let application, _): application.caseID
    }
  }

  var application: ApplicationRecord {
    get throws(Refusal) {
      guard case .application(let record) = self else {
        throw Refusal(.failedPrecondition, Message(.bundlePartsOwnCode))
      }
      return record
    }
  }
}
