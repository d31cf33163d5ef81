import ArgumentParser
import Foundation
import MallDomain
import MallStore
import Synchronization

/// Submits to PostgreSQL: the same tables and rows as the mall's store, one connection and one thread a caller.
struct PostgresSubmits: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "postgres")

  @OptionGroup var load: LoadOptions
  @Option(help: "libpq's connection parameters, of an empty database.")
  var connection: String
  @Option(help: "A folder for the key that seals.")
  var folder: String

  func run() throws {
    let first = try PostgresConnection(connection)
    try PostgresSchema.create(on: first)
    let sealer = try Sealer.load(keyFile: "\(folder)/seal.key")
    let connections = try (0..<load.callers).map { _ in try PostgresConnection(connection) }
    let start = SubmitCounter(load)
    let outcome = Mutex<Result<SubmitCounter, any Error>>(.success(start))
    let finished = DispatchGroup()
    for connection in connections {
      // Only this thread uses it from here on.
      nonisolated(unsafe) let connection = connection
      finished.enter()
      Thread {
        let result = Result { try Self.submit(on: connection, sealer: sealer, counting: start) }
        outcome.withLock { outcome in
          outcome = outcome.flatMap { total in
            result.map { counter in
              var total = total
              total.add(counter)
              return total
            }
          }
        }
        finished.leave()
      }.start()
    }
    finished.wait()
    let total = try outcome.withLock { try $0.get() }
    let rows = try ExampleSubmit.tables.reduce(Int64(0)) { sum, table in
      sum + (try first.run("SELECT COUNT(*) FROM \(table)").flatMap(Int64.init) ?? 0)
    }
    print(total.report(load, rows: rows))
  }

  private static func submit(
    on connection: PostgresConnection, sealer: Sealer, counting start: SubmitCounter
  ) throws -> SubmitCounter {
    var counter = start
    while !counter.isOver {
      try connection.transaction(PostgresRows.statements(for: try ExampleSubmit(), sealer: sealer))
      counter.submitted()
    }
    return counter
  }
}

/// The store's own tables and indexes, with PostgreSQL's names for types.
enum PostgresSchema {
  static func create(on connection: PostgresConnection) throws {
    // What the store counts without gaps is counted with gaps here: gap-free counters would make every submit wait for
    // the one before it.
    try connection.run("CREATE SEQUENCE outbox_sequence; CREATE SEQUENCE audit_sequence")
    for list in StoreSchema.node + StoreSchema.gateway {
      for step in list.steps {
        try connection.run(step.sql.replacing(" BLOB", with: " BYTEA"))
      }
    }
  }
}
