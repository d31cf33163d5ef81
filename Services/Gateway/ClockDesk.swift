import MallDomain
import MallNode
import MallWire

/// The mall's clock: anybody may read it; an operator of a demonstration may move it, and the agencies follow.
struct ClockDesk: Sendable {
  let runtime: NodeRuntime
  let links: AgencyLinks

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.nodeClock) { (_: Wire.GetClockRequest, _) in answer() }
    handlers.on(.nodeSetClock) { (request: Wire.SetClockRequest, _) in try await set(request) }
  }

  private func answer() -> Wire.ClockResponse {
    Wire.ClockResponse(
      mallTimeMs: runtime.clock.now.milliseconds, adjustable: runtime.configuration.clock == .adjustable)
  }

  private func set(_ request: Wire.SetClockRequest) async throws -> Wire.ClockResponse {
    let time = MallInstant(milliseconds: request.mallTimeMs)
    try await runtime.setClock(to: time)
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
