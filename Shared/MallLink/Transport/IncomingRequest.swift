import MallDomain
import MallWire
import NIOCore
import Synchronization

/// A request of the peer. Answer it exactly once; of two answers the first counts.
package final class IncomingRequest: Sendable {
  /// As it came; the sender's node id is appended to `via`.
  package let envelope: Wire.Envelope
  package let link: Link
  /// Nil: a delivery, which has none.
  package let deadline: NIODeadline?

  private struct State {
    var isAnswered = false
    var cancelReason: LinkActions.CancelReason?
    var onCancel: (@Sendable (LinkActions.CancelReason) -> Void)?
  }

  private let state = Mutex(State())

  init(envelope: Wire.Envelope, link: Link, deadline: NIODeadline?) {
    self.envelope = envelope
    self.link = link
    self.deadline = deadline
  }

  package var peer: PeerIdentity { link.peer }

  /// For a request that is sent on: what is left of the sender's patience, at least a millisecond.
  package var timeLeft: Duration? {
    deadline.map { max(.nanoseconds(($0 - .now()).nanoseconds), .milliseconds(1)) }
  }

  /// Whether nobody waits for the answer any more: the peer cancelled, its deadline passed, or the link ended. It should
  /// be answered all the same, to free its place.
  package var cancelReason: LinkActions.CancelReason? {
    state.withLock { $0.cancelReason }
  }

  /// Calls `body` when nobody waits any more, at once when that is so already; never after the answer. One body only.
  package func onCancel(_ body: @escaping @Sendable (LinkActions.CancelReason) -> Void) {
    let reason: LinkActions.CancelReason? = state.withLock { state in
      guard !state.isAnswered else { return nil }
      if state.cancelReason == nil { state.onCancel = body }
      return state.cancelReason
    }
    if let reason { body(reason) }
  }

  package func respond(body: [UInt8]) {
    answer(Frames.response(to: envelope.id, body: body))
  }

  package func respond(refusal: Refusal) {
    answer(Frames.response(to: envelope.id, refusal))
  }

  /// Passes another node's answer on, with its status and all that it says.
  package func respond(forwarding response: Wire.Envelope) {
    var response = response
    response.id = envelope.id
    answer(response)
  }

  private func answer(_ response: Wire.Envelope) {
    let isFirst = state.withLock { state in
      defer {
        state.isAnswered = true
        state.onCancel = nil
      }
      return !state.isAnswered
    }
    if isFirst { link.answer(response) }
  }

  func cancel(_ reason: LinkActions.CancelReason) {
    let body: (@Sendable (LinkActions.CancelReason) -> Void)? = state.withLock { state in
      state.cancelReason = reason
      defer { state.onCancel = nil }
      return state.isAnswered ? nil : state.onCancel
    }
    body?(reason)
  }
}
