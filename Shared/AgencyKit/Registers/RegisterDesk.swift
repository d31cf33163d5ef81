import MallDomain
import MallNode
import MallStore
import MallWire

/// Where officers search the registers of their agencies and read the history of a record. Each look is written down with
/// its reason, in the commit that it reads from.
package struct RegisterDesk: Sendable {
  private static let longestText = 200
  private static let usualLimit = 20
  private static let mostShown = 100

  let database: Database
  let offices: AgencyOffices
  let audit: AuditLog
  let clock: AdjustableClock

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.registerSearch) { (request: Wire.SearchRegisterRequest, call) in
      try await search(request, act: Act(call))
    }
    handlers.on(.registerHistory) { (request: Wire.RecordHistoryRequest, call) in
      try await history(request, act: Act(call))
    }
  }

  package func search(_ request: Wire.SearchRegisterRequest, act: Act) async throws -> Wire.SearchRegisterResponse {
    let agency = try offices.agency(request.agency)
    _ = try act.officer(of: agency)
    let office = try offices.office(of: agency)
    let search = RegisterSearch(
      text: try Self.text(request.text, "text"), born: try Self.date(request.born, "born"),
      limit: request.limit == 0 ? Self.usualLimit : min(Int(request.limit), Self.mostShown))
    let now = clock.now
    let found = try await database.write { transaction in
      let found = try office.search(search, in: transaction)
      try audit.append(
        AuditEntry(
          at: now, principal: act.principal, method: act.method, purpose: "register", caseID: nil, subject: nil,
          detail: "search of \(agency): \(found.records.count) shown", outcome: .ok),
        in: transaction)
      return found
    }
    return Wire.SearchRegisterResponse(records: found.records.map(Wire.FoundRecord.init), more: found.isMore)
  }

  package func history(_ request: Wire.RecordHistoryRequest, act: Act) async throws -> Wire.RecordHistoryResponse {
    let agency = try offices.agency(request.agency)
    _ = try act.officer(of: agency)
    let office = try offices.office(of: agency)
    let record = try Self.text(request.record, "record")
    let reason = try Self.text(request.reason, "reason")
    let now = clock.now
    let today = LocalDate(jakarta: now)
    let day = try Self.date(request.day, "day")
    let moment = request.asShown ? RecordMoment.shown(on: day ?? today) : RecordMoment(day: day ?? today)
    let history = try await database.write { transaction in
      let history = try office.history(of: record, at: moment, in: transaction)
      try audit.append(
        AuditEntry(
          at: now, principal: act.principal, method: act.method, purpose: reason, caseID: nil,
          subject: history.subject.isEmpty ? nil : history.subject, detail: "record of \(agency)", outcome: .ok),
        in: transaction)
      return history
    }
    return Wire.RecordHistoryResponse(
      elements: history.elements.map { Wire.RecordElement(name: $0.name, value: $0.value) },
      entries: history.entries.map(Wire.RecordEntry.init))
  }

  private static func text(_ text: String, _ field: String) throws(Refusal) -> String {
    let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard 1...longestText ~= trimmed.count else { throw Refusal(.invalidArgument, detail: field) }
    return trimmed
  }

  private static func date(_ text: String, _ field: String) throws(Refusal) -> LocalDate? {
    guard !text.isEmpty else { return nil }
    guard let date = LocalDate(text) else { throw Refusal(.invalidArgument, detail: field) }
    return date
  }
}

extension Wire.FoundRecord {
  init(_ found: FoundRecord) {
    self.init(
      record: found.record, number: found.number, title: found.title, details: found.details, state: found.state,
      likenessPercent: UInt32(max(0, min(100, (found.likeness * 100).rounded()))))
  }
}

extension Wire.RecordEntry {
  init(_ entry: RecordEntry) {
    self.init(
      place: UInt64(clamping: entry.place), event: entry.event, cause: entry.cause,
      recordedAtMs: entry.recordedAt.milliseconds, effectiveOn: entry.effectiveOn.description,
      officer: entry.officer ?? "", caseID: entry.caseID?.text ?? "",
      changes: entry.changes.map {
        Wire.RecordChange(element: $0.element, before: $0.before, after: $0.after)
      })
  }
}
