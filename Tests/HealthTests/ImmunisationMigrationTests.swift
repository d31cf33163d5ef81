import Foundation
import Logging
import MallDomain
import MallStore
import Testing

@testable import Health

/// Plans that were kept before each entry was.
@Suite("Immunisation plans of an older version")
struct ImmunisationMigrationTests {
  @Test("What was kept once for each vaccine becomes entries, with the same child, doses and end")
  func moved() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "health-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func open(_ steps: some Sequence<Migration>) throws -> Database {
      try Database.open(
        "sqlite:" + folder.appending(path: "mall.sqlite").path,
        migrations: StoreSchema.node + [MigrationList(module: "health", steps: Array(steps))], clock: .system,
        logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
    let sealer = try Sealer.load(keyFile: folder.appending(path: "seal.key").path)
    let steps = RegistrySchema.migrations.steps
    let child = ImmunisedChild(
      nik: try NIK("1802077103260001"), mother: nil, born: try #require(LocalDate("2026-03-31")))
    let caseID = CaseID(at: MallInstant(milliseconds: 1_000), bytes: Array(repeating: 7, count: 32))

    let old = try open(steps.prefix { $0.name != "immunisation entries" })
    try await old.write { transaction in
      try transaction.execute(
        """
        INSERT INTO immunisation_plans (entry, nik_hash, record, opened_at, opened_by, ended_on)
        VALUES (4, ?, ?, 5000, ?, '2026-06-20')
        """,
        [
          .blob(sealer.lookupHash(child.nik.text, purpose: "immunised-child")),
          .blob(sealer.seal(Array(try JSONEncoder().encode(child)), for: "immunisation_plans.record:4")),
          SQLValue(caseID),
        ])
      for (vaccine, day, at) in [("OPV1", "2026-05-02", 7_000), ("BCG", "2026-05-01", 6_000)]
        as [(String, String, Int64)]
      {
        try transaction.execute(
          """
          INSERT INTO immunisation_doses (entry, vaccine, given_on, recorded_at, case_id, officer)
          VALUES (4, ?, ?, ?, ?, 'siti')
          """, [.text(vaccine), .text(day), .integer(at), SQLValue(caseID)])
      }
    }
    old.close()

    let new = try open(steps)
    defer { new.close() }
    let table = ImmunisationTable(sealer: sealer)
    var plan = try #require(try await new.read { try table.find(child.nik, in: $0) })
    #expect(plan.number == 4)
    #expect(
      plan.entries.map(\.event) == [
        .opened(child), .given(.bcg, try #require(LocalDate("2026-05-01"))),
        .given(.polio1, try #require(LocalDate("2026-05-02"))), .ended(try #require(LocalDate("2026-06-20"))),
      ])
    #expect(plan.entries[1].officer == "siti" && plan.entries[1].caseID == caseID)
    // And it goes on.
    let dose = ImmunisationEntry(
      event: .given(.polio2, try #require(LocalDate("2026-06-10"))), recordedAt: MallInstant(milliseconds: 9_000),
      caseID: caseID, officer: nil)
    let before = plan
    plan = try await new.write { transaction in
      var longer = before
      try table.enter(dose, in: &longer, transaction)
      return try #require(try table.find(child.nik, in: transaction))
    }
    #expect(plan.entries.last == dose)
  }
}
