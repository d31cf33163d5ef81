import Logging
import MallDomain
import MallWire
import NIOCore
import NIOPosix

/// What servers and diallers of one node have in common.
package struct LinkConfiguration: Sendable {
  package var credential: Credential
  /// Name and version of the program, such as `mall-gateway 1.0`.
  package var software: String
  package var limits = LinkLimits.standard
  /// The mall's clock, which a welcome tells.
  package var mallClock: MallClock
  /// What certificates are checked against: the machine's clock, which no demonstration moves.
  package var certificateClock = MallClock.system
  /// What this node says in a handshake with that peer. Called on an event loop: from memory.
  package var facts: @Sendable (PeerIdentity) -> LinkFacts = { _ in LinkFacts() }
  package var classify: LinkMachine.Classifier = MethodTable.requestClass
  package var observer: any LinkObserver = NoLinkObserver()
  package var logger = Logger(label: "mall.link")
  /// One event loop for each core.
  package var eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton

  package init(credential: Credential, software: String, mallClock: MallClock = .system) {
    self.credential = credential
    self.software = software
    self.mallClock = mallClock
  }

  var node: LinkNode {
    LinkNode(
      node: credential.identity.node, mall: credential.identity.mall, software: software, limits: limits)
  }
}
