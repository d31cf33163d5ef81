import MallDomain

/// Life events that came in, by their ids, so that each takes effect once.
///
/// Deliveries are ordered per person: an event of two persons comes once in the order of each, and takes effect when it has
/// come in both. While it waits for one of them, what is told of the other goes on: a receiver whose register doesn't
/// allow the event by then makes it a task.
package struct LifeEventStore: Sendable {
  package static let migrations = MigrationList(
    module: "life-events",
    steps: [
      Migration(
        "life events",
        """
        CREATE TABLE life_event_parts (
          receiver TEXT NOT NULL,
          event_id TEXT NOT NULL,
          part TEXT NOT NULL,
          received_at BIGINT NOT NULL,
          PRIMARY KEY (receiver, event_id, part)
        );
        """)
    ])

  package enum Receipt: Hashable, Sendable {
    /// Not yet in the order of each of its persons.
    case waiting
    /// Now it takes effect, in this transaction.
    case complete
    /// It came this way before.
    case known
  }

  package init() {}

  /// Notes that an event came.
  ///
  /// - Parameters:
  ///   - receiver: for whom: an agency of the node, or empty for the mall.
  ///   - part: in whose order it came.
  ///   - parts: in how many it comes.
  package func receive(
    _ eventID: String, for receiver: String, part: String, of parts: Int, at now: MallInstant,
    in transaction: Transaction
  ) throws(StoreError) -> Receipt {
    let isNew = try transaction.execute(
      """
      INSERT INTO life_event_parts (receiver, event_id, part, received_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (receiver, event_id, part) DO NOTHING
      """,
      [.text(receiver), .text(eventID), .text(part), SQLValue(now)])
    guard isNew > 0 else { return .known }
    let come = try transaction.integer(
      "SELECT COUNT(*) FROM life_event_parts WHERE receiver = ? AND event_id = ?", [.text(receiver), .text(eventID)])
    return (come ?? 0) == parts ? .complete : .waiting
  }
}

extension LifeEvent {
  /// In the order of each of its persons it is told once, by a name that tells nobody who it is; one without persons has
  /// an order of its own.
  package func orderingKeys(sealedBy sealer: Sealer) -> [String] {
    guard !persons.isEmpty else { return ["life-event/\(id)"] }
    return Set(persons.values.map(\.text)).sorted().map { nik in
      "person/"
        + sealer.lookupHash(nik, purpose: "life-event-order").prefix(16)
        .map { byte in byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16) }.joined()
    }
  }
}
