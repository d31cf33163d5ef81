import Foundation
import MallDomain
import MallNode
import MallWire
import Synchronization
import Testing

extension ProcessTests.SharedMallTests {
  @Suite("From the catalogue to the document")
  struct WalkTests {
    private static let agencies = 29
    private static let services = 161
    private static let sample = 30

    @Test("All agencies are connected and all services listed")
    func catalogue() async throws {
      let mall = try TestMall.shared()
      let agencies = try await mall.agencies()
      #expect(agencies.count == Self.agencies)
      #expect(agencies.filter { !$0.connected }.map(\.id) == [])
      #expect(agencies.map { Int($0.services) }.reduce(0, +) == Self.services)
      let services = try await mall.acting(as: .citizen) { try await $0.services() }
      #expect(Set(services.map(\.code)).count == Self.services)
      #expect(services.filter { !$0.available }.map(\.code) == [])
    }

    @Test("The example of every service is accepted, delivered, approved and issued; and again, in any order")
    func walk() async throws {
      let mall = try TestMall.shared()
      var generator = Seed.generator()
      let codes = try await mall.acting(as: .citizen) { try await $0.services() }.map(\.code)
      try await Walk(mall: mall).run(codes.shuffled(using: &generator))
      try await Walk(mall: mall).run(Array(codes.shuffled(using: &generator).prefix(Self.sample)))
    }
  }
}

/// Takes services from their example to their document, several at a time.
struct Walk: Sendable {
  var mall: TestMall

  private static let walkers = 8

  /// What came of one service.
  private struct Failure: Sendable {
    var service: String
    var reason: String
  }

  func run(_ codes: [String]) async throws {
    let queue = Mutex(ArraySlice(codes))
    let outcomes = try await withThrowingTaskGroup(of: [Outcome].self) { group in
      for walker in 0..<Self.walkers {
        group.addTask { try await walk(as: .citizen(walker)) { queue.withLock { $0.popFirst() } } }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let later = outcomes.compactMap(\.filed)
    let failures = outcomes.compactMap(\.failure) + (try await issueLater(later))
    #expect(outcomes.count == codes.count)
    #expect(
      failures.isEmpty,
      "\(failures.count) of \(codes.count) failed:\n\(failures.sorted().joined(separator: "\n"))")
  }

  /// Issued, failed, or approved and waiting for its day.
  private struct Outcome: Sendable {
    var failure: String?
    var filed: FiledCase?
  }

  private func walk(as person: Badges.Person, next: @escaping @Sendable () -> String?) async throws -> [Outcome] {
    try await withCounter { counter in
      try await mall.acting(as: person) { citizen in
        var outcomes: [Outcome] = []
        while let code = next() {
          outcomes.append(await walk(code, citizen, counter))
        }
        return outcomes
      }
    }
  }

  private func walk(_ code: String, _ citizen: MallClient, _ counter: Counter) async -> Outcome {
    do {
      let filed = try await FiledCase.file(code, by: citizen)
      try await counter.approve(filed)
      if filed.notBefore != nil { return Outcome(filed: filed) }
      let document = try await counter.issue(filed, for: citizen)
      try check(document, of: filed)
      return Outcome()
    } catch {
      return Outcome(failure: "\(code): \(error)")
    }
  }

  /// Moves the mall's clock past the day of each case and issues them.
  private func issueLater(_ cases: [FiledCase]) async throws -> [String] {
    guard let last = cases.compactMap(\.notBefore).max() else { return [] }
    try await mall.acting(as: .operator) { try await $0.moveClock(to: last) }
    return try await withCounter { counter in
      try await mall.acting(as: .citizen) { citizen in
        var failures: [String] = []
        for filed in cases {
          do {
            try check(try await counter.issue(filed, for: citizen), of: filed)
          } catch {
            failures.append("\(filed.service), after its day: \(error)")
          }
        }
        return failures
      }
    }
  }

  private func check(_ document: Wire.Document, of filed: FiledCase) throws {
    guard document.caseID == filed.caseID, document.service == filed.service, !document.number.isEmpty else {
      throw OutOfPatience(description: "a document of another case: \(document.service) \(document.number)")
    }
  }

  private func withCounter<Result: Sendable>(
    _ body: @escaping @Sendable (Counter) async throws -> Result
  ) async throws -> Result {
    // One link of the bank: a bank is one process, whose second link the gateway refuses.
    try await body(try await mall.counter())
  }
}
