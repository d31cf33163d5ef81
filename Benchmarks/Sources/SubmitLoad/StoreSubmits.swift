import ArgumentParser
import Foundation
import Logging
import MallDomain
import MallStore

/// Submits through the mall's own store, with the calls that the gateway's submission makes in its transaction.
struct StoreSubmits: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "store")

  @OptionGroup var load: LoadOptions
  @Option(help: "A folder for the database.")
  var folder: String
  @Option(help: "Writes that may share one commit; without it the store's own limit.")
  var writesPerCommit: Int?

  func run() async throws {
    var options = DatabaseOptions()
    if let writesPerCommit { options.maximumWritesPerCommit = writesPerCommit }
    let database = try Database.open(
      "sqlite:\(folder)/mall.sqlite", migrations: StoreSchema.node + StoreSchema.gateway, options: options,
      logger: Logger(label: "submit-load", factory: { _ in SwiftLogNoOpLogHandler() }))
    let stores = Stores(sealer: try Sealer.load(keyFile: "\(folder)/seal.key"))
    let load = load
    var total = SubmitCounter(load)
    let start = total
    total = try await withThrowingTaskGroup(of: SubmitCounter.self) { group in
      for _ in 0..<load.callers {
        group.addTask {
          var counter = start
          while !counter.isOver {
            let submit = try ExampleSubmit()
            try await database.write { try stores.store(submit, in: $0) }
            counter.submitted()
          }
          return counter
        }
      }
      return try await group.reduce(into: start) { $0.add($1) }
    }
    let rows = try await database.read(limit: .seconds(60)) { transaction in
      try ExampleSubmit.tables.reduce(Int64(0)) { sum, table in
        try sum + (transaction.integer("SELECT COUNT(*) FROM \(table)") ?? 0)
      }
    }
    database.close()
    print(total.report(load, rows: rows))
  }
}

/// The gateway's stores, as its submission uses them for an application without consents.
private struct Stores: Sendable {
  private let sealer: Sealer
  let applications: ApplicationStore
  let idempotency: IdempotencyStore
  let audit: AuditLog

  init(sealer: Sealer) {
    self.sealer = sealer
    applications = ApplicationStore(sealer: sealer)
    idempotency = IdempotencyStore(sealer: sealer)
    audit = AuditLog(sealer: sealer)
  }

  func store(_ submit: ExampleSubmit, in transaction: Transaction) throws {
    let key = IdempotencyKey(
      principal: submit.principal, method: ExampleSubmit.method, key: submit.caseID.text)
    guard try idempotency.answer(key, bodyHash: submit.bodyHash, in: transaction) == nil else {
      throw Refusal(.alreadyExists)
    }
    try applications.insert(
      NewApplication(
        caseID: submit.caseID, agency: try AgencyID(ExampleSubmit.agency),
        service: try ServiceCode(ExampleSubmit.service), serviceVersion: ExampleSubmit.version, state: .submitted,
        trackingCode: submit.trackingCode, content: submit.content, facts: submit.facts, submitter: submit.principal,
        acceptedAt: submit.at, due: submit.due, dueIsEstimate: false),
      in: transaction)
    let step = try applications.timeline.lastStep(submit.caseID, in: transaction) + 1
    try applications.timeline.append(
      TimelineEntry(
        caseID: submit.caseID, step: step, kind: "submitted", at: submit.at, actor: "citizen",
        payload: ExampleSubmit.payload, note: nil),
      in: transaction)
    try Outbox.enqueue(
      destination: ExampleSubmit.agency, orderingKey: submit.caseID.text, kind: "application-filed",
      content: submit.delivery, sealedBy: sealer, at: submit.at, in: transaction)
    try applications.parts.set(submit.caseID, part: .lifecycle, bytes: submit.lifecycle, in: transaction)
    try applications.update(
      submit.caseID, expecting: nil, state: .submitted, due: submit.due, dueIsEstimate: false, at: submit.at,
      in: transaction)
    try audit.append(
      AuditEntry(
        at: submit.at, principal: submit.principal, method: ExampleSubmit.method, purpose: "application",
        caseID: submit.caseID, subject: nil, detail: ExampleSubmit.service, outcome: .ok),
      in: transaction)
    try idempotency.record(key, bodyHash: submit.bodyHash, answer: submit.answer, at: submit.at, in: transaction)
  }
}
