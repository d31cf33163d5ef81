import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

@Suite struct ReservationTests {
  private func reserve(
    _ world: IdentityWorld, _ nik: NIK, for caseID: CaseID, until: String?
  ) async throws -> ExchangeAnswer {
    let table = PersonReservationTable(sealer: world.sealer)
    let reservation = PersonReservation(
      person: nik, caseID: caseID, agency: try AgencyID("kemenag"), until: until.flatMap { LocalDate($0) })
    let now = world.now
    return try await world.database.write { try table.reserve(reservation, at: now, in: $0) }
  }

  @Test func `A person is held for one case until it gives back or its lease lapses`() async throws {
    try await IdentityWorld.run { world in
      let cases = (0..<2).map { _ in CaseID.make(at: world.now) }
      // Somebody whom the register doesn't know may be held as well.
      let nik = try NIK("1871015708880004")
      #expect(try await reserve(world, nik, for: cases[0], until: "2026-12-20").verdict == .yes)
      #expect(try await reserve(world, nik, for: cases[0], until: "2026-12-24").verdict == .yes)
      let refused = try await reserve(world, nik, for: cases[1], until: "2026-12-20")
      #expect(refused.verdict == .no && refused.values == ["held-by": "kemenag", "until": "2026-12-24"])
      // What one doesn't hold, one doesn't give back.
      #expect(try await reserve(world, nik, for: cases[1], until: nil).verdict == .yes)
      #expect(try await reserve(world, nik, for: cases[1], until: "2026-12-20").verdict == .no)
      #expect(try await reserve(world, nik, for: cases[0], until: nil).verdict == .yes)
      #expect(try await reserve(world, nik, for: cases[1], until: "2026-11-22").verdict == .yes)
      // That lease has lapsed.
      #expect(try await reserve(world, nik, for: cases[0], until: "2026-12-20").verdict == .yes)
    }
  }

  @Test func `Of many cases that ask at once exactly one holds the person`() async throws {
    try await IdentityWorld.run { world in
      let nik = try NIK("1871015708880004")
      let verdicts = try await withThrowingTaskGroup(of: ExchangeAnswer.Verdict.self) { group in
        for _ in 0..<20 {
          group.addTask {
            let caseID = CaseID.make(at: world.now)
            return try await reserve(world, nik, for: caseID, until: "2026-12-20").verdict
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(verdicts.count { $0 == .yes } == 1)
    }
  }
}
