import MallDomain

extension MethodTable {
  /// The node at the other end of a link, by its certificate.
  package struct Peer: Hashable, Sendable {
    package var node: NodeID
    package var roles: Set<Role>
    /// The agencies for which its certificate lets it speak.
    package var agencies: Set<AgencyID>

    package init(node: NodeID, roles: Set<Role>, agencies: Set<AgencyID>) {
      self.node = node
      self.roles = roles
      self.agencies = agencies
    }
  }

  /// Roles of a peer that may vouch for a principal of a role: each for its own kind, an agency for its officers, and
  /// a gateway for whom it let in itself.
  package static func vouchers(for role: Role) -> Set<Role> {
    switch role {
    case .officer: [.officer, .agency, .gateway]
    case .citizen, .operator, .bank, .agency, .gateway: [role, .gateway]
    }
  }

  /// Decides whether a principal may call a method over a link with that peer. Nowhere else is this decided.
  ///
  /// In this order: the method is open to the principal's role; the peer may vouch for that role; what it claims for
  /// the principal is no more than its own certificate says, unless the peer is a gateway.
  package static func authorize(method: Method, principal: Principal, peer: Peer) throws(Refusal) {
    guard row(method).callers.contains(principal.role) else { throw Refusal(.permissionDenied) }
    guard !vouchers(for: principal.role).isDisjoint(with: peer.roles) else { throw Refusal(.permissionDenied) }
    guard !peer.roles.contains(.gateway) else { return }
    guard principal.voucher == peer.node, principal.agencies.isSubset(of: peer.agencies) else {
      throw Refusal(.permissionDenied)
    }
  }
}
