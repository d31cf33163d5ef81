/// A service as lists show it.
package struct ServiceSummary: Hashable, Sendable {
  package var service: PublicService
  package var agencyName: LocalizedText
  package var version: String
  /// Whether the agency is connected just now; an agency that is away stays listed.
  package var isAvailable: Bool
}

/// An agency as lists show it.
package struct AgencySummary: Hashable, Sendable {
  /// Without its services.
  package var agency: Agency
  package var services: Int
  package var isConnected: Bool
}

/// Which services a list shows; what is nil doesn't matter.
package struct CatalogueFilter: Hashable, Sendable {
  package var agency: AgencyID?
  package var category: PublicService.Category?
  package var lifeEvent: PublicService.LifeSituation?
  package var channel: PublicService.Channel?

  package init(
    agency: AgencyID? = nil, category: PublicService.Category? = nil, lifeEvent: PublicService.LifeSituation? = nil,
    channel: PublicService.Channel? = nil
  ) {
    self.agency = agency
    self.category = category
    self.lifeEvent = lifeEvent
    self.channel = channel
  }

  func matches(_ service: PublicService) -> Bool {
    (agency.map { $0 == service.code.agency } ?? true) && (category.map { $0 == service.category } ?? true)
      && (lifeEvent.map(service.lifeEvents.contains) ?? true) && (channel.map(service.channels.contains) ?? true)
  }
}

extension CatalogueDirectory {
  /// The agencies that are told a life event, by their manifests.
  package func subscribers(to kind: LifeEventKind) -> [AgencyID] {
    agencies.values.filter { $0.subscribes.contains(kind.rawValue) }.map(\.id).sorted()
  }
}

/// A stretch of a list: how many, and after which.
package struct CataloguePage: Hashable, Sendable {
  /// 0 stands for `CatalogueLimits.defaultPage`; more than `CatalogueLimits.largestPage` are cut to it.
  package var size: Int
  /// What an earlier page gave as its `next`; empty for the first.
  package var token: String

  package init(size: Int = 0, token: String = "") {
    self.size = size
    self.token = token
  }

  /// The elements after the token, in the order of their keys, which is what tokens hold: so a page is right even when
  /// the list changed since the one before.
  func cut<Element>(_ elements: [Element], key: (Element) -> String) -> CatalogueListing<Element> {
    let limit = size <= 0 ? CatalogueLimits.defaultPage : min(size, CatalogueLimits.largestPage)
    let sorted = elements.map { (key: key($0), element: $0) }.sorted { $0.key < $1.key }
    let rest = token.isEmpty ? sorted[...] : sorted.drop { $0.key <= token }
    let page = rest.prefix(limit)
    return CatalogueListing(elements: page.map(\.element), next: page.count < rest.count ? page.last?.key ?? "" : "")
  }
}

/// One page of a list.
package struct CatalogueListing<Element> {
  package var elements: [Element]
  /// The token of the next page; empty after the last.
  package var next: String
}

extension CatalogueListing: Sendable where Element: Sendable {}

extension CatalogueDirectory {
  /// The listed services that a filter lets through, by code.
  package func services(
    _ filter: CatalogueFilter = CatalogueFilter(), page: CataloguePage = CataloguePage(), connected: Set<AgencyID>
  ) -> CatalogueListing<ServiceSummary> {
    let found = entries.values.compactMap { summary($0, connected) }.filter { filter.matches($0.service) }
    return page.cut(found) { $0.service.code.text }
  }

  /// The version of a listed service that is in force.
  ///
  /// - Throws: `notFound`, also for a service that was withdrawn.
  package func service(_ code: ServiceCode, connected: Set<AgencyID>) throws(Refusal) -> ServiceSummary {
    guard let summary = entries[code].flatMap({ summary($0, connected) }) else {
      throw Refusal(.notFound, Message(.requestNotFound, code.text))
    }
    return summary
  }

  /// Any version that was ever published, for the cases that were filed under it.
  package func service(_ code: ServiceCode, version: String) -> PublicService? {
    entries[code]?.versions[version]
  }

  /// All agencies, by id.
  package func agencies(
    page: CataloguePage = CataloguePage(), connected: Set<AgencyID>
  ) -> CatalogueListing<AgencySummary> {
    let counts = Dictionary(entries.filter(\.value.isListed).map { ($0.key.agency, 1) }, uniquingKeysWith: +)
    let all = agencies.values.map { agency in
      AgencySummary(
        agency: agency, services: counts[agency.id] ?? 0, isConnected: connected.contains(agency.id))
    }
    return page.cut(all) { $0.agency.id.text }
  }

  /// An agency without its services, with the queries that are in force.
  package func agency(_ id: AgencyID) -> Agency? {
    agencies[id]
  }

  /// The changes that wait for approval, by what they change.
  package func changes(page: CataloguePage = CataloguePage()) -> CatalogueListing<CatalogueChange> {
    page.cut(Array(changes.values)) { $0.subject.text }
  }

  /// The changes of one agency that wait, which its publication is answered with.
  package func pending(of agency: AgencyID) -> [CatalogueChange.Subject] {
    changes.keys.filter { $0.agency == agency }.sorted()
  }

  /// The agencies with their listed services, for the index and for checks of the whole.
  package var published: [Agency] {
    let services = Dictionary(
      grouping: entries.values.filter(\.isListed).compactMap(\.currentService), by: \.code.agency)
    return agencies.values.sorted { $0.id < $1.id }.map { agency in
      var whole = agency
      whole.services = (services[agency.id] ?? []).sorted { $0.code < $1.code }
      return whole
    }
  }

  private func summary(_ entry: Entry, _ connected: Set<AgencyID>) -> ServiceSummary? {
    guard entry.isListed, let version = entry.current, let service = entry.currentService,
      let agency = agencies[service.code.agency]
    else { return nil }
    return ServiceSummary(
      service: service, agencyName: agency.name, version: version, isAvailable: connected.contains(agency.id))
  }
}
