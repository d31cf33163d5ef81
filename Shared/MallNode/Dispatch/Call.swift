import MallDomain
import MallLink
import MallWire

/// One request after authorisation: who asks, on whose behalf, and for what.
package struct Call: Sendable {
  package var method: Method
  /// Service code, agency or node that the request is for; empty: this node.
  package var target: String
  package var principal: Principal
  package var peer: PeerIdentity
  package var link: Link
  /// Who signed the body, of methods whose body must be signed.
  package var author: PeerIdentity?
  package var timeLeft: Duration?

  package init(
    method: Method, target: String, principal: Principal, peer: PeerIdentity, link: Link, author: PeerIdentity?,
    timeLeft: Duration?
  ) {
    self.method = method
    self.target = target
    self.principal = principal
    self.peer = peer
    self.link = link
    self.author = author
    self.timeLeft = timeLeft
  }

  /// The name under which an idempotency key or a quota of this caller is kept.
  package var callerName: String { "\(principal.voucher)/\(principal.subject)" }

  /// Refuses a caller who may not act for an agency.
  package func requireAgency(_ agency: AgencyID) throws(Refusal) {
    guard principal.agencies.contains(agency) else {
      throw Refusal(.permissionDenied, detail: "acting for agency \(agency)")
    }
  }
}
