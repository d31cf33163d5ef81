import MallDomain
import MallWire

/// What is to be done after an event of ``LinkMachine``, in this order. Everything is optional.
package struct LinkActions: Sendable {
  /// A request of this node that ends without an answer.
  package struct Failure: Hashable, Sendable {
    package var id: UInt64
    package var refusal: Refusal
  }

  /// Why a request of the peer should be worked on no longer.
  package enum CancelReason: Hashable, Sendable {
    case byPeer
    case deadline
    case linkClosed
  }

  package struct Cancellation: Hashable, Sendable {
    package var id: UInt64
    package var reason: CancelReason
  }

  /// A request of the peer for the handler.
  package struct Acceptance: Hashable, Sendable {
    package var deadline: LinkInstant?
  }

  /// Frames that the machine itself wants sent.
  package var frames: [Wire.Envelope] = []
  /// Ask whether this peer may come in now; then ``LinkMachine/admit(facts:mallTime:now:)`` or `close`.
  package var admission: LinkTerms?
  package var opened: LinkTerms?
  /// The request just received goes to the handler.
  package var accepted: Acceptance?
  /// The response just received belongs to this request.
  package var answered: UInt64?
  /// Requests that waited for a place and are to be sent now.
  package var transmit: [UInt64] = []
  package var failed: [Failure] = []
  package var cancelled: [Cancellation] = []
  /// After all that: the end.
  package var close: CloseReason?
}
