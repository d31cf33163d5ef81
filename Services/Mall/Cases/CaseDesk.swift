import MallDomain
import MallNode
import MallWire

/// One case as an officer works on it: each step goes, signed, to the agency that has the case.
struct CaseDesk: Sendable {
  var client: MallClient
  var agency: String
  var caseID: String

  init(client: MallClient, agency: String, caseID: String) {
    self.client = client
    self.agency = agency
    self.caseID = caseID
  }

  /// Finds the agency by the case, unless it is named.
  init(client: MallClient, options: CaseOptions) async throws {
    let agency: String
    if let named = options.agency {
      agency = named
    } else {
      agency = try await client.call(
        .caseLocate, Wire.LocateCaseRequest(caseID: options.caseID), answering: Wire.LocateCaseResponse.self
      ).agency
    }
    self.init(client: client, agency: agency, caseID: options.caseID)
  }

  func show() async throws -> Wire.ShowCaseResponse {
    try await send(.caseShow, Wire.ShowCaseRequest(agency: agency, caseID: caseID))
  }

  func claim() async throws -> Wire.CaseStepResponse {
    try await send(.caseClaim, Wire.ClaimRequest(agency: agency, caseID: caseID))
  }

  func release() async throws -> Wire.CaseStepResponse {
    try await send(.caseRelease, Wire.ReleaseRequest(agency: agency, caseID: caseID))
  }

  func reassign(to officer: String) async throws -> Wire.CaseStepResponse {
    try await send(.caseReassign, Wire.ReassignRequest(agency: agency, caseID: caseID, officer: officer))
  }

  /// - Parameter version: the version that the officer saw; 0: whichever it is.
  func approve(reason: String = "", version: UInt64 = 0) async throws -> Wire.CaseStepResponse {
    try await decide("approve", reason: reason, version: version)
  }

  func reject(reason: String, version: UInt64 = 0) async throws -> Wire.CaseStepResponse {
    try await decide("reject", reason: reason, version: version)
  }

  private func decide(_ decision: String, reason: String, version: UInt64) async throws -> Wire.CaseStepResponse {
    try await send(
      .caseDecide,
      Wire.DecideRequest(agency: agency, caseID: caseID, decision: decision, reason: reason, version: version))
  }

  func requestSupplement(asked: [String], note: String, version: UInt64) async throws -> Wire.CaseStepResponse {
    try await send(
      .caseRequestSupplement,
      Wire.RequestSupplementRequest(agency: agency, caseID: caseID, asked: asked, note: note, version: version))
  }

  func issue() async throws -> Wire.CaseStepResponse {
    try await send(.caseIssue, Wire.IssueRequest(agency: agency, caseID: caseID))
  }

  func note(_ text: String) async throws -> Wire.CaseStepResponse {
    try await send(.caseNote, Wire.NoteRequest(agency: agency, caseID: caseID, text: text))
  }

  func history(size: UInt32, token: String) async throws -> Wire.CaseHistoryResponse {
    try await send(
      .caseHistory, Wire.CaseHistoryRequest(agency: agency, caseID: caseID, pageSize: size, pageToken: token))
  }

  private func send<Request: WireMessage, Response: WireMessage>(
    _ method: Method, _ request: Request
  ) async throws -> Response {
    try await client.call(method, request, target: agency, caseID: caseID, answering: Response.self)
  }
}
