import Logging
import MallDomain
import MallLink
import MallNode
import MallWire
import ServiceLifecycle

/// The node's place in its mall: publishes the manifests over each new link and again when one changes, and lets an
/// adjustable clock follow the mall's.
struct MallMembership: Service {
  private enum Event: Sendable {
    case linkOpened(Link)
    case manifestChanged(AgencyID)
  }

  /// Time for the gateway to take in one manifest.
  private static let patience = Duration.seconds(30)
  /// Before a manifest that could not be taken just now is sent again.
  private static let pause = Duration.seconds(2)

  private let runtime: NodeRuntime
  private let manifests: Manifests
  private let events: AsyncStream<Event>
  private let post: AsyncStream<Event>.Continuation

  init(runtime: NodeRuntime, manifests: Manifests) {
    self.runtime = runtime
    self.manifests = manifests
    (events, post) = AsyncStream.makeStream()
  }

  func linkOpened(_ link: Link) {
    post.yield(.linkOpened(link))
  }

  func manifestChanged(_ agency: AgencyID) {
    post.yield(.manifestChanged(agency))
  }

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.nodeClock) { (_: Wire.GetClockRequest, _) in clock() }
    handlers.on(.nodeSetClock) { (request: Wire.SetClockRequest, _) in
      try await runtime.setClock(to: MallInstant(milliseconds: request.mallTimeMs))
      return clock()
    }
  }

  private func clock() -> Wire.ClockResponse {
    Wire.ClockResponse(
      mallTimeMs: runtime.clock.now.milliseconds, adjustable: runtime.configuration.clock == .adjustable)
  }

  func run() async throws {
    await withGracefulShutdownHandler {
      var current: Link?
      for await event in events {
        switch event {
        case .linkOpened(let link):
          current = link
          await followClock(of: link)
          for agency in manifests.agencies {
            await publish(agency.id, over: link)
          }
        case .manifestChanged(let agency):
          guard let current else { continue }
          await publish(agency, over: current)
        }
      }
    } onGracefulShutdown: {
      post.finish()
    }
  }

  private func followClock(of link: Link) async {
    guard runtime.configuration.clock == .adjustable, let time = link.terms.peerTime else { return }
    do {
      try await runtime.setClock(to: time)
    } catch {
      runtime.logger.error("The mall's time could not be taken over", metadata: ["reason": "\(error)"])
    }
  }

  private func publish(_ id: AgencyID, over link: Link) async {
    while link.isOpen, !Task.isCancelled, let agency = manifests[id] {
      do {
        let request = Wire.PublishRequest(agency: Wire.Agency(agency))
        let answer = try await link.request(
          OutgoingRequest(
            method: Method.cataloguePublish.rawValue, body: request.encoded(), timeout: Self.patience))
        report(try Wire.PublishResponse(decoding: answer.body), of: agency)
        return
      } catch let refusal as Refusal where refusal.isPassing {
        try? await Task.sleep(for: Self.pause)
      } catch {
        runtime.logger.error(
          "The mall refused a manifest", metadata: ["agency": "\(id)", "reason": "\(error)"])
        return
      }
    }
  }

  private func report(_ answer: Wire.PublishResponse, of agency: Agency) {
    runtime.logger.info(
      "Published", metadata: ["agency": "\(agency.id)", "services": "\(agency.services.count)"])
    guard !answer.pending.isEmpty else { return }
    runtime.logger.notice(
      "Changes wait for the operator's approval",
      metadata: ["agency": "\(agency.id)", "services": "\(answer.pending.joined(separator: ", "))"])
  }
}
