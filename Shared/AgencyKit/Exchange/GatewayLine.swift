import MallDomain
import MallLink
import MallNode
import Synchronization

/// The node's link to its gateway while there is one.
package final class GatewayLine: Sendable {
  private struct Current {
    var link: Link
    var since: MallInstant
  }

  private let current = Mutex<Current?>(nil)

  package init() {}

  var link: Link? { current.withLock { $0?.link } }

  /// For the node's health: the one link, or none.
  var health: [NodeHealth.LinkState] {
    current.withLock { current in
      guard let current else { return [] }
      return [
        NodeHealth.LinkState(
          node: current.link.peer.node.text, agencies: [], sinceMilliseconds: current.since.milliseconds)
      ]
    }
  }

  func opened(_ link: Link) {
    let now = MallClock.system.now()
    current.withLock { $0 = Current(link: link, since: now) }
  }

  /// A link that a newer one has replaced already changes nothing.
  func closed(_ link: Link) {
    current.withLock { current in
      if current?.link === link { current = nil }
    }
  }
}
