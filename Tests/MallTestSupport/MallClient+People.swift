import Crypto
import MallDomain
import MallNode
import MallWire
import Testing

/// What people do at a mall, a line each.
extension MallClient {
  // MARK: - Anybody

  package func services() async throws -> [Wire.ServiceSummary] {
    var all: [Wire.ServiceSummary] = []
    var token = ""
    repeat {
      let page: Wire.ListServicesResponse = try await call(
        .catalogueList, Wire.ListServicesRequest(pageSize: 60, pageToken: token))
      all += page.services
      token = page.nextPageToken
    } while !token.isEmpty
    return all
  }

  package func service(_ code: String) async throws -> Wire.GetServiceResponse {
    try await call(.catalogueService, Wire.GetServiceRequest(code: code))
  }

  package func example(of code: String) async throws -> Wire.ApplicationContent {
    let answer: Wire.ExampleResponse = try await call(
      .catalogueExample, Wire.ExampleRequest(service: code), target: code, timeout: .seconds(30))
    return try #require(answer.content)
  }

  package func track(_ code: String) async throws -> Wire.TrackResponse {
    try await call(.applicationTrack, Wire.TrackRequest(trackingCode: code))
  }

  /// Waits until a tracking code shows one of some states.
  package func track(_ code: String, until states: CaseState...) async throws -> Wire.TrackResponse {
    let names = Set(states.map(\.rawValue))
    var last = ""
    return try await Patience.wait(for: "state \(names.sorted().joined(separator: " or ")), it is \(last)") {
      let track = try await self.track(code)
      last = track.state
      return names.contains(track.state) ? track : nil
    }
  }

  // MARK: - Citizens

  /// Hands an application in, with the files that examples name.
  package func submit(_ content: Wire.ApplicationContent, key: String) async throws -> Wire.SubmitResponse {
    for blob in content.blobs where blob.sha256 == ExampleFile.sha256 {
      _ = try await put(ExampleFile.bytes)
    }
    return try await call(
      .applicationSubmit, Wire.SubmitRequest(idempotencyKey: key, content: content), timeout: .seconds(30))
  }

  /// Uploads a file in one chunk, under the hash that it has or pretends to have.
  package func put(_ bytes: [UInt8], sha256: [UInt8]? = nil, size: Int? = nil) async throws(Refusal)
    -> Wire.PutBlobResponse
  {
    try await call(
      .blobPut,
      Wire.PutBlobRequest(
        sha256: sha256 ?? Array(SHA256.hash(data: bytes)), size: UInt64(size ?? bytes.count), offset: 0, data: bytes))
  }

  package func document(_ code: String, fact: String) async throws -> Wire.Document {
    let answer: Wire.FetchDocumentResponse = try await call(
      .documentFetch, Wire.FetchDocumentRequest(trackingCode: code, fact: fact))
    return try #require(answer.document)
  }

  // MARK: - Officers

  package func cases(of agency: String, service: String = "") async throws -> [Wire.CaseSummary] {
    var all: [Wire.CaseSummary] = []
    var token = ""
    repeat {
      let page: Wire.ListCasesResponse = try await call(
        .caseList, Wire.ListCasesRequest(agency: agency, service: service, pageSize: 200, pageToken: token),
        target: agency)
      all += page.cases
      token = page.nextPageToken
    } while !token.isEmpty
    return all
  }

  package func show(_ caseID: String, of agency: String) async throws(Refusal) -> Wire.ShowCaseResponse {
    try await call(
      .caseShow, Wire.ShowCaseRequest(agency: agency, caseID: caseID), target: agency, timeout: .seconds(30),
      caseID: caseID)
  }

