import MallDomain
import MallNode
import MallStore
import MallWire

/// The catalogue's methods.
extension CatalogueDesk {
  func register(in handlers: inout MethodHandlers) {
    handlers.on(.cataloguePublish) { (request: Wire.PublishRequest, call) in
      guard let wire = request.agency else { throw Refusal(.invalidArgument, detail: "no agency") }
      let pending = try await self.publish(try Agency(wire: wire), by: call)
      return Wire.PublishResponse(pending: pending.map(\.text))
    }
    handlers.on(.catalogueList) { (request: Wire.ListServicesRequest, _) in try self.list(request) }
    handlers.on(.catalogueSearch) { (request: Wire.SearchRequest, _) in try self.search(request) }
    handlers.on(.catalogueAgencies) { (request: Wire.ListAgenciesRequest, _) in try await self.agencies(request) }
    handlers.on(.catalogueChanges) { (request: Wire.ListChangesRequest, _) in
      let page = self.directory.changes(page: CataloguePage(size: Int(request.pageSize), token: request.pageToken))
      return Wire.ListChangesResponse(
        changes: page.elements.map(Wire.CatalogueChange.init), nextPageToken: page.next)
    }
    handlers.on(.catalogueApprove) { (request: Wire.ApproveChangeRequest, call) in
      guard let subject = try? CatalogueChange.Subject(request.subject) else {
        throw Refusal(.invalidArgument, detail: "the service or agency")
      }
      try await self.approve(subject, version: request.versionProposed, by: call)
      return Wire.ApproveChangeResponse(version: request.versionProposed)
    }
  }

  private func list(_ request: Wire.ListServicesRequest) throws(Refusal) -> Wire.ListServicesResponse {
    let filter = CatalogueFilter(
      agency: try Self.optional(request.agency, "agency") { try? AgencyID($0) },
      category: try Self.optional(request.category, "category") { .init(rawValue: $0) },
      lifeEvent: try Self.optional(request.lifeEvent, "life_event") { .init(rawValue: $0) },
      channel: try Self.optional(request.channel, "channel") { .init(rawValue: $0) })
    let page = directory.services(
      filter, page: CataloguePage(size: Int(request.pageSize), token: request.pageToken),
      connected: links.connected)
    return Wire.ListServicesResponse(
      services: page.elements.map(Wire.ServiceSummary.init), nextPageToken: page.next)
  }

  private static func optional<Value>(
    _ text: String, _ field: String, _ read: (String) -> Value?
  ) throws(Refusal) -> Value? {
    guard !text.isEmpty else { return nil }
    guard let value = read(text) else { throw Refusal(.invalidArgument, detail: field) }
    return value
  }

  /// The best matches first. A page's token is the number of matches before it: a search is made anew for each page.
  private func search(_ request: Wire.SearchRequest) throws -> Wire.ListServicesResponse {
    guard request.text.utf8.count <= CatalogueLimits.longestQuery else {
      throw Refusal(.invalidArgument, detail: "the search text is too long")
    }
    guard request.pageToken.isEmpty || Int(request.pageToken).map({ $0 > 0 }) == true else {
      throw Refusal(.invalidArgument, detail: "page_token")
    }
    let size =
      request.pageSize == 0
      ? CatalogueLimits.defaultPage : min(Int(request.pageSize), CatalogueLimits.largestPage)
    let directory = directory
    let connected = links.connected
    let hits = search(request.text)
    let start = min(Int(request.pageToken) ?? 0, hits.count)
    let page = hits[start...].prefix(size)
    return Wire.ListServicesResponse(
      services: page.compactMap { hit in
        (try? directory.service(hit.code, connected: connected)).map(Wire.ServiceSummary.init)
      },
      nextPageToken: page.endIndex < hits.count ? String(page.endIndex) : "")
  }

  func service(_ request: Wire.GetServiceRequest) throws(Refusal) -> Wire.GetServiceResponse {
    guard let code = try? ServiceCode(request.code) else {
      throw Refusal(.invalidArgument, detail: "the service code")
    }
    let summary = try directory.service(code, connected: links.connected)
    return Wire.GetServiceResponse(
      service: Wire.PublicService(summary.service), agency: code.agency.text,
      agencyName: Wire.LocalizedText(summary.agencyName), version: summary.version,
      available: summary.isAvailable)
  }

  private func agencies(_ request: Wire.ListAgenciesRequest) async throws -> Wire.ListAgenciesResponse {
    let backlogs = try await runtime.database.read { try Outbox.backlogs(in: $0) }
    let page = directory.agencies(
      page: CataloguePage(size: Int(request.pageSize), token: request.pageToken), connected: links.connected)
    return Wire.ListAgenciesResponse(
      agencies: page.elements.map { summary in
        let agency = summary.agency
        let sighting = sighting(of: agency.id)
        let backlog = backlogs[agency.id.text]
        return Wire.AgencySummary(
          id: agency.id.text, name: Wire.LocalizedText(agency.name), kind: agency.kind.rawValue,
          domain: agency.domain.rawValue, counter: agency.counter, services: UInt32(summary.services),
          connected: summary.isConnected, node: sighting?.node.text ?? "",
          lastSeenMs: sighting?.at.milliseconds ?? 0,
          backlog: UInt64((backlog?.pending ?? 0) + (backlog?.setAside ?? 0)))
      },
      nextPageToken: page.next)
  }
}

extension Wire.ServiceSummary {
  init(_ summary: ServiceSummary) {
    let service = summary.service
    self.init(
      code: service.code.text, name: Wire.LocalizedText(service.name), agency: service.code.agency.text,
      agencyName: Wire.LocalizedText(summary.agencyName), category: service.category.rawValue,
      fee: Wire.Fee(service.fee), sla: Wire.Sla(service.serviceLevel), channels: service.channels.map(\.rawValue),
      available: summary.isAvailable)
  }
}
