import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
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

  /// What came of one service: issued; failed; or approved and waiting for its day.
  private enum Outcome: Sendable {
    case issued
    case failed(String)
    case waits(FiledCase)
  }

  func run(_ codes: [String]) async throws {
    let outcomes = try await mall.withCounter { counter in
      let first = try await walkAll(codes, counter)
      let waiting = first.compactMap { if case .waits(let filed) = $0 { filed } else { nil } }
      let issued = first.filter { if case .waits = $0 { false } else { true } }
      return issued + (try await issueOnTheirDay(waiting, counter))
    }
    let failures = outcomes.compactMap { if case .failed(let reason) = $0 { reason } else { nil } }
    #expect(outcomes.count == codes.count)
    #expect(failures.isEmpty, "\(failures.count) of \(codes.count):\n\(failures.sorted().joined(separator: "\n"))")
  }

  private func walkAll(_ codes: [String], _ counter: Counter) async throws -> [Outcome] {
    let queue = Queue(codes)
    return try await withThrowingTaskGroup(of: [Outcome].self) { group in
      for walker in 0..<Self.walkers {
        // Each a citizen of its own: a file that somebody uploaded serves one application.
        group.addTask {
          try await mall.acting(as: .citizen(walker)) { citizen in
            var outcomes: [Outcome] = []
            while let code = queue.next() {
              outcomes.append(await walk(code, citizen, counter))
            }
            return outcomes
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private func walk(_ code: String, _ citizen: MallClient, _ counter: Counter) async -> Outcome {
    do {
      let filed = try await FiledCase.file(code, by: citizen)
      try await counter.approve(filed)
      guard filed.notBefore == nil else { return .waits(filed) }
      return await issue(filed, citizen, counter)
    } catch {
      return .failed("\(code): \(error)")
    }
  }

  private func issue(_ filed: FiledCase, _ citizen: MallClient, _ counter: Counter) async -> Outcome {
    do {
      let document = try await counter.issue(filed, for: citizen)
      guard document.caseID == filed.caseID, document.service == filed.service, !document.number.isEmpty else {
        return .failed("\(filed.service): a document of another case")
      }
      return .issued
    } catch {
      return .failed("\(filed.service): \(error)")
    }
  }

  /// Moves the mall's clock past the day of each case, and issues them.
  private func issueOnTheirDay(_ cases: [FiledCase], _ counter: Counter) async throws -> [Outcome] {
    guard let last = cases.compactMap(\.notBefore).max() else { return [] }
    try await mall.acting(as: .operator) { try await $0.moveClock(to: last) }
    return try await mall.acting(as: .citizen) { citizen in
      var outcomes: [Outcome] = []
      for filed in cases {
        outcomes.append(await issue(filed, citizen, counter))
      }
      return outcomes
    }
  }
}
