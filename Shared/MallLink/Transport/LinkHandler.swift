import NIOCore

/// What a node does with its links. Called on the link's event loop: never block here; hand longer work to
/// ``AsyncRequestHandler``.
package protocol LinkHandler: Sendable {
  /// Before the first request of the link.
  func linkOpened(_ link: Link)
  /// After the last request of the link.
  func linkClosed(_ link: Link, reason: CloseReason)
  /// A request of the peer, which has passed the link's own checks. It must be answered, sometime, exactly once: until
  /// then it holds a place in the window.
  func handle(_ request: IncomingRequest)
  /// How long a peer isn't read from after what it just sent, so that what it sends meanwhile is read at once: requests
  /// that are refused anyway should cost as little as they can. Nil: it is read on.
  func readPause(for peer: PeerIdentity) -> TimeAmount?
  /// Runs as a child of the server's or dialler's `run()`, for work that needs tasks. Cancelled when all links have ended.
  func run() async
}

extension LinkHandler {
  package func linkOpened(_ link: Link) {}
  package func linkClosed(_ link: Link, reason: CloseReason) {}
  package func readPause(for peer: PeerIdentity) -> TimeAmount? { nil }
  package func run() async {}
}
