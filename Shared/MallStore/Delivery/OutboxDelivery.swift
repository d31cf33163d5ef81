import MallDomain

/// Where a delivery stands.
package enum DeliveryState: String, Sendable, Hashable, CaseIterable {
  /// Not yet acknowledged.
  case pending
  case acknowledged
  /// Refused too often: an operator decides.
  case setAside = "set-aside"
  /// Given up by an operator.
  case discarded
}

/// One message to a peer, as the outbox keeps it.
package struct OutboxDelivery: Hashable, Sendable {
  package var sequence: Int64
  /// Of the database when this was written; part of the delivery's name.
  package var epoch: UInt64
  package var destination: String
  package var orderingKey: String
  package var kind: String
  /// As the table holds it; see ``content(openedBy:)``.
  private let storedContent: [UInt8]
  private let isSealed: Bool
  package var signature: [UInt8]?
  package var createdAt: MallInstant
  package var state: DeliveryState
  /// How often the peer refused it.
  package var refusals: Int
  package var firstRefusedAt: MallInstant?
  package var nextAttemptAt: MallInstant?
  package var lastRefusal: String?
  /// When it was acknowledged, set aside or discarded.
  package var settledAt: MallInstant?

  init(_ row: Row) throws(StoreError) {
    sequence = try row.integer("sequence")
    epoch = try row.bits("epoch")
    destination = try row.text("destination")
    orderingKey = try row.text("ordering_key")
    kind = try row.text("kind")
    storedContent = try row.bytes("content")
    isSealed = try row.bool("is_sealed")
    signature = try row.optionalBytes("signature")
    createdAt = try row.instant("created_at")
    state = try row.value("state")
    refusals = try row.int("refusals")
    firstRefusedAt = try row.optionalInstant("first_refused_at")
    nextAttemptAt = try row.optionalInstant("next_attempt_at")
    lastRefusal = try row.optionalText("last_refusal")
    settledAt = try row.optionalInstant("settled_at")
  }

  /// - Throws: `StoreError.unsealable` where the key is another one, or the row was changed.
  package func content(openedBy sealer: Sealer) throws(StoreError) -> [UInt8] {
    isSealed ? try sealer.open(storedContent, for: Self.place(sequence)) : storedContent
  }

  static func place(_ sequence: Int64) -> String { "outbox.content:\(sequence)" }

  /// What the machine needs to know of it.
  package var entry: OutboxEntry {
    OutboxEntry(
      sequence: sequence, key: orderingKey, refusals: refusals, firstRefusedAt: firstRefusedAt,
      nextAttemptAt: nextAttemptAt)
  }
}

/// How many deliveries of a destination wait.
package struct OutboxBacklog: Hashable, Sendable {
  package var pending = 0
  package var setAside = 0

  package init() {}

  subscript(state: DeliveryState) -> Int {
    get { state == .pending ? pending : setAside }
    set { if state == .pending { pending = newValue } else { setAside = newValue } }
  }
}
