import MallDomain

/// Deliveries that wait for a peer's acknowledgement, written in the transaction of what they tell.
///
/// Sequences count without gaps over all destinations. With the epoch in which it was written they name a delivery for
/// ever: what a restored database still had to send keeps its old epoch, and so its name.
package enum Outbox {
  /// How long acknowledged deliveries are kept, so that a peer restored from a backup gets them again.
  package static let retention = Duration.seconds(30 * 86_400)

  static let migrations = MigrationList(
    module: "outbox",
    steps: [
      Migration(
        "outbox",
        """
        CREATE TABLE outbox (
          sequence BIGINT PRIMARY KEY NOT NULL,
          epoch BIGINT NOT NULL,
          destination TEXT NOT NULL,
          ordering_key TEXT NOT NULL,
          kind TEXT NOT NULL,
          content BLOB NOT NULL,
          signature BLOB,
          created_at BIGINT NOT NULL,
          state TEXT NOT NULL,
          refusals BIGINT NOT NULL DEFAULT 0,
          first_refused_at BIGINT,
          next_attempt_at BIGINT,
          last_refusal TEXT,
          settled_at BIGINT
        );
        CREATE INDEX outbox_by_destination ON outbox (destination, state, sequence);
        CREATE INDEX outbox_by_key ON outbox (destination, ordering_key, state, sequence);
        CREATE INDEX outbox_by_state ON outbox (state, settled_at);
        """),
      Migration(
        "order of settling",
        """
        ALTER TABLE outbox ADD COLUMN settled_after BIGINT;
        """),
      Migration(
        "sealed contents",
        // What was written before is forgotten when it is settled long enough.
        """
        ALTER TABLE outbox ADD COLUMN is_sealed BIGINT NOT NULL DEFAULT 0;
        """),
    ])

  /// Adds a delivery; returns its sequence.
  ///
  /// - Parameters:
  ///   - orderingKey: deliveries to a destination with the same key arrive in this order. Not sealed: no personal data.
  ///   - sealer: keeps the content from who has the file without the key.
  @discardableResult
  package static func enqueue(
    destination: String, orderingKey: String, kind: String, content: [UInt8], signature: [UInt8]? = nil,
    sealedBy sealer: Sealer, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) -> Int64 {
    let sequence = try Counter.next("outbox", in: transaction)
    try transaction.execute(
      """
      INSERT INTO outbox 
        (sequence, epoch, destination, ordering_key, kind, content, is_sealed, signature, created_at, state)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
      """,
      [
        .integer(sequence), SQLValue(bits: try NodeSettings.epoch(in: transaction)), .text(destination),
        .text(orderingKey), .text(kind), .blob(sealer.seal(content, for: OutboxDelivery.place(sequence))),
        SQLValue(signature), SQLValue(now),
        SQLValue(DeliveryState.pending),
      ])
    return sequence
  }

  package static func find(_ sequence: Int64, in transaction: Transaction) throws(StoreError) -> OutboxDelivery? {
    try transaction.row("SELECT * FROM outbox WHERE sequence = ?", [.integer(sequence)])
      .map { row throws(StoreError) in try OutboxDelivery(row) }
  }
}

// MARK: - What is to be sent

extension Outbox {
  /// Index outbox_by_destination; the inner look-up outbox_by_key.
  static let pendingStatement = """
    SELECT * FROM outbox
    WHERE destination = ? AND state = 'pending' AND sequence > ?
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS held
        WHERE held.destination = outbox.destination AND held.ordering_key = outbox.ordering_key
          AND held.state = 'set-aside')
    ORDER BY sequence LIMIT ?
    """

  /// Index outbox_by_key.
  static let pendingOfKeyStatement = """
    SELECT * FROM outbox
    WHERE destination = ? AND ordering_key = ? AND state = 'pending' AND sequence > ?
    ORDER BY sequence LIMIT ?
    """

  /// A destination's pending deliveries after a sequence, in order; without keys that one set aside holds back.
  package static func pending(
    _ destination: String, after sequence: Int64, limit: Int, in transaction: Transaction
  ) throws(StoreError) -> [OutboxDelivery] {
    try deliveries(pendingStatement, [.text(destination), .integer(sequence), SQLValue(limit)], in: transaction)
  }

  /// The same of one key.
  package static func pending(
    _ destination: String, key: String, after sequence: Int64, limit: Int, in transaction: Transaction
  ) throws(StoreError) -> [OutboxDelivery] {
    try deliveries(
      pendingOfKeyStatement, [.text(destination), .text(key), .integer(sequence), SQLValue(limit)], in: transaction)
  }

  /// What the machine of a destination asks for.
  package static func pending(
    _ destination: String, _ load: OutboxLoad, in transaction: Transaction
  ) throws(StoreError) -> [OutboxDelivery] {
    if let key = load.key {
      return try pending(destination, key: key, after: load.after, limit: load.limit, in: transaction)
    }
    return try pending(destination, after: load.after, limit: load.limit, in: transaction)
  }

  private static func deliveries(
    _ sql: String, _ arguments: [SQLValue], in transaction: Transaction
  ) throws(StoreError) -> [OutboxDelivery] {
    var deliveries: [OutboxDelivery] = []
    for row in try transaction.rows(sql, arguments) { deliveries.append(try OutboxDelivery(row)) }
    return deliveries
  }

  /// Destinations for which something waits.
  package static func destinations(in transaction: Transaction) throws(StoreError) -> [String] {
    try backlogs(in: transaction).filter { $0.value.pending > 0 }.keys.sorted()
  }

  /// What waits, by destination.
  package static func backlogs(in transaction: Transaction) throws(StoreError) -> [String: OutboxBacklog] {
    var backlogs: [String: OutboxBacklog] = [:]
    let sql = """
      SELECT destination, state, COUNT(*) AS count FROM outbox
      WHERE state IN ('pending', 'set-aside') GROUP BY destination, state
      """
    for row in try transaction.rows(sql) {
      let count = try row.int("count")
      let state: DeliveryState = try row.value("state")
      backlogs[try row.text("destination"), default: OutboxBacklog()][state] = count
    }
    return backlogs
  }

  /// The backlogs, with the age of each.
  package static func summaries(
    in transaction: Transaction
  ) throws -> [(destination: String, backlog: OutboxBacklog, oldest: MallInstant?)] {
    try backlogs(in: transaction).sorted { $0.key < $1.key }.map { destination, backlog in
      let oldest = try transaction.row(
        "SELECT created_at FROM outbox WHERE destination = ? AND state = 'pending' ORDER BY sequence LIMIT 1",
        [.text(destination)])
      return (destination, backlog, try oldest?.instant("created_at"))
    }
  }

  package static func backlog(_ destination: String, in transaction: Transaction) throws(StoreError) -> OutboxBacklog {
    var backlog = OutboxBacklog()
    for state in [DeliveryState.pending, .setAside] {
      let sql = "SELECT COUNT(*) FROM outbox WHERE destination = ? AND state = ?"
      backlog[state] = Int(try transaction.integer(sql, [.text(destination), SQLValue(state)]) ?? 0)
    }
    return backlog
  }
}
