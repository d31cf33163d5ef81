import MallDomain
import MallNode
import MallStore
import MallWire

/// The mall's clock: anybody may read it; an operator of a demonstration may move it, and the agencies follow.
struct ClockDesk: Sendable {
  let runtime: NodeRuntime
  let links: AgencyLinks

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.nodeClock) { (_: Wire.GetClockRequest, _) in answer() }
    handlers.on(.nodeSetClock) { (request: Wire.SetClockRequest, call) in try await set(request, call) }
  }

  private func answer() -> Wire.ClockResponse {
    Wire.ClockResponse(
      mallTimeMs: runtime.clock.now.milliseconds, adjustable: runtime.configuration.clock == .adjustable)
  }

  private func set(_ request: Wire.SetClockRequest, _ call: Call) async throws -> Wire.ClockResponse {
    let time = MallInstant(milliseconds: request.mallTimeMs)
    try await runtime.setClock(to: time)
    let audit = AuditLog(sealer: runtime.sealer)
    let entry = AuditEntry(
      at: runtime.clock.now, principal: call.principal, method: call.method.rawValue, purpose: "operation",
      caseID: nil, subject: nil, detail: "clock moved", outcome: .ok)
    try await runtime.database.write { _ = try audit.append(entry, in: $0) }
    runtime.logger.notice("The mall's clock was moved", metadata: ["date": "\(LocalDate(jakarta: time))"])
    await withTaskGroup(of: Void.self) { group in
      for link in links.links {
        group.addTask {
          // An agency that misses this hears the time in the welcome of its next link.
          let now = Wire.SetClockRequest(mallTimeMs: runtime.clock.now.milliseconds)
          _ = try? await link.request(.init(method: Method.nodeSetClock.rawValue, body: now.encoded()))
        }
      }
    }
    return answer()
  }
}
