import Foundation
import MallDomain

@testable import MallStore

/// A case as a node's database tells of it.
struct RecordedCase {
  var agency: String
  var state: String
  var entries: [TimelineEntry]

  /// Numbers of its steps, in their order.
  var steps: [Int] { entries.map { Int($0.step) } }
  var kinds: [String] { entries.map(\.kind) }

  /// Its steps as events. The table names no officer: one stands for all of them.
  func events() throws -> [CaseEvent] {
    try entries.map { entry in
      guard let step = CaseStep(rawValue: entry.kind) else {
        throw Refusal(.dataLoss, detail: "a step of the kind \(entry.kind)")
      }
      var details = try JSONDecoder().decode(CaseEventDetails.self, from: Data(entry.payload.utf8))
      details.note = entry.note ?? ""
      let actor = CaseActor(entry.actor) ?? .officer("officer")
      return CaseEvent(CaseEvent.Kind(step: step, details: details), at: entry.at, by: actor)
    }
  }
}

/// A stopped node's database, and the key to what is sealed in it.
struct NodeDatabase {
  var folder: URL

  var path: String { folder.appending(path: "mall.sqlite").path }

  func sealer() throws -> Sealer { try Sealer.load(keyFile: folder.appending(path: "seal.key").path) }

  func read<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
    try DatabaseCopy.read(path, body)
  }

  func write(_ body: (Transaction) throws -> Void) throws {
    try DatabaseCopy.write(path, body)
  }

  fileprivate static func cases(
    _ table: String, _ timeline: Timeline, in transaction: Transaction
  ) throws -> [String: RecordedCase] {
    var cases: [String: RecordedCase] = [:]
    for row in try transaction.rows("SELECT case_id, agency, state FROM \(table)") {
      let id = try row.text("case_id")
      cases[id] = RecordedCase(
        agency: try row.text("agency"), state: try row.text("state"),
        entries: try timeline.entries(CaseID(id), limit: 1000, in: transaction))
    }
    return cases
  }

  /// Deliveries that are not settled, whether they may go or were set aside.
  fileprivate static func waiting(in transaction: Transaction) throws -> Int {
    Int(try transaction.integer("SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'set-aside')") ?? 0)
  }
}

/// What the checker reads of a gateway.
struct GatewayRecords {
  var cases: [String: RecordedCase]
  /// Amounts by billing code.
  var payments: [String: [Int64]] = [:]
  var receiptNumbers: [String]
  var waiting: Int

  init(_ database: NodeDatabase) throws {
    let timeline = ApplicationStore(sealer: try database.sealer()).timeline
    self = try database.read { try GatewayRecords(timeline, in: $0) }
  }

  private init(_ timeline: Timeline, in transaction: Transaction) throws {
    cases = try NodeDatabase.cases("applications", timeline, in: transaction)
    for row in try transaction.rows("SELECT billing_code, amount FROM payments") {
      payments[try row.text("billing_code"), default: []].append(try row.integer("amount"))
    }
    receiptNumbers = try transaction.rows("SELECT receipt_number FROM bills WHERE receipt_number IS NOT NULL")
      .map { try $0.text("receipt_number") }
    waiting = try NodeDatabase.waiting(in: transaction)
  }
}

/// What the checker reads of an agency's node.
struct AgencyRecords {
  var cases: [String: RecordedCase]
  var numbers: [String] = []
  /// Numbers of documents by case.
  var documents: [String: [String]] = [:]
  var waiting: Int

  init(_ database: NodeDatabase) throws {
    let timeline = CaseStore(sealer: try database.sealer()).timeline
    self = try database.read { try AgencyRecords(timeline, in: $0) }
  }

  private init(_ timeline: Timeline, in transaction: Transaction) throws {
    cases = try NodeDatabase.cases("cases", timeline, in: transaction)
    for row in try transaction.rows("SELECT agency, type, number, case_id FROM issued_documents") {
      let number = try row.text("number")
      numbers.append("\(try row.text("agency")) \(try row.text("type")) \(number)")
      if let id = try row.optionalText("case_id") { documents[id, default: []].append(number) }
    }
    waiting = try NodeDatabase.waiting(in: transaction)
  }
}
