import MallDomain

/// An agency's part of the catalogue as it published it.
package struct AgencyPublication: Hashable, Sendable {
  package var agency: AgencyID
  /// The node that serves the agency.
  package var node: NodeID
  /// The canonical bytes, without its services.
  package var content: [UInt8]
  package var publishedAt: MallInstant
  /// When the agency was last connected.
  package var lastSeen: MallInstant?

  package init(
    agency: AgencyID, node: NodeID, content: [UInt8], publishedAt: MallInstant, lastSeen: MallInstant? = nil
  ) {
    self.agency = agency
    self.node = node
    self.content = content
    self.publishedAt = publishedAt
    self.lastSeen = lastSeen
  }
}

/// One text of a service. Texts are never changed: a case keeps the one under which it was filed.
package struct ServicePublication: Hashable, Sendable {
  package enum State: String, Hashable, Sendable, CaseIterable {
    /// What is offered now; a service has at most one.
    case live
    /// A change that waits for the operator's approval; a service has at most one.
    case pending
    /// Offered once, or never approved.
    case retired
  }

  package var service: ServiceCode
  /// Names the text for ever, such as a hash of it.
  package var version: String
  package var content: [UInt8]
  package var state: State
  package var publishedAt: MallInstant

  package init(
    service: ServiceCode, version: String, content: [UInt8], state: State, publishedAt: MallInstant
  ) {
    self.service = service
    self.version = version
    self.content = content
    self.state = state
    self.publishedAt = publishedAt
  }
}

/// The published catalogue, with each service's versions.
package struct CatalogueStore: Sendable {
  package static let migrations = MigrationList(
    module: "catalogue",
    steps: [
      Migration(
        "catalogue",
        """
        CREATE TABLE agencies (
          agency TEXT PRIMARY KEY NOT NULL,
          node TEXT NOT NULL,
          content BLOB NOT NULL,
          published_at BIGINT NOT NULL,
          last_seen BIGINT
        );
        CREATE TABLE service_versions (
          service TEXT NOT NULL,
          version TEXT NOT NULL,
          content BLOB NOT NULL,
          state TEXT NOT NULL,
          published_at BIGINT NOT NULL,
          PRIMARY KEY (service, version)
        );
        CREATE INDEX service_versions_by_state ON service_versions (state, service);
        """)
    ])

  package init() {}
}

// MARK: - Agencies

extension CatalogueStore {
  /// Writes an agency's part, in place of the one before; keeps when it was last seen.
  package func putAgency(_ agency: AgencyPublication, in transaction: Transaction) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO agencies (agency, node, content, published_at, last_seen) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (agency) DO UPDATE SET node = excluded.node, content = excluded.content,
        published_at = excluded.published_at, last_seen = COALESCE(excluded.last_seen, agencies.last_seen)
      """,
      [
        SQLValue(agency.agency), SQLValue(agency.node), .blob(agency.content), SQLValue(agency.publishedAt),
        SQLValue(agency.lastSeen),
      ])
  }

  /// All agencies, by id. There are some dozens.
  package func agencies(in transaction: Transaction) throws(StoreError) -> [AgencyPublication] {
    var agencies: [AgencyPublication] = []
    for row in try transaction.rows("SELECT * FROM agencies ORDER BY agency") {
      agencies.append(
        AgencyPublication(
          agency: try row.identifier("agency"), node: try row.identifier("node"), content: try row.bytes("content"),
          publishedAt: try row.instant("published_at"), lastSeen: try row.optionalInstant("last_seen")))
    }
    return agencies
  }

  /// The agency is connected, or was until now.
  package func seen(_ agency: AgencyID, at now: MallInstant, in transaction: Transaction) throws(StoreError) {
    try transaction.execute(
      "UPDATE agencies SET last_seen = ? WHERE agency = ?", [SQLValue(now), SQLValue(agency)])
  }
}

// MARK: - Services

extension CatalogueStore {
  /// Adds a version. A live or pending one takes the place of the one before in that state.
  ///
  /// A version that is known keeps its text: publishing it again only moves it to the state.
  package func putService(_ service: ServicePublication, in transaction: Transaction) throws(StoreError) {
    if service.state != .retired { try vacate(service.state, of: service.service, in: transaction) }
    try transaction.execute(
      """
      INSERT INTO service_versions (service, version, content, state, published_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (service, version) DO UPDATE SET state = excluded.state
      """,
      [
        SQLValue(service.service), .text(service.version), .blob(service.content), SQLValue(service.state),
        SQLValue(service.publishedAt),
      ])
  }

  /// All that is offered, by code. There are some hundreds.
  package func live(in transaction: Transaction) throws(StoreError) -> [ServicePublication] {
    try publications(
      "SELECT * FROM service_versions WHERE state = 'live' ORDER BY service", [], in: transaction)
  }

  package func live(
    _ service: ServiceCode, in transaction: Transaction
  ) throws(StoreError) -> ServicePublication? {
    try publications(
      "SELECT * FROM service_versions WHERE state = 'live' AND service = ?", [SQLValue(service)], in: transaction
    ).first
  }

  package func find(
    _ service: ServiceCode, version: String, in transaction: Transaction
  ) throws(StoreError) -> ServicePublication? {
    try publications(
      "SELECT * FROM service_versions WHERE service = ? AND version = ?", [SQLValue(service), .text(version)],
      in: transaction
    ).first
  }

  /// Changes that wait for approval, by service.
  package func pending(_ page: PageRequest, in transaction: Transaction) throws -> Page<ServicePublication> {
    let found = try publications(
      "SELECT * FROM service_versions WHERE state = 'pending' AND service > ? ORDER BY service LIMIT ?",
      [.text(try page.after(keys: 1)?[0] ?? ""), SQLValue(page.size + 1)], in: transaction)
    return Page(found: found, size: page.size) { [$0.service.text] }
  }

  /// Makes a pending version the live one; the former live one retires.
  ///
  /// - Throws: `Refusal` when that version doesn't wait for approval.
  package func approve(_ service: ServiceCode, version: String, in transaction: Transaction) throws {
    guard try find(service, version: version, in: transaction)?.state == .pending else {
      throw Refusal(.failedPrecondition, detail: "this version doesn't wait for approval")
    }
    try vacate(.live, of: service, in: transaction)
    try transaction.execute(
      "UPDATE service_versions SET state = 'live' WHERE service = ? AND version = ?",
      [SQLValue(service), .text(version)])
  }

  /// The service is offered no more, and no change to it waits.
  package func retire(_ service: ServiceCode, in transaction: Transaction) throws(StoreError) {
    try vacate(.live, of: service, in: transaction)
    try vacate(.pending, of: service, in: transaction)
  }

  private func vacate(
    _ state: ServicePublication.State, of service: ServiceCode, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      "UPDATE service_versions SET state = 'retired' WHERE state = ? AND service = ?",
      [SQLValue(state), SQLValue(service)])
  }

  private func publications(
    _ sql: String, _ arguments: [SQLValue], in transaction: Transaction
  ) throws(StoreError) -> [ServicePublication] {
    var publications: [ServicePublication] = []
    for row in try transaction.rows(sql, arguments) {
      publications.append(
        ServicePublication(
          service: try row.identifier("service"), version: try row.text("version"),
          content: try row.bytes("content"), state: try row.value("state"),
          publishedAt: try row.instant("published_at")))
    }
    return publications
  }
}
