import MallDomain

/// The name of a delivery, which is never used twice.
package struct DeliveryName: Hashable, Sendable {
  package var sender: NodeID
  package var epoch: UInt64
  package var sequence: Int64

  package init(sender: NodeID, epoch: UInt64, sequence: Int64) {
    self.sender = sender
    self.epoch = epoch
    self.sequence = sequence
  }
}

/// The names of deliveries that came in, each recorded in the transaction of its effect, so that a repeat does nothing.
package enum Inbox {
  static let migrations = MigrationList(
    module: "inbox",
    steps: [
      Migration(
        "inbox",
        """
        CREATE TABLE inbox (
          sender TEXT NOT NULL,
          epoch BIGINT NOT NULL,
          sequence BIGINT NOT NULL,
          body_hash BLOB NOT NULL,
          answer BLOB NOT NULL,
          received_at BIGINT NOT NULL,
          PRIMARY KEY (sender, epoch, sequence)
        );
        CREATE TABLE inbox_marks (
          sender TEXT PRIMARY KEY NOT NULL,
          epoch BIGINT NOT NULL,
          sequence BIGINT NOT NULL
        );
        """)
    ])

  package enum Receipt: Hashable, Sendable {
    /// First seen: do its effect in the same transaction.
    case new
    /// Seen before: answer as then, do nothing.
    case repeated(answer: [UInt8])
  }

  /// Records a name, or tells that it is known.
  ///
  /// - Throws: `Refusal` (`already_exists`) when the name came before with another body: the sender is broken, and the
  ///   link ends.
  package static func record(
    _ name: DeliveryName, bodyHash: [UInt8], at now: MallInstant, in transaction: Transaction
  ) throws -> Receipt {
    let known = try transaction.row(
      "SELECT body_hash, answer FROM inbox WHERE sender = ? AND epoch = ? AND sequence = ?", key(name))
    if let known {
      guard try known.bytes("body_hash") == bodyHash else {
        throw Refusal(.alreadyExists, detail: "a delivery of this name with another body")
      }
      return .repeated(answer: try known.bytes("answer"))
    }
    try transaction.execute(
      "INSERT INTO inbox (sender, epoch, sequence, body_hash, answer, received_at) VALUES (?, ?, ?, ?, ?, ?)",
      key(name) + [.blob(bodyHash), .blob([]), SQLValue(now)])
    try advanceMark(name, in: transaction)
    return .new
  }

  /// Keeps the answer for repeats. Without one, repeats are answered with no bytes.
  package static func setAnswer(
    _ name: DeliveryName, _ answer: [UInt8], in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      "UPDATE inbox SET answer = ? WHERE sender = ? AND epoch = ? AND sequence = ?", [.blob(answer)] + key(name))
  }

  /// The newest sequence of a sender's epoch; 0 for none.
  package static func highestSequence(
    sender: NodeID, epoch: UInt64, in transaction: Transaction
  ) throws(StoreError) -> Int64 {
    try transaction.integer(
      "SELECT MAX(sequence) FROM inbox WHERE sender = ? AND epoch = ?", [SQLValue(sender), SQLValue(bits: epoch)]) ?? 0
  }

  /// What hello and welcome carry: the epoch in which a sender last spoke, and the newest sequence of it.
  package static func mark(
    sender: NodeID, in transaction: Transaction
  ) throws(StoreError) -> (epoch: UInt64, sequence: Int64)? {
    let row = try transaction.row("SELECT epoch, sequence FROM inbox_marks WHERE sender = ?", [SQLValue(sender)])
    guard let row else { return nil }
    return (try row.bits("epoch"), try row.integer("sequence"))
  }

  /// The newest delivery of each sender that has sent any.
  package static func marks(
    in transaction: Transaction
  ) throws -> [NodeID: (epoch: UInt64, sequence: Int64)] {
    var marks: [NodeID: (epoch: UInt64, sequence: Int64)] = [:]
    for row in try transaction.rows("SELECT sender, epoch, sequence FROM inbox_marks") {
      marks[try row.identifier("sender", as: NodeID.self)] = (try row.bits("epoch"), try row.integer("sequence"))
    }
    return marks
  }

  private static func advanceMark(_ name: DeliveryName, in transaction: Transaction) throws(StoreError) {
    let highest = try highestSequence(sender: name.sender, epoch: name.epoch, in: transaction)
    try transaction.execute(
      """
      INSERT INTO inbox_marks (sender, epoch, sequence) VALUES (?, ?, ?)
      ON CONFLICT (sender) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence
      """,
      [SQLValue(name.sender), SQLValue(bits: name.epoch), .integer(highest)])
  }

  private static func key(_ name: DeliveryName) -> [SQLValue] {
    [SQLValue(name.sender), SQLValue(bits: name.epoch), .integer(name.sequence)]
  }
}
