import Foundation
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

/// Whether look-ups stay as quick as the register grows: prints both times (`make scale`: 10,000 and 1,000,000 residents).
@Suite struct ScaleTests {
  private static let sizes =
    ProcessInfo.processInfo.environment["MALL_SCALE"].map { $0.split(separator: ",").compactMap { Int($0) } }
    ?? [200, 800]
  private static let searches = 200

  @Test func `By NIK, by family card, by name, by likeness: printed for each size`() async throws {
    for size in Self.sizes {
      try await IdentityWorld.run { world in
        let niks = try await world.seed(residents: size)
        let asked = stride(from: 0, to: niks.count, by: max(1, niks.count / Self.searches)).map { niks[$0] }
        var times: [String: [Duration]] = [:]
        func time<Value>(_ what: String, _ body: () async throws -> Value) async throws -> Value {
          let start = ContinuousClock.now
          let value = try await body()
          times[what, default: []].append(ContinuousClock.now - start)
          return value
        }
        for nik in asked {
          let person = try await time("NIK") { try await world.resident(nik) }
          let family = try await time("family card") { try await world.members(with: nik) }
          #expect(family.members.contains { $0.nik == nik })
          let named = try await time("name") { try await world.found(person.name) }
          #expect(named.first?.likeness == 1)
          let born = try await time("name and day") { try await world.found(person.name, born: person.birthDate) }
          #expect(born.contains { $0.resident.nik == nik })
          let alike = try await time("likeness") { try await world.duplicates(of: PersonLikeness(person)) }
          #expect(alike.contains { $0.resident.nik == nik })
        }
        let shown = times.sorted { $0.key < $1.key }.map { what, taken in
          "\(what) \(taken.sorted()[taken.count / 2])"
        }
        print("scale \(niks.count): medians of \(asked.count): \(shown.joined(separator: ", "))")
      }
    }
  }
}
