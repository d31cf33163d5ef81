import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire

/// Keeps what agencies publish for verifiers, and hands it out signed: anyone can then verify documents without a network.
struct VerificationDesk: Sendable {
  /// Bytes of keys and lists on one page, well below a frame. One list larger than that is a page of its own.
  private static let pageBytes = 512 * 1_024

  let runtime: NodeRuntime

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.documentPublish) { (request: Wire.PublishDocumentListRequest, call) in
      try await publish(request, call)
    }
    handlers.on(.documentKeys) { (request: Wire.VerificationBundleRequest, _) in try await bundle(request) }
  }

  private func publish(
    _ request: Wire.PublishDocumentListRequest, _ call: Call
  ) async throws -> Wire.PublishDocumentListResponse {
    guard let agency = try? AgencyID(request.agency) else { throw Refusal(.invalidArgument, detail: "agency") }
    try call.requireAgency(agency)
    let trust = try currentTrust()
    var certificates: [[UInt8]: DocumentCertificate] = [:]
    for der in request.keys {
      guard let certificate = try? DocumentCertificate(der: der, trust: trust), certificate.agency == agency else {
        throw Refusal(.invalidArgument, detail: "document keys of agency \(agency)")
      }
      certificates[certificate.keyID] = certificate
    }
    guard let signed = request.list else { throw Refusal(.invalidArgument, detail: "list") }
    let list = try DocumentList(signed, certificates: certificates, mall: runtime.mall)
    guard list.agency == agency else { throw Refusal(.permissionDenied, detail: "a list of another agency") }
    let (known, now) = (certificates, runtime.clock.now)
    let inForce = try await runtime.database.write { transaction in
      for (id, certificate) in known {
        try PublishedListStore.keep(key: id, of: agency, certificate: certificate.der, in: transaction)
      }
      try AuditLog(sealer: runtime.sealer).append(
        AuditEntry(
          at: now, principal: call.principal, method: call.method.rawValue, purpose: "verification", caseID: nil,
          subject: nil, detail: "list of documents of \(agency)", outcome: .ok),
        in: transaction)
      return try PublishedListStore.keep(list: signed.encoded(), of: agency, at: list.at, in: transaction)
    }
    return Wire.PublishDocumentListResponse(atMs: inForce.milliseconds)
  }

  private func bundle(_ request: Wire.VerificationBundleRequest) async throws -> Wire.VerificationBundleResponse {
    guard let start = request.pageToken.isEmpty ? 0 : Int(request.pageToken), start >= 0 else {
      throw Refusal(.invalidArgument, detail: "page_token")
    }
    let (keys, lists) = try await runtime.database.read { transaction in
      (try PublishedListStore.certificates(in: transaction), try PublishedListStore.lists(in: transaction))
    }
    // Keys come first: a list on any page needs its agency's key, and the verifier puts the pages together.
    let items = keys.map(Item.key) + lists.map(Item.list)
    var bundle = Wire.VerificationBundle(
      mall: runtime.mall, authority: try authority(), revocations: revocations(),
      madeAtMs: MallClock.system.now().milliseconds)
    var (next, bytes) = (start, 0)
    while next < items.count, next == start || bytes + items[next].count <= Self.pageBytes {
      bytes += items[next].count
      switch items[next] {
      case .key(let der): bundle.keys.append(der)
      case .list(let signed): bundle.lists.append(try Wire.SignedDocumentStatusList(decoding: signed))
      }
      next += 1
    }
    let body = bundle.encoded()
    let signature = try runtime.signer.sign(
      body, scope: SignatureScope(method: VerificationKeys.method, receiver: ""), at: MallClock.system.now(),
      validFor: VerificationKeys.validity)
    return Wire.VerificationBundleResponse(
      bundle: Wire.SignedVerificationBundle(bundle: body, signature: signature),
      nextPageToken: next < items.count ? String(next) : "")
  }

  private enum Item {
    case key([UInt8])
    case list([UInt8])

    var count: Int {
      switch self {
      case .key(let bytes), .list(let bytes): bytes.count
      }
    }
  }

  /// The authority's list as it is now: it may have been replaced since the node started.
  private func revocations() -> String {
    guard let file = runtime.configuration.revocations else { return "" }
    return (try? RevocationList(contentsOf: file.path).text) ?? ""
  }

  private func currentTrust() throws -> MallTrust {
    var trust = runtime.credential.trust
    if let file = runtime.configuration.revocations, let list = try? RevocationList(contentsOf: file.path) {
      try? trust.update(list)
    }
    return trust
  }

  private func authority() throws -> [UInt8] {
    try runtime.credential.trust.authorityBytes()
  }
}
