import Foundation
import MallTestSupport
import Testing

extension FaultTests {
  @Suite("What was acknowledged gets done")
  struct KillTests {
    /// Few where every change is checked; `make soak` takes a thousand.
    private static let rounds = ProcessInfo.processInfo.environment["MALL_FAULT_ROUNDS"].flatMap { Int($0) }

    @Test("Processes are killed at any moment")
    func kills() async throws {
      let report = try await FaultRun(rounds: Self.rounds ?? 25, faults: [.kill]).run()
      #expect(report.violations.isEmpty, "\(report.violations)")
      #expect(report.faults[.kill] == report.rounds)
      #expect(report.driver.submits > report.rounds)
    }

    @Test("Lines are cut, slow or deaf on one side, processes stand still, clocks jump")
    func everythingElse() async throws {
      let report = try await FaultRun(
        rounds: Self.rounds ?? 14, faults: [.pause, .cut, .cut, .slow, .deafGateway, .deafAgency, .clockJump, .kill]
      ).run()
      #expect(report.violations.isEmpty, "\(report.violations)")
      #expect(report.faults.count > 2)
    }
  }
}
