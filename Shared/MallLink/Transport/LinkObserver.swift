import MallDomain

/// Who counts what links do. Called on event loops, for every request: must be quick.
package protocol LinkObserver: Sendable {
  func linkOpened(_ peer: PeerIdentity)
  /// - Parameter peer: nil where the link ended before its certificate was accepted.
  func linkClosed(_ peer: PeerIdentity?, reason: CloseReason)
  func requestFinished(method: String, status: StatusCode, duration: Duration, direction: LinkDirection)
  /// Bytes before encryption.
  func transferred(bytes: Int, direction: LinkDirection)
}

package enum LinkDirection: String, Hashable, Sendable, CaseIterable {
  /// From the peer: its requests, its bytes.
  case incoming
  case outgoing
}

/// Counts nothing.
package struct NoLinkObserver: LinkObserver {
  package init() {}
  package func linkOpened(_ peer: PeerIdentity) {}
  package func linkClosed(_ peer: PeerIdentity?, reason: CloseReason) {}
  package func requestFinished(method: String, status: StatusCode, duration: Duration, direction: LinkDirection) {}
  package func transferred(bytes: Int, direction: LinkDirection) {}
}
