import Crypto
import MallDomain

/// One step of a schema: plain SQL, one or more statements, run once in a transaction of its own.
///
/// A step that was ever released is never changed: later changes are later steps.
package struct Migration: Sendable {
  package let name: String
  package let sql: String

  package init(_ name: String, _ sql: String) {
    self.name = name
    self.sql = sql
  }

  var fingerprint: [UInt8] {
    Array(SHA256.hash(data: Array(sql.utf8)))
  }
}

/// The append-only list of steps of one module's tables.
package struct MigrationList: Sendable {
  package let module: String
  package let steps: [Migration]

  package init(module: String, steps: [Migration]) {
    self.module = module
    self.steps = steps
  }
}

/// Brings a file's schema up to what the program knows; refuses a file that knows more.
struct Migrator {
  static let table = """
    CREATE TABLE IF NOT EXISTS migrations (
      module TEXT NOT NULL,
      position BIGINT NOT NULL,
      name TEXT NOT NULL,
      fingerprint BLOB NOT NULL,
      applied_at BIGINT NOT NULL,
      PRIMARY KEY (module, position)
    )
    """

  private let lists: [MigrationList]

  /// Modules named twice, such as those that a gateway and an agency share, count once.
  init(lists: [MigrationList]) {
    var seen: Set<String> = []
    self.lists = lists.filter { seen.insert($0.module).inserted }
  }

  /// The steps that a file lacks, in order.
  ///
  /// - Throws: `StoreError.newerFile` when the file has steps or modules that the program doesn't know;
  ///   `refusedToOpen` when a step was changed after it was applied.
  func missing(in transaction: Transaction) throws(StoreError) -> [(module: String, position: Int, step: Migration)] {
    var applied: [String: [(name: String, fingerprint: [UInt8])]] = [:]
    for row in try transaction.rows(
      "SELECT module, name, fingerprint FROM migrations ORDER BY module, position")
    {
      applied[try row.text("module"), default: []].append((try row.text("name"), try row.bytes("fingerprint")))
    }
    let known = Set(lists.map(\.module))
    if let stranger = applied.keys.sorted().first(where: { !known.contains($0) }) {
      throw .newerFile("the file has tables of \(stranger), which this program doesn't know: use the newer program")
    }
    var missing: [(module: String, position: Int, step: Migration)] = []
    for list in lists {
      let done = applied[list.module] ?? []
      guard done.count <= list.steps.count else {
        let newer = done[list.steps.count].name
        throw .newerFile("the file has the step \(list.module)/\(newer) of a newer program: use that one")
      }
      for (step, old) in zip(list.steps, done) where step.name != old.name || step.fingerprint != old.fingerprint {
        throw .refusedToOpen("the step \(list.module)/\(old.name) is not the one that made this file")
      }
      for position in done.count..<list.steps.count {
        missing.append((list.module, position, list.steps[position]))
      }
    }
    return missing
  }

  /// Notes a step as applied, in the transaction that applied it.
  static func note(
    module: String, position: Int, step: Migration, at now: MallInstant, in transaction: Transaction
  ) throws(StoreError) {
    try transaction.execute(
      "INSERT INTO migrations (module, position, name, fingerprint, applied_at) VALUES (?, ?, ?, ?, ?)",
      [.text(module), SQLValue(position), .text(step.name), .blob(step.fingerprint), SQLValue(now)])
  }
}
