import MallDomain
import MallWire

/// What a node says of itself in the handshake beside its limits.
package struct LinkFacts: Hashable, Sendable {
  /// The number that this node's database drew when it was made or restored.
  package var epoch: UInt64
  /// The last delivery that this node has from the peer.
  package var received: Wire.ReceivedMark?
  /// This node's tree head (of a listener), or the last that it has seen of the peer (of a dialler).
  package var treeHead: Wire.TreeHead?

  package init(epoch: UInt64 = 0, received: Wire.ReceivedMark? = nil, treeHead: Wire.TreeHead? = nil) {
    self.epoch = epoch
    self.received = received
    self.treeHead = treeHead
  }
}

/// What the handshake settled, and what the peer said of itself in it.
package struct LinkTerms: Hashable, Sendable {
  package var version: UInt32
  /// Frames, heartbeat and windows that hold on this link.
  package var limits: LinkLimits
  package var peerSoftware: String
  /// The roles in which a dialler wants to act: some of those in its certificate. Empty at the dialling side.
  package var roles: Set<Role>
  package var peerFacts: LinkFacts
  /// The listener's mall clock when it answered, so that skew shows. Nil at the listening side.
  package var peerTime: MallInstant?
}

/// What both ends of a link know of themselves.
package struct LinkNode: Hashable, Sendable {
  package var node: NodeID
  package var mall: String
  /// Name and version of the program, such as `mall-gateway 1.0`.
  package var software: String
  package var limits: LinkLimits

  package init(node: NodeID, mall: String, software: String, limits: LinkLimits = .standard) {
    self.node = node
    self.mall = mall
    self.software = software
    self.limits = limits
  }
}

/// Which end of a link a machine stands for.
package enum LinkSide: Hashable, Sendable {
  /// Says hello, in these roles, to a peer that must bear a role.
  case dialler(roles: Set<Role>, expecting: Role)
  case listener
}
