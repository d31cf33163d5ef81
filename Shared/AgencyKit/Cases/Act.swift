import MallDomain
import MallNode
import MallWire

/// Who does something at this node, through which gateway, and as which method: all that a desk needs of a call.
package struct Act: Sendable {
  package var principal: Principal
  package var method: String
  /// The gateway through which it came, to which the outcome is told.
  package var gateway: NodeID

  package init(principal: Principal, method: String, gateway: NodeID) {
    self.principal = principal
    self.method = method
    self.gateway = gateway
  }

  init(_ call: Call) {
    self.init(principal: call.principal, method: call.method.rawValue, gateway: call.peer.node)
  }

  /// The officer behind the act, who must act for the agency.
  ///
  /// - Throws: `permission_denied` for anybody else.
  func officer(of agency: AgencyID) throws(Refusal) -> CaseActor {
    guard principal.role == .officer, principal.agencies.contains(agency) else {
      throw Refusal(.permissionDenied, detail: "acting for agency \(agency)")
    }
    return .officer(principal.subject)
  }
}
