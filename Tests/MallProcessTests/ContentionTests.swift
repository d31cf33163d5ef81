import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests.SharedMallTests {
  /// Two people at once over the same thing: exactly one wins, and the other learns why.
  @Suite("Contention")
  struct ContentionTests {
    private static let register = "disdukcapil"

    @Test("Two officers take and decide one case at once: one of them does")
    func officers() async throws {
      let mall = try TestMall.shared()
      let filed = try await mall.acting(as: .citizen) { try await FiledCase.file("polres.surat-kehilangan", by: $0) }
      try await mall.acting(as: .officer) { officer in
        try await mall.acting(as: .colleague) { colleague in
          _ = try await officer.track(filed.trackingCode, until: .received)
          let claims = try await atOnce([officer, colleague]) { try await $0.claim(filed.caseID, of: filed.agency) }
          #expect(claims.count { $0 == nil } == 1)
          let refusal = try #require(claims.compactMap { $0 }.first)
          #expect(refusal.code == .failedPrecondition)
          #expect(!refusal.message.text(.indonesian).isEmpty)

          let decisions = try await atOnce([officer, colleague]) {
            try await $0.approve(filed.caseID, of: filed.agency)
          }
          #expect(decisions.count { $0 == nil } == 1)
          #expect(decisions.compactMap { $0?.code } == [.failedPrecondition])

          // Whoever holds it decides once, also in two windows.
          let holder = claims[0] == nil ? officer : colleague
          let issues = try await atOnce([holder, holder]) { try await $0.issue(filed.caseID, of: filed.agency) }
          #expect(issues.count { $0 == nil } == 1)
          #expect(issues.compactMap { $0?.code }.allSatisfy { $0 == .failedPrecondition || $0 == .aborted })
        }
      }
    }

    @Test("One birth, reported twice and issued at once: one certificate, and the other officer reads why")
    func births() async throws {
      let mall = try TestMall.shared()
      let cases = try await mall.acting(as: .citizen) { citizen in
        let content = try await citizen.example(of: "\(Self.register).akta-kelahiran")
        return [
          try await FiledCase.file(content, by: citizen), try await FiledCase.file(content, by: citizen),
        ]
      }
      try await mall.withCounter { counter in
        for filed in cases { try await counter.approve(filed) }
        let results = try await atOnce(cases) { try await counter.officer.issue($0.caseID, of: $0.agency) }
        #expect(results.count { $0 == nil } == 1)
        let refusal = try #require(results.compactMap { $0 }.first)
        #expect(refusal.code == .failedPrecondition)
        // The check that stands against it, by its field.
        #expect(refusal.violations.map(\.field) == ["nama-anak"])
        // What lost left no trace: the case still waits for its officer, who rejects it.
        let lost = cases[results[0] == nil ? 1 : 0]
        #expect(try await counter.officer.show(lost.caseID, of: lost.agency).summary?.state == "approved")
        _ = try await counter.officer.reject(lost.caseID, of: lost.agency, reason: "Sudah dicatat")
        _ = try await counter.officer.track(lost.trackingCode, until: .rejected)
      }
    }

    /// Does the same for each at the same time; nil for whom it worked.
    private func atOnce<Who: Sendable, Done: Sendable>(
      _ all: [Who], _ act: @escaping @Sendable (Who) async throws -> Done
    ) async throws -> [Refusal?] {
      try await withThrowingTaskGroup(of: (Int, Refusal?).self) { group in
        for (index, one) in all.enumerated() {
          group.addTask {
            do {
              _ = try await act(one)
              return (index, nil)
            } catch let refusal as Refusal {
              return (index, refusal)
            }
          }
        }
        var results = [Refusal?](repeating: nil, count: all.count)
        for try await (index, refusal) in group { results[index] = refusal }
        return results
      }
    }
  }
}
