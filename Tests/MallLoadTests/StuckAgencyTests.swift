import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension LoadTests {
  /// One agency that stands still must not be felt at another.
  @Suite("An agency stands still")
  struct StuckAgencyTests {
    /// Ten times as many as a link takes at once.
    private static let queued = LoadTests.isLong ? 2_560 : 400
    private static let askers = 4

    @Test("Applications and questions pile up at one agency; another answers as fast as before")
    func othersGoOn() async throws {
      let plan = TestMall.Plan(nodes: [
        .init(name: "stuck", program: "agency-service", agencies: [try AgencyID("polres")]),
        .init(name: "free", program: "agency-service", agencies: [try AgencyID("pos-indonesia")]),
      ])
      try await TestMall.with(plan) { mall in
        let application = try await mall.acting(as: .citizen) { try await $0.example(of: "polres.surat-kehilangan") }
        _ = try await Self.ask(mall, for: LoadTests.phase / 4)
        let undisturbed = try await Self.ask(mall, for: LoadTests.phase)
        try mall.pause("stuck")
        try await Self.pileUp(application, at: mall)
        let beside = try await mall.acting(as: .citizen(1)) { citizen in
          try await withThrowingTaskGroup(of: Latencies?.self) { group in
            // Questions to the one that stands still fill its window, and wait for their deadlines.
            for _ in 0..<Self.queued {
              group.addTask {
                let _: Wire.ExampleResponse? = try? await citizen.call(
                  .catalogueExample, Wire.ExampleRequest(service: "polres.skck"), target: "polres.skck",
                  timeout: .seconds(60))
                return nil
              }
            }
            group.addTask { try await Self.ask(mall, for: LoadTests.phase) }
            var found: Latencies?
            while found == nil, let next = try await group.next() { found = next }
            try mall.goOn("stuck")
            group.cancelAll()
            return found
          }
        }
        let disturbed = try #require(beside)
        let ratio = disturbed.percentile(0.99) / undisturbed.percentile(0.99)
        print(
          """
          load: undisturbed: \(undisturbed.count) answers, \(undisturbed.text)
          load: beside \(Self.queued) applications and \(Self.queued) questions that stand still: \
          \(disturbed.count) answers, \(disturbed.text); p99 \(String(format: "%.2f", ratio)) times
          """)
        #expect(disturbed.count > Self.askers)
        if LoadTests.isLong { #expect(ratio <= 1.5) }
        try await Patience.wait(until: "what stood still to be delivered", within: .seconds(120)) {
          try await mall.backlog(of: TestMall.gateway) == 0
        }
      }
    }

    /// Citizens who ask the other agency, one question after the other. Every answer must come.
    private static func ask(_ mall: TestMall, for span: Duration) async throws -> Latencies {
      let latencies = Latencies()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<askers {
          group.addTask {
            try await mall.acting(as: .citizen) { citizen in
              let end = ContinuousClock.now.advanced(by: span)
              while ContinuousClock.now < end {
                let start = ContinuousClock.now
                _ = try await citizen.example(of: "pos-indonesia.kirim-dokumen")
                latencies.add(ContinuousClock.now - start)
              }
            }
          }
        }
        try await group.waitForAll()
      }
      return latencies
    }

    private static func pileUp(_ content: Wire.ApplicationContent, at mall: TestMall) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for person in 0..<8 {
          group.addTask {
            try await mall.acting(as: .citizen(person)) { citizen in
              for _ in 0..<(queued / 8) { _ = try await citizen.submit(content, key: UUID().uuidString) }
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
