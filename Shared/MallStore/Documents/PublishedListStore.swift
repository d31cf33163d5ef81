import MallDomain

/// What agencies made known for verifiers, at the gateway: certificates of their document keys and their newest list.
package enum PublishedListStore {
  static let migrations = MigrationList(
    module: "verification",
    steps: [
      Migration(
        "document keys and lists",
        """
        CREATE TABLE document_keys (
          key_id BLOB PRIMARY KEY NOT NULL,
          agency TEXT NOT NULL,
          certificate BLOB NOT NULL
        );
        CREATE INDEX document_keys_by_agency ON document_keys (agency);
        CREATE TABLE document_lists (
          agency TEXT PRIMARY KEY NOT NULL,
          at BIGINT NOT NULL,
          signed BLOB NOT NULL
        );
        """)
    ])

  /// Keeps a key's certificate for good: what it signed must stay verifiable.
  package static func keep(
    key keyID: [UInt8], of agency: AgencyID, certificate: [UInt8], in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO document_keys (key_id, agency, certificate) VALUES (?, ?, ?)
      ON CONFLICT (key_id) DO UPDATE SET certificate = excluded.certificate
      """,
      [.blob(keyID), SQLValue(agency), .blob(certificate)])
  }

  /// Takes a list in place of an older one.
  ///
  /// - Returns: when the list that is in force now was made.
  package static func keep(
    list signed: [UInt8], of agency: AgencyID, at: MallInstant, in transaction: Transaction
  ) throws(StoreError) -> MallInstant {
    if let known = try transaction.integer("SELECT at FROM document_lists WHERE agency = ?", [SQLValue(agency)]),
      known >= at.milliseconds
    {
      return MallInstant(milliseconds: known)
    }
    try transaction.execute(
      """
      INSERT INTO document_lists (agency, at, signed) VALUES (?, ?, ?)
      ON CONFLICT (agency) DO UPDATE SET at = excluded.at, signed = excluded.signed
      """,
      [SQLValue(agency), SQLValue(at), .blob(signed)])
    return at
  }

  package static func certificates(in transaction: Transaction) throws(StoreError) -> [[UInt8]] {
    var certificates: [[UInt8]] = []
    for row in try transaction.rows("SELECT certificate FROM document_keys ORDER BY agency, key_id") {
      certificates.append(try row.bytes("certificate"))
    }
    return certificates
  }

  package static func lists(in transaction: Transaction) throws(StoreError) -> [[UInt8]] {
    var lists: [[UInt8]] = []
    for row in try transaction.rows("SELECT signed FROM document_lists ORDER BY agency") {
      lists.append(try row.bytes("signed"))
    }
    return lists
  }
}
