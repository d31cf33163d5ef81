import MallDomain

/// What a database knows about itself and its node: named texts.
package enum NodeSettings {
  /// How far a demonstration or a test has moved the mall's clock, in milliseconds.
  package static let clockOffsetName = "clock-offset-milliseconds"
  private static let epochName = "epoch"
  private static let nodeName = "node"

  package static func text(_ name: String, in transaction: Transaction) throws(StoreError) -> String? {
    try transaction.row("SELECT value FROM node_settings WHERE name = ?", [.text(name)])?.text("value")
  }

  /// Sets a value, or removes it when nil.
  package static func set(_ name: String, to value: String?, in transaction: Transaction) throws(StoreError) {
    guard let value else {
      try transaction.execute("DELETE FROM node_settings WHERE name = ?", [.text(name)])
      return
    }
    try transaction.execute(
      """
      INSERT INTO node_settings (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """,
      [.text(name), .text(value)])
  }

  /// The database's epoch: 63 random bits, drawn when it is made.
  static func epoch(in transaction: Transaction) throws(StoreError) -> UInt64 {
    if let epoch = try text(epochName, in: transaction).flatMap({ UInt64($0) }) { return epoch }
    return try renewEpoch(in: transaction)
  }

  /// Draws a new epoch: after a restore from a backup, so that no name of a delivery is used twice.
  ///
  /// It counts from the next opening of the database.
  @discardableResult
  package static func renewEpoch(in transaction: Transaction) throws(StoreError) -> UInt64 {
    let epoch = UInt64.random(in: 1...UInt64(Int64.max))
    try set(epochName, to: String(epoch), in: transaction)
    return epoch
  }

  /// Binds the database to its node.
  ///
  /// - Throws: `StoreError.refusedToOpen` when it is another node's.
  package static func claim(_ node: NodeID, in transaction: Transaction) throws(StoreError) {
    if let owner = try text(nodeName, in: transaction) {
      guard owner == node.text else {
        throw .refusedToOpen("the database belongs to the node \(owner), not to \(node): choose another path")
      }
      return
    }
    try set(nodeName, to: node.text, in: transaction)
  }
}
