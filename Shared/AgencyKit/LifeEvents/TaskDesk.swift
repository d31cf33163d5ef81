import MallDomain
import MallNode
import MallStore
import MallWire

/// The officers' tasks: what a life event left to people.
package struct TaskDesk: Sendable {
  private static let longestNote = 2_000

  let database: Database
  let offices: AgencyOffices
  let tasks: TaskStore
  let audit: AuditLog
  let clock: AdjustableClock

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.taskList) { (request: Wire.ListTasksRequest, call) in try await list(request, act: Act(call)) }
    handlers.on(.taskShow) { (request: Wire.ShowTaskRequest, call) in try await show(request, act: Act(call)) }
    handlers.on(.taskSettle) { (request: Wire.SettleTaskRequest, call) in try await settle(request, act: Act(call)) }
  }

  package func list(_ request: Wire.ListTasksRequest, act: Act) async throws -> Wire.ListTasksResponse {
    let agency = try agency(request.agency, act)
    guard let state = OfficerTask.State(rawValue: request.state.isEmpty ? "open" : request.state) else {
      throw Refusal(.invalidArgument, detail: "state: open or settled")
    }
    let page = try PageRequest(size: Int(request.pageSize), token: request.pageToken)
    let now = clock.now
    let found = try await database.write { transaction in
      try audit.append(
        AuditEntry(
          at: now, principal: act.principal, method: act.method, purpose: "life-event", caseID: nil, subject: nil,
          detail: "tasks of \(agency)", outcome: .ok),
        in: transaction)
      return try tasks.list(of: agency, state, page, in: transaction)
    }
    return Wire.ListTasksResponse(
      tasks: found.items.map { Wire.Task($0, withPersons: false) }, nextPageToken: found.nextToken)
  }

  package func show(_ request: Wire.ShowTaskRequest, act: Act) async throws -> Wire.ShowTaskResponse {
    let agency = try agency(request.agency, act)
    let now = clock.now
    return try await database.write { transaction in
      let task = try find(request.number, of: agency, in: transaction)
      try note(act, task, "task shown", at: now, in: transaction)
      return Wire.ShowTaskResponse(task: Wire.Task(task, withPersons: true))
    }
  }

  package func settle(_ request: Wire.SettleTaskRequest, act: Act) async throws -> Wire.SettleTaskResponse {
    let agency = try agency(request.agency, act)
    guard 1...Self.longestNote ~= request.note.count else { throw Refusal(.invalidArgument, detail: "note") }
    let now = clock.now
    return try await database.write { transaction in
      let task = try find(request.number, of: agency, in: transaction)
      try tasks.settle(
        task.number, of: agency, by: act.principal.subject, note: request.note, at: now, in: transaction)
      try note(act, task, "task settled", at: now, in: transaction)
      return Wire.SettleTaskResponse(
        task: Wire.Task(try find(request.number, of: agency, in: transaction), withPersons: true))
    }
  }

  private func agency(_ text: String, _ act: Act) throws(Refusal) -> AgencyID {
    let agency = try offices.agency(text)
    _ = try act.officer(of: agency)
    return agency
  }

  private func find(_ number: UInt64, of agency: AgencyID, in transaction: Transaction) throws -> OfficerTask {
    guard let task = try tasks.find(Int64(clamping: number), of: agency, in: transaction) else {
      throw Refusal(.notFound, detail: "a task of this number")
    }
    return task
  }

  private func note(
    _ act: Act, _ task: OfficerTask, _ detail: String, at now: MallInstant, in transaction: Transaction
  ) throws {
    try audit.append(
      AuditEntry(
        at: now, principal: act.principal, method: act.method, purpose: "life-event", caseID: task.event.caseID,
        subject: task.event.persons.min { $0.key < $1.key }?.value.text, detail: detail, outcome: .ok),
      in: transaction)
  }
}

extension Wire.Task {
  init(_ task: OfficerTask, withPersons: Bool) {
    self.init(
      number: UInt64(clamping: task.number), state: task.state.rawValue, event: task.event.kind.rawValue,
      toldBy: task.event.agency.text, caseID: task.event.caseID?.text ?? "",
      happenedAtMs: task.event.at.milliseconds, reason: Wire.LocalizedText(task.reason),
      openedAtMs: task.openedAt.milliseconds, settledBy: task.settledBy ?? "",
      note: withPersons ? task.note ?? "" : "",
      persons: withPersons ? Wire.FieldValue.list(task.event.persons.mapValues(\.text)) : [],
      values: withPersons ? Wire.FieldValue.list(task.event.values) : [])
  }
}
