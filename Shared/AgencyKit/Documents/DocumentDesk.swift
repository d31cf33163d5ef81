import MallDomain
import MallNode
import MallStore
import MallWire

/// Takes documents out of force at an officer's word.
package struct DocumentDesk: Sendable {
  private static let longestReason = 2_000

  let database: Database
  let offices: AgencyOffices
  let store: DocumentStore
  let audit: AuditLog
  let clock: AdjustableClock

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.documentRevoke) { (request: Wire.RevokeDocumentRequest, call) in
      try await revoke(request, act: Act(call))
    }
  }

  package func revoke(_ request: Wire.RevokeDocumentRequest, act: Act) async throws -> Wire.RevokeDocumentResponse {
    let agency = try offices.agency(request.agency)
    _ = try act.officer(of: agency)
    guard 1...Self.longestReason ~= request.reason.count else { throw Refusal(.invalidArgument, detail: "reason") }
    let now = clock.now
    return try await database.write { transaction in
      guard let paper = try store.find(type: request.type, number: request.number, in: transaction),
        paper.document.agency == agency
      else { throw Refusal(.notFound, detail: "a document of this type and number") }
      try store.setState(type: request.type, number: request.number, .revoked, at: now, in: transaction)
      try audit.append(
        AuditEntry(
          at: now, principal: act.principal, method: act.method, purpose: "revocation",
          caseID: paper.document.caseID, subject: paper.document.holder.isEmpty ? nil : paper.document.holder,
          detail: "\(request.type) revoked", outcome: .ok),
        in: transaction)
      return Wire.RevokeDocumentResponse(state: RegisteredDocument.State.revoked.rawValue)
    }
  }
}