  /// What an agency's register says of a person, as an officer reads it; nothing where it knows nobody.
  package func elements(of nik: String, in agency: String) async throws -> [String: String] {
    let found: Wire.SearchRegisterResponse = try await call(
      .registerSearch, Wire.SearchRegisterRequest(agency: agency, text: nik), target: agency, timeout: .seconds(30))
    guard let record = found.records.first else { return [:] }
    #expect(!record.number.contains(nik))
    let history: Wire.RecordHistoryResponse = try await call(
      .registerHistory,
      Wire.RecordHistoryRequest(agency: agency, record: record.record, reason: "Pemeriksaan uji"), target: agency,
      timeout: .seconds(30))
    return Dictionary(history.elements.map { ($0.name, $0.value) }) { first, _ in first }
  }

  @discardableResult
  package func claim(_ caseID: String, of agency: String) async throws(Refusal) -> Wire.CaseStepResponse {
    try await call(
      .caseClaim, Wire.ClaimRequest(agency: agency, caseID: caseID), target: agency, timeout: .seconds(30),
      caseID: caseID)
  }

  @discardableResult
  package func approve(_ caseID: String, of agency: String) async throws(Refusal) -> Wire.CaseStepResponse {
    try await call(
      .caseDecide, Wire.DecideRequest(agency: agency, caseID: caseID, decision: "approve"), target: agency,
      timeout: .seconds(30), caseID: caseID)
  }

  @discardableResult
  package func reject(
    _ caseID: String, of agency: String, reason: String
  ) async throws(Refusal) -> Wire.CaseStepResponse {
    try await call(
      .caseDecide, Wire.DecideRequest(agency: agency, caseID: caseID, decision: "reject", reason: reason),
      target: agency, timeout: .seconds(30), caseID: caseID)
  }

  @discardableResult
  package func issue(_ caseID: String, of agency: String) async throws(Refusal) -> Wire.CaseStepResponse {
    try await call(
      .caseIssue, Wire.IssueRequest(agency: agency, caseID: caseID), target: agency, timeout: .seconds(30),
      caseID: caseID)
  }

  @discardableResult
  package func ask(
    _ asked: [String], note: String, _ caseID: String, of agency: String
  ) async throws(Refusal) -> Wire.CaseStepResponse {
    try await call(
      .caseRequestSupplement,
      Wire.RequestSupplementRequest(agency: agency, caseID: caseID, asked: asked, note: note), target: agency,
      caseID: caseID)
  }

  // MARK: - Banks and operators

  /// Pays a bill. The same bill again is the same payment.
  @discardableResult
  package func pay(_ bill: Wire.Bill) async throws -> Wire.Bill {
    let answer: Wire.NotifyPaymentResponse = try await call(
      .paymentNotify,
      Wire.NotifyPaymentRequest(
        billingCode: bill.billingCode, amountRupiah: bill.amountRupiah, bankReference: "uji-\(bill.billingCode)"))
    return try #require(answer.bill)
  }

  package func mallTime() async throws -> MallInstant {
    let answer: Wire.ClockResponse = try await call(.nodeClock, Wire.GetClockRequest())
    return MallInstant(milliseconds: answer.mallTimeMs)
  }

  /// Moves the mall's clock forward; never back.
  package func moveClock(to time: MallInstant) async throws {
    guard try await mallTime() < time else { return }
    let _: Wire.ClockResponse = try await call(
      .nodeSetClock, Wire.SetClockRequest(mallTimeMs: time.milliseconds), timeout: .seconds(30))
  }
}

extension Wire.ApplicationContent {
  package var blobs: [Wire.BlobReference] {
    values.compactMap(\.blob) + attachments.compactMap(\.blob)
  }

  package func value(_ field: String) -> String? {
    values.first { $0.field == field }?.value
  }

  package mutating func set(_ field: String, to value: String) {
    values.removeAll { $0.field == field }
    values.append(Wire.FieldValue(field: field, value: value))
  }

  /// Brings documents to the counter, whatever stood for them before.
  package mutating func show(_ requirements: [String]) {
    for requirement in requirements {
      attachments.removeAll { $0.requirement == requirement }
      consents.removeAll { $0.requirement == requirement }
      attachments.append(Wire.Attachment(requirement: requirement, shownAtCounter: true))
    }
  }
}
