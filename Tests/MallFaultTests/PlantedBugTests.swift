import Foundation
import MallDomain
import MallTestSupport
import Testing

@testable import MallStore

extension FaultTests {
  /// A checker that finds nothing proves nothing: each kind of bug is planted in the databases of a mall that was well.
  @Suite("The checker is checked")
  struct PlantedBugTests {
    private struct Bug: Sendable {
      var name: String
      var shows: Checker.Invariant
      var isAtGateway: Bool
      var sql: [String]
    }

    /// What belongs to an application or a case, and goes with it.
    private static func parts(_ kind: String) -> [String] {
      ["\(kind)_parts", "\(kind)_events"] + (kind == "application" ? ["application_facts", "application_access"] : [])
    }

    private static let bugs: [Bug] = [
      Bug(
        name: "an acknowledged application is lost", shows: .acknowledgedIsThere, isAtGateway: true,
        sql: (parts("application") + ["applications"]).map { table in
          "DELETE FROM \(table) WHERE case_id = (SELECT MIN(case_id) FROM applications)"
        }),
      Bug(
        name: "a refused application left a trace", shows: .refusedLeavesNothing, isAtGateway: true,
        sql: [
          """
          INSERT INTO applications SELECT '7ZZZZZZZZZZZZZZZZZZZZZZZZZ', agency, service, service_version, state, is_open,
            version, officer, fee, accepted_at, changed_at, due, due_is_estimate FROM applications LIMIT 1
          """
        ]),
      Bug(
        name: "a delivery never came to its agency", shows: .onceAtItsAgency, isAtGateway: false,
        sql: (parts("case") + ["cases"]).map { table in
          "DELETE FROM \(table) WHERE case_id IN (SELECT case_id FROM cases WHERE agency = 'polres')"
        }),
      Bug(
        name: "a delivery took effect twice, at another agency too", shows: .onceAtItsAgency, isAtGateway: true,
        sql: ["UPDATE applications SET agency = 'samsat' WHERE agency = 'polres'"]),
      Bug(
        name: "a step was lost on its way to the mall", shows: .timelinesAgree, isAtGateway: true,
        sql: [
          """
          DELETE FROM application_events WHERE (case_id, step) IN
            (SELECT case_id, MAX(step) FROM application_events GROUP BY case_id)
          """
        ]),
      Bug(
        name: "two steps changed places", shows: .stepsAreAllowed, isAtGateway: true,
        sql: [
          """
          UPDATE application_events SET kind = CASE kind WHEN 'received' THEN 'claimed' ELSE 'received' END
            WHERE kind IN ('received', 'claimed')
          """
        ]),
      Bug(
        name: "a step is missing in between", shows: .stepsAreAllowed, isAtGateway: true,
        sql: ["DELETE FROM application_events WHERE step = 2"]),
      Bug(
        name: "a payment counted twice", shows: .paidOnce, isAtGateway: true,
        // The table itself takes one payment a bill.
        sql: ["UPDATE payments SET amount = 2 * amount"]),
      Bug(
        name: "an acknowledged payment is lost", shows: .paidOnce, isAtGateway: true, sql: ["DELETE FROM payments"]),
      Bug(
        name: "a document's number was given twice", shows: .numbersAreUnique, isAtGateway: false,
        // Rid of its key, which would refuse that.
        sql: [
          "CREATE TABLE copies AS SELECT * FROM issued_documents", "DROP TABLE issued_documents",
          "ALTER TABLE copies RENAME TO issued_documents",
          "UPDATE issued_documents SET number = '7', type = 'akta' WHERE type <> 'akta'",
        ]),
      Bug(
        name: "an issued document is gone", shows: .wordsAreKept, isAtGateway: false,
        sql: ["DELETE FROM issued_documents WHERE case_id IS NOT NULL"]),
      Bug(
        name: "a delivery is stuck", shows: .nothingIsStuck, isAtGateway: true,
        sql: ["UPDATE outbox SET state = 'set-aside' WHERE sequence = 1"]),
    ]

    @Test("Each planted bug shows as what it is, and nothing shows without one")
    func planted() async throws {
      let report = try await FaultRun(rounds: 2, faults: [.kill], itemsARound: 14).run { checker in
        #expect(try checker.violations() == [])
        for bug in Self.bugs {
          let found = try Self.plant(bug, checker)
          #expect(found.contains { $0.invariant == bug.shows }, "\(bug.name): \(found)")
        }
      }
      #expect(report.violations.isEmpty)
      let shown = Set(Self.bugs.map(\.shows))
      #expect(shown == Set(Checker.Invariant.allCases), "every invariant has a bug that breaks it")
    }

    /// Plants a bug in a copy, and asks the checker.
    private static func plant(_ bug: Bug, _ checker: Checker) throws -> [Checker.Violation] {
      let folder = FileManager.default.temporaryDirectory.appending(path: "mall-planted-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      func copy(_ node: NodeDatabase) throws -> NodeDatabase {
        let copy = folder.appending(path: node.folder.lastPathComponent)
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        for name in ["mall.sqlite", "seal.key"] {
          try FileManager.default.copyItem(at: node.folder.appending(path: name), to: copy.appending(path: name))
        }
        return NodeDatabase(folder: copy)
      }
      let copies = Checker(
        gateway: try copy(checker.gateway), agencies: try checker.agencies.map(copy), history: checker.history)
      var changed = 0
      for node in bug.isAtGateway ? [copies.gateway] : copies.agencies {
        try node.write { transaction in
          for sql in bug.sql { changed += try transaction.execute(sql) }
        }
      }
      #expect(changed > 0, "\(bug.name): nothing to break")
      return try copies.violations()
    }
  }
}
