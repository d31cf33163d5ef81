import MallDomain

// How deliveries end, and begin again.
extension Outbox {
  /// The peer has it. Repeating this changes nothing.
  package static func acknowledge(
    _ sequence: Int64, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try settle(sequence, as: .acknowledged, at: now, in: transaction)
  }

  /// The peer refused it, and it is to be tried again.
  ///
  /// - Parameter reason: a status and a sentence, without personal data.
  package static func refused(
    _ sequence: Int64, count: Int, firstRefusedAt: MallInstant, nextAttemptAt: MallInstant, reason: String,
    in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      UPDATE outbox SET refusals = ?, first_refused_at = ?, next_attempt_at = ?, last_refusal = ?
      WHERE sequence = ? AND state = 'pending'
      """,
      [
        SQLValue(count), SQLValue(firstRefusedAt), SQLValue(nextAttemptAt), .text(reason), .integer(sequence),
      ])
  }

  /// Leaves it to an operator. It holds back its ordering key and nothing else.
  package static func setAside(
    _ sequence: Int64, reason: String, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      UPDATE outbox SET state = 'set-aside', refusals = refusals + 1, last_refusal = ?, settled_at = ?
      WHERE sequence = ? AND state = 'pending'
      """,
      [.text(reason), SQLValue(now), .integer(sequence)])
  }

  /// An operator has it tried again, from the beginning. The destination's machine must `reload`.
  ///
  /// - Throws: `Refusal` when it isn't set aside.
  package static func retry(_ sequence: Int64, in transaction: Transaction) throws {
    let changed = try transaction.execute(
      """
      UPDATE outbox SET state = 'pending', refusals = 0, first_refused_at = NULL, next_attempt_at = NULL,
        settled_at = NULL
      WHERE sequence = ? AND state = 'set-aside'
      """,
      [.integer(sequence)])
    guard changed == 1 else { throw Refusal(.failedPrecondition, detail: "the delivery is not set aside") }
  }

  /// An operator gives it up, so that its ordering key goes on. The destination's machine must `reload`.
  ///
  /// - Throws: `Refusal` when it isn't set aside.
  package static func discard(_ sequence: Int64, at now: MallInstant, in transaction: Transaction) throws {
    let changed = try transaction.execute(
      "UPDATE outbox SET state = 'discarded', settled_at = ? WHERE sequence = ? AND state = 'set-aside'",
      [SQLValue(now), .integer(sequence)])
    guard changed == 1 else { throw Refusal(.failedPrecondition, detail: "the delivery is not set aside") }
  }

  /// Index outbox_by_state.
  static let setAsideStatement = """
    SELECT * FROM outbox WHERE state = 'set-aside' AND sequence < ? ORDER BY sequence DESC LIMIT ?
    """

  /// Deliveries that were set aside, newest first.
  package static func setAside(_ page: PageRequest, in transaction: Transaction) throws -> Page<OutboxDelivery> {
    let before = page.token.isEmpty ? .max : try page.afterNumber()
    let rows = try transaction.rows(setAsideStatement, [.integer(before), SQLValue(page.size + 1)])
    return Page(found: try rows.map(OutboxDelivery.init), size: page.size) { [String($0.sequence)] }
  }

  /// Index outbox_by_key.
  static let heldBackStatement = """
    SELECT COUNT(*) FROM outbox WHERE destination = ? AND ordering_key = ? AND state = 'pending'
    """

  /// How many deliveries wait for one that was set aside.
  package static func heldBack(by delivery: OutboxDelivery, in transaction: Transaction) throws(StoreError) -> Int {
    let arguments: [SQLValue] = [.text(delivery.destination), .text(delivery.orderingKey)]
    return Int(try transaction.integer(heldBackStatement, arguments) ?? 0)
  }

  /// A peer lost what it had after a backup: what it may have lost waits again. Returns how many.
  ///
  /// Keys travel side by side, so that the peer may hold a sequence and lack an earlier one. What it lacks was
  /// acknowledged after the backup, and so when the newest delivery that the backup holds was written here already.
  /// Which came first, the sequences tell: clocks may have been set back. A delivery that the peer does hold is
  /// recognised by its name and does nothing.
  ///
  /// - Parameter mark: epoch and sequence of the newest delivery that the peer holds; nil for none.
  package static func resend(
    _ destination: String, after mark: (epoch: UInt64, sequence: Int64)?, in transaction: Transaction
  ) throws(StoreError) -> Int {
    var held = try mark.map { mark throws(StoreError) in try find(mark.sequence, in: transaction) } ?? nil
    // A mark of another epoch says nothing about these sequences.
    if held?.epoch != mark?.epoch { held = nil }
    let sequence = SQLValue(held?.sequence ?? 0)
    return try transaction.execute(
      """
      UPDATE outbox SET state = 'pending', refusals = 0, first_refused_at = NULL, next_attempt_at = NULL,
        settled_at = NULL, settled_after = NULL
      WHERE destination = ? AND state = 'acknowledged' AND COALESCE(settled_after, ?) >= ? AND sequence <> ?
      """,
      [.text(destination), sequence, sequence, sequence])
  }

  /// Meets the database at a destination: where it is another one than before, since it was restored from a backup or
  /// made anew, what it may lack waits again. Returns how many deliveries.
  ///
  /// - Parameters:
  ///   - epoch: the peer's, from the handshake; 0 where it doesn't tell.
  ///   - mark: the newest delivery of this node that the peer holds.
  package static func meet(
    _ destination: String, epoch: UInt64, received mark: (epoch: UInt64, sequence: Int64)?,
    in transaction: Transaction
  ) throws -> Int {
    guard try isStranger(destination, epoch: epoch, in: transaction) else { return 0 }
    let isFirst = try NodeSettings.text(peerEpoch(destination), in: transaction) == nil
    try NodeSettings.set(peerEpoch(destination), to: String(epoch), in: transaction)
    return isFirst ? 0 : try resend(destination, after: mark, in: transaction)
  }

  /// Whether a destination's database is another one than the one met last.
  package static func isStranger(
    _ destination: String, epoch: UInt64, in transaction: Transaction
  ) throws(StoreError) -> Bool {
    guard epoch != 0 else { return false }
    return try NodeSettings.text(peerEpoch(destination), in: transaction) != String(epoch)
  }

  private static func peerEpoch(_ destination: String) -> String { "peer-epoch/\(destination)" }

  /// Has what was set aside of a key tried again, since its reason is gone. The destination's machine must `reload`.
  package static func retry(
    _ destination: String, key: String, in transaction: Transaction
  ) throws(StoreError) -> Int {
    try transaction.execute(
      """
      UPDATE outbox SET state = 'pending', refusals = 0, first_refused_at = NULL, next_attempt_at = NULL,
        settled_at = NULL
      WHERE destination = ? AND ordering_key = ? AND state IN ('set-aside', 'pending')
      """,
      [.text(destination), .text(key)])
  }

  /// Forgets what was acknowledged or discarded before an instant. Returns how many.
  package static func prune(settledBefore instant: MallInstant, in transaction: Transaction) throws(StoreError) -> Int {
    try transaction.execute(
      "DELETE FROM outbox WHERE state IN ('acknowledged', 'discarded') AND settled_at < ?", [SQLValue(instant)])
  }

  private static func settle(
    _ sequence: Int64, as state: DeliveryState, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      UPDATE outbox SET state = ?, settled_at = ?, settled_after = ?
      WHERE sequence = ? AND state IN ('pending', 'set-aside')
      """,
      [SQLValue(state), SQLValue(now), .integer(try Counter.last("outbox", in: transaction)), .integer(sequence)])
  }
}
