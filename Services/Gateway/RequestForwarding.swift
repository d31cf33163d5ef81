import MallDomain
import MallLink
import MallNode
import MallWire

/// Sends on what an agency answers. The body stays as it is: the gateway neither reads nor could forge it.
struct RequestForwarding: Sendable {
  let links: AgencyLinks
  let node: NodeID
  let exchanges: ExchangeRecorder

  /// Takes the request when it is for another node. Runs on the link's event loop.
  func forward(_ request: IncomingRequest, _ call: Call) -> Bool {
    let answerer = MethodTable.row(call.method).answeredBy
    if answerer == .named {
      guard !call.target.isEmpty, call.target != node.text else { return false }
      passOn(request, call, over: links[call.target])
      return true
    }
    guard answerer == .agency || isAgencyBill(call) else { return false }
    guard let agency = agency(in: call.target) else {
      request.respond(refusal: Refusal(.invalidArgument, detail: "the target must be an agency or a service code"))
      return true
    }
    if call.principal.role == .officer, !call.principal.agencies.contains(agency) {
      request.respond(refusal: Refusal(.permissionDenied, detail: "acting for agency \(agency)"))
      return true
    }
    guard call.method == .exchangeQuery else {
      passOn(request, call, over: links[agency])
      return true
    }
    exchanges.record(request, call, of: agency) { passOn(request, call, over: links[agency]) }
    return true
  }

  private func passOn(_ request: IncomingRequest, _ call: Call, over link: Link?) {
    guard let link else {
      let away = (try? ServiceCode(call.target).agency.text) ?? call.target
      request.respond(refusal: Refusal(.unavailable, Message(.requestAgencyAway, away)))
      return
    }
    link.forward(request) { $0.principal = vouched(call) }
  }

  /// A bill is asked of the mall by its code, of an agency by its object.
  private func isAgencyBill(_ call: Call) -> Bool {
    call.method == .paymentBill && !call.target.isEmpty
  }

  private func agency(in target: String) -> AgencyID? {
    if let code = try? ServiceCode(target) { return code.agency }
    return try? AgencyID(target)
  }

  /// Agencies speak for themselves; for everybody else the gateway says who they are.
  private func vouched(_ call: Call) -> Wire.Principal? {
    var principal = call.principal
    principal.voucher = node
    return principal.wire
  }
}
