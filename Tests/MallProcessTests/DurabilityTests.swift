import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Synchronization
import Testing

extension ProcessTests {
  @Suite("Killed at any time", .wholeMall)
  struct DurabilityTests {
    /// How often a process is killed: few where every change is checked, a thousand in the long run.
    private static let rounds = ProcessInfo.processInfo.environment["MALL_KILL_ROUNDS"].flatMap { Int($0) } ?? 3
    private static let applicationsARound = 20
    private static let applicants = 4

    @Test("Every acknowledged application is there, once, and gets finished")
    func kills() async throws {
      let mall = try TestMall.shared()
      let work = Workload(try await mall.acting(as: .citizen) { try await Self.examples($0) })
      try await withThrowingTaskGroup(of: Void.self) { group in
        for applicant in 0..<Self.applicants {
          group.addTask { try await apply(work, as: .citizen(applicant), at: mall) }
        }
        try await kill(at: mall, whenever: "applications are acknowledged") { work.acknowledged.count }
        try await group.waitForAll()
      }
      try await expectEachOnce(work, at: mall)

      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await finishAll(work, at: mall) }
        try await kill(at: mall, whenever: "cases are finished") { work.finished }
        try await group.waitForAll()
      }
      let states = try await mall.acting(as: .officer) { officer in
        try await Self.states(of: work.acknowledged, officer)
      }
      #expect(states == [CaseState.issued.rawValue])
    }

    /// Examples of services, drawn from all that can be finished on any day. Made while all is well: the people in them
    /// must be known to the population register.
    private static func examples(_ citizen: MallClient) async throws -> [Wire.ApplicationContent] {
      var generator = Seed.generator()
      let codes = try await citizen.services().map(\.code)
      var examples: [Wire.ApplicationContent] = []
      while examples.count < rounds * applicationsARound {
        let example = try await citizen.example(of: try #require(codes.randomElement(using: &generator)))
        if example.value(FiledCase.contractDate) == nil { examples.append(example) }
      }
      return examples
    }

    /// Hands in what is left of the work; what was not acknowledged is handed in again with the same key.
    private func apply(_ work: Workload, as person: Badges.Person, at mall: TestMall) async throws {
      while let item = work.next() {
        let filed = try await Patience.wait(for: "an acknowledgement of \(item.key)") {
          try await persist {
            try await mall.acting(as: person) { try await FiledCase.file(item.content, by: $0, key: item.key) }
          }
        }
        let again = try await Patience.wait(for: "a second acknowledgement of \(item.key)") {
          try await persist {
            try await mall.acting(as: person) { try await $0.submit(item.content, key: item.key) }
          }
        }
        #expect(again.trackingCode == filed.trackingCode, "the same key, the same answer")
        work.acknowledge(filed)
      }
    }

    /// Brings every case to its end, over links that are made anew when they break.
    private func finishAll(_ work: Workload, at mall: TestMall) async throws {
      while work.unfinished != nil {
        _ = try await persist {
          try await mall.withCounter { counter in
            while let filed = work.unfinished {
              try await counter.finish(filed)
              work.noteFinished()
            }
          }
        }
      }
    }

    /// An answer, or nil where the mall was away.
    private func persist<Answer>(_ ask: () async throws -> Answer) async throws -> Answer? {
      do {
        return try await ask()
      } catch let refusal as Refusal where refusal.mayPass {
        return nil
      }
    }

    /// Kills a process in each round, at a moment that nobody planned for.
    private func kill(at mall: TestMall, whenever what: String, progress: () -> Int) async throws {
      var generator = Seed.generator()
      for round in 0..<Self.rounds {
        let moment = round * Self.applicationsARound + Int.random(in: 1..<Self.applicationsARound, using: &generator)
        try await Patience.wait(until: "\(moment) \(what), there are \(progress())") { progress() >= moment }
        let victim = try #require(mall.nodeNames.randomElement(using: &generator))
        try await mall.kill(victim)
        try await mall.start(victim)
      }
    }

    private func expectEachOnce(_ work: Workload, at mall: TestMall) async throws {
      let acknowledged = work.acknowledged
      #expect(acknowledged.count == Self.rounds * Self.applicationsARound)
      #expect(Set(acknowledged.map(\.trackingCode)).count == acknowledged.count)
      try await mall.waitForAgencies()
      try await mall.acting(as: .officer) { officer in
        for filed in acknowledged {
          let track = try await officer.track(filed.trackingCode, until: .received)
          let steps = track.timeline.map(\.type)
          #expect(steps.first == "submitted" && steps.last == "received" && Set(steps).count == steps.count)
        }
        var known: [String] = []
        for agency in Set(acknowledged.map(\.agency)) { known += try await officer.cases(of: agency).map(\.caseID) }
        #expect(known.sorted() == acknowledged.map(\.caseID).sorted(), "at the agencies, each once and no others")
      }
    }

    private static func states(of cases: [FiledCase], _ officer: MallClient) async throws -> Set<String> {
      var states: Set<String> = []
      for filed in cases { states.insert(try await officer.track(filed.trackingCode).state) }
      return states
    }
  }
}

/// Applications that are to be handed in, and those that the mall acknowledged.
private final class Workload: Sendable {
  struct Item: Sendable {
    var key: String
    var content: Wire.ApplicationContent
  }

  private let queue: Queue<Item>
  private let done = Mutex<[FiledCase]>([])
  private let ended = Mutex(0)

  init(_ contents: [Wire.ApplicationContent]) {
    queue = Queue(contents.enumerated().map { Item(key: "workload-\($0.offset)", content: $0.element) })
  }

  func next() -> Item? { queue.next() }

  func acknowledge(_ filed: FiledCase) { done.withLock { $0.append(filed) } }

  var acknowledged: [FiledCase] { done.withLock { $0 } }

  func noteFinished() { ended.withLock { $0 += 1 } }

  /// So many of the acknowledged, in their order, are finished.
  var finished: Int { ended.withLock { $0 } }

  var unfinished: FiledCase? { acknowledged.dropFirst(finished).first }
}
