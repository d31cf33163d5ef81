import MallDomain
import MallNode
import MallStore
import MallWire

/// Files of applications: taken in chunks from who uploads them, given to the agency and officers of their case.
struct BlobDesk: Sendable {
  let runtime: NodeRuntime
  let blobs: BlobStore
  let applications: ApplicationStore

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.blobPut) { (request: Wire.PutBlobRequest, call) in try await put(request, call) }
    handlers.on(.blobHas) { (request: Wire.HasBlobRequest, call) in try await has(request, call) }
    handlers.on(.blobGet) { (request: Wire.GetBlobRequest, call) in try await get(request, call) }
  }

  private func put(_ request: Wire.PutBlobRequest, _ call: Call) async throws -> Wire.PutBlobResponse {
    let progress = try await blobs.put(
      sha256: request.sha256, size: Int(clamping: request.size), offset: Int(clamping: request.offset),
      data: request.data, uploader: call.callerName)
    return Wire.PutBlobResponse(held: UInt64(progress.held), complete: progress.isComplete)
  }

  private func has(_ request: Wire.HasBlobRequest, _ call: Call) async throws -> Wire.HasBlobResponse {
    if request.caseID.isEmpty {
      let progress = try await blobs.progress(sha256: request.sha256, uploader: call.callerName)
      return Wire.HasBlobResponse(held: UInt64(progress.held), complete: progress.isComplete)
    }
    let caseID = try await readableCase(request.caseID, call)
    let progress = try await blobs.progress(sha256: request.sha256, caseID: caseID)
    return Wire.HasBlobResponse(held: UInt64(progress.held), complete: progress.isComplete)
  }

  private func get(_ request: Wire.GetBlobRequest, _ call: Call) async throws -> Wire.GetBlobResponse {
    let caseID = try await readableCase(request.caseID, call)
    let (data, size) = try await blobs.get(
      sha256: request.sha256, caseID: caseID, offset: Int(clamping: request.offset),
      limit: WireLimits.blobChunk)
    return Wire.GetBlobResponse(data: data, size: UInt64(size))
  }

  /// The case, if it is one of an agency for which the caller acts; else it is as if it were not there, so that
  /// nobody learns of cases by asking.
  private func readableCase(_ text: String, _ call: Call) async throws -> CaseID {
    guard let caseID = try? CaseID(text) else {
      throw Refusal(.invalidArgument, detail: "the case id")
    }
    let audit = AuditLog(sealer: runtime.sealer)
    let now = runtime.clock.now
    let allowed = try await runtime.database.write { transaction -> Bool in
      guard let application = try applications.find(caseID, in: transaction),
        call.principal.agencies.contains(application.agency)
      else { return false }
      _ = try audit.append(
        AuditEntry(
          at: now, principal: call.principal, method: call.method.rawValue, purpose: "case", caseID: caseID,
          subject: nil, detail: "attachment", outcome: .ok),
        in: transaction)
      return true
    }
    guard allowed else { throw Refusal(.notFound, detail: "this file") }
    return caseID
  }
}
