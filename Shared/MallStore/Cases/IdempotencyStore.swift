import MallDomain

/// Names a request that must have one effect however often it is sent.
package struct IdempotencyKey: Hashable, Sendable {
  package var principal: Principal
  package var method: String
  /// Chosen by the sender.
  package var key: String

  package init(principal: Principal, method: String, key: String) {
    self.principal = principal
    self.method = method
    self.key = key
  }
}

/// The answers given to requests with an idempotency key. Keys are scoped to voucher, subject and method.
package struct IdempotencyStore: Sendable {
  /// How long answers are kept.
  package static let retention = Duration.seconds(400 * 86_400)

  static let migrations = MigrationList(
    module: "idempotency",
    steps: [
      Migration(
        "idempotency",
        """
        CREATE TABLE idempotency (
          voucher TEXT NOT NULL,
          subject BLOB NOT NULL,
          method TEXT NOT NULL,
          key TEXT NOT NULL,
          body_hash BLOB NOT NULL,
          answer BLOB NOT NULL,
          at BIGINT NOT NULL,
          PRIMARY KEY (voucher, subject, method, key)
        );
        CREATE INDEX idempotency_by_time ON idempotency (at);
        """)
    ])

  private let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
  }

  /// The answer given before; nil when the key is new.
  ///
  /// - Throws: `Refusal` (`already_exists`) when the key was used with another body.
  package func answer(
    _ key: IdempotencyKey, bodyHash: [UInt8], in transaction: Transaction
  ) throws -> [UInt8]? {
    let row = try transaction.row(
      "SELECT body_hash, answer FROM idempotency WHERE voucher = ? AND subject = ? AND method = ? AND key = ?",
      columns(key))
    guard let row else { return nil }
    guard try row.bytes("body_hash") == bodyHash else {
      throw Refusal(.alreadyExists, Message(.requestIdempotencyConflict))
    }
    return try sealer.open(try row.bytes("answer"), for: place(key))
  }

  /// Keeps the answer, in the transaction of the effect.
  package func record(
    _ key: IdempotencyKey, bodyHash: [UInt8], answer: [UInt8], at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      """
      INSERT INTO idempotency (voucher, subject, method, key, body_hash, answer, at) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      columns(key) + [.blob(bodyHash), .blob(sealer.seal(answer, for: place(key))), SQLValue(now)])
  }

  /// Forgets what is older than an instant; returns how many.
  package func prune(before instant: MallInstant, in transaction: Transaction) throws(StoreError) -> Int {
    try transaction.execute("DELETE FROM idempotency WHERE at < ?", [SQLValue(instant)])
  }

  private func columns(_ key: IdempotencyKey) -> [SQLValue] {
    [SQLValue(key.principal.voucher), .blob(subjectHash(key)), .text(key.method), .text(key.key)]
  }

  private func subjectHash(_ key: IdempotencyKey) -> [UInt8] {
    sealer.lookupHash("\(key.principal.role.rawValue) \(key.principal.subject)", purpose: "idempotency")
  }

  private func place(_ key: IdempotencyKey) -> String {
    "idempotency.answer:\(key.principal.voucher)/\(key.method)/\(key.key)"
  }
}
