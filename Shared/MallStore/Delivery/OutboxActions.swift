import MallDomain

/// A delivery as `OutboxMachine` sees it.
package struct OutboxEntry: Hashable, Sendable {
  package var sequence: Int64
  package var key: String
  package var refusals: Int
  package var firstRefusedAt: MallInstant?
  package var nextAttemptAt: MallInstant?

  package init(
    sequence: Int64, key: String, refusals: Int = 0, firstRefusedAt: MallInstant? = nil,
    nextAttemptAt: MallInstant? = nil
  ) {
    self.sequence = sequence
    self.key = key
    self.refusals = refusals
    self.firstRefusedAt = firstRefusedAt
    self.nextAttemptAt = nextAttemptAt
  }
}

/// Pending deliveries that the machine wants from the store.
package struct OutboxLoad: Hashable, Sendable {
  /// Of this key only; nil for all keys.
  package var key: String?
  /// After this sequence.
  package var after: Int64
  package var limit: Int
  /// Loads from before a `reload` are forgotten.
  var generation: Int
}

/// A refusal to be stored, so that a restart doesn't begin to count anew.
package struct OutboxRetry: Hashable, Sendable {
  package var sequence: Int64
  package var refusals: Int
  package var firstRefusedAt: MallInstant
  package var nextAttemptAt: MallInstant
}

/// What `OutboxMachine` wants done.
package struct OutboxActions: Hashable, Sendable {
  /// Answer each with `loaded`.
  package var loads: [OutboxLoad] = []
  /// Send these, in this order. Answer each with `acknowledged`, `refused`, `unavailable`, or all with `linkDown`.
  package var send: [Int64] = []
  /// Store these.
  package var retries: [OutboxRetry] = []
  /// Store these as set aside.
  package var setAside: [Int64] = []
  /// Call `woke` then; it replaces what was asked for before. Nil: there is nothing to wait for.
  package var wakeAt: MallInstant?
}
