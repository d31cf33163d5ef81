import MallDomain

/// The gateway's catalogue as the list of what happened to it: read again in order, it makes the same catalogue.
///
/// Rows are few (a version of a service changes a few times a year) and are never changed.
package struct CatalogueLog: Sendable {
  package static let migrations = MigrationList(
    module: "catalogue-log",
    steps: [
      Migration(
        "catalogue log",
        """
        CREATE TABLE catalogue_log (
          sequence BIGINT PRIMARY KEY NOT NULL,
          kind TEXT NOT NULL,
          subject TEXT NOT NULL,
          version TEXT NOT NULL,
          content BLOB NOT NULL,
          at BIGINT NOT NULL
        );
        CREATE TABLE agencies_seen (agency TEXT PRIMARY KEY NOT NULL, at BIGINT NOT NULL, node TEXT NOT NULL);
        """)
    ])

  package struct Entry: Hashable, Sendable {
    /// What happened, by a name that the catalogue's owner understands.
    package var kind: String
    package var subject: String
    package var version: String
    package var content: [UInt8]
    package var at: MallInstant

    package init(kind: String, subject: String, version: String = "", content: [UInt8] = [], at: MallInstant) {
      self.kind = kind
      self.subject = subject
      self.version = version
      self.content = content
      self.at = at
    }
  }

  package struct Sighting: Hashable, Sendable {
    package var at: MallInstant
    package var node: NodeID

    package init(at instant: MallInstant, node: NodeID) {
      at = instant
      self.node = node
    }
  }

  package init() {}

  package func append(_ entries: [Entry], in transaction: Transaction) throws {
    for entry in entries {
      let sequence = try Counter.next("catalogue-log", in: transaction)
      try transaction.execute(
        "INSERT INTO catalogue_log (sequence, kind, subject, version, content, at) VALUES (?, ?, ?, ?, ?, ?)",
        [
          .integer(sequence), .text(entry.kind), .text(entry.subject), .text(entry.version), .blob(entry.content),
          SQLValue(entry.at),
        ])
    }
  }

  package func entries(in transaction: Transaction) throws -> [Entry] {
    try transaction.rows("SELECT kind, subject, version, content, at FROM catalogue_log ORDER BY sequence").map { row in
      Entry(
        kind: try row.text("kind"), subject: try row.text("subject"), version: try row.text("version"),
        content: try row.bytes("content"), at: try row.instant("at"))
    }
  }

  /// An agency was connected through a node at that time.
  package func saw(_ agency: AgencyID, through node: NodeID, at now: MallInstant, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO agencies_seen (agency, at, node) VALUES (?, ?, ?)
      ON CONFLICT (agency) DO UPDATE SET at = excluded.at, node = excluded.node
      """,
      [SQLValue(agency), SQLValue(now), SQLValue(node)])
  }

  package func sightings(in transaction: Transaction) throws -> [AgencyID: Sighting] {
    var sightings: [AgencyID: Sighting] = [:]
    for row in try transaction.rows("SELECT agency, at, node FROM agencies_seen") {
      sightings[try row.identifier("agency", as: AgencyID.self)] = Sighting(
        at: try row.instant("at"), node: try row.identifier("node", as: NodeID.self))
    }
    return sightings
  }
}
