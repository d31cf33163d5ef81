import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Synchronization
import Testing

extension LoadTests {
  /// Applications that come faster than the mall can take them.
  @Suite("More than it can")
  struct OverloadTests {
    private static let links = 24
    /// Requests at once on each link, when what the mall can do is measured.
    private static let callers = 3
    private static let service = "polres.surat-kehilangan"
    private static let rounds = LoadTests.isLong ? 4 : 1
    private static let phase = LoadTests.phase / 2

    /// What became of a phase's applications.
    private final class Outcome: Sendable {
      let accepted = Latencies()
      let shed = Atomic(0)
      let failed = Mutex<[String]>([])
      let codes = Mutex<Set<String>>([])

      var text: String {
        "\(accepted.count) accepted (\(accepted.text)), \(shed.load(ordering: .relaxed)) shed"
      }
    }

    @Test("At three times what it can take it takes as much as before, as fast, and turns the rest away at once")
    func overload() async throws {
      try await TestMall.with(try .general(["polres"])) { mall in
        let content = try await mall.acting(as: .citizen) { try await $0.example(of: Self.service) }
        // The gateway alone is measured: what it accepts waits for its agency.
        try await mall.stop("general")
        let gateway = try mall.gatewayProcess()
        let (undisturbed, crowded) = (Outcome(), Outcome())
        var before = 0
        try await Processors.parted(with: gateway) {
          try await Self.closedLoop(mall, content, for: Self.phase, Outcome())
          before = try gateway.residentBytes
          // By turns, so that what else the machine does counts for both.
          for round in 1...Self.rounds {
            try await Self.closedLoop(mall, content, for: Self.phase, undisturbed)
            let capacity = undisturbed.accepted.perSecond(over: Self.phase * round)
            try await Self.openLoop(mall, content, perSecond: 3 * capacity, for: Self.phase, crowded)
          }
        }
        let grown = try gateway.residentBytes - before
        let capacity = Int(undisturbed.accepted.perSecond(over: Self.phase * Self.rounds))
        let goodput = Double(crowded.accepted.count) / Double(undisturbed.accepted.count)
        let slowdown = crowded.accepted.percentile(0.99) / undisturbed.accepted.percentile(0.99)
        print(
          """
          load: at what it can (\(capacity) a second): \(undisturbed.text)
          load: at three times that: \(crowded.text); goodput \(String(format: "%.2f", goodput)), \
          p99 \(String(format: "%.2f", slowdown)) times, \(grown >> 20) MiB more
          """)
        for outcome in [undisturbed, crowded] {
          #expect(outcome.failed.withLock { $0 } == [])
        }
        #expect(crowded.shed.load(ordering: .relaxed) > crowded.accepted.count / 2)
        if LoadTests.isLong {
          #expect(goodput >= 0.9)
          #expect(slowdown <= 2)
        }
        // Whoever was acknowledged is there, and who knows a code is answered.
        let codes = crowded.codes.withLock { $0 }
        #expect(codes.count == crowded.accepted.count)
        try await mall.acting(as: .citizen) { citizen in
          for code in codes.prefix(200) {
            let state = try await citizen.track(code).state
            #expect(state == CaseState.submitted.rawValue)
          }
        }
        try await mall.start("general")
      }
    }

    private static func closedLoop(
      _ mall: TestMall, _ content: Wire.ApplicationContent, for span: Duration, _ outcome: Outcome
    ) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<links {
          group.addTask {
            try await mall.acting(as: .citizen) { citizen in
              let end = ContinuousClock.now.advanced(by: span)
              await withDiscardingTaskGroup { group in
                for _ in 0..<callers {
                  group.addTask {
                    while ContinuousClock.now < end { await submit(content, by: citizen, outcome) }
                  }
                }
              }
            }
          }
        }
        try await group.waitForAll()
      }
    }

    /// Comes at its own pace, whatever is answered.
    private static func openLoop(
      _ mall: TestMall, _ content: Wire.ApplicationContent, perSecond: Double, for span: Duration, _ outcome: Outcome
    ) async throws {
      let interval = Duration.seconds(1) / (perSecond / Double(links))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for link in 0..<links {
          group.addTask {
            try await mall.acting(as: .citizen) { citizen in
              let start = ContinuousClock.now.advanced(by: interval * link / links)
              await withDiscardingTaskGroup { group in
                for number in 0..<Int(span / interval) {
                  try? await Task.sleep(until: start.advanced(by: interval * number))
                  group.addTask { await submit(content, by: citizen, outcome) }
                }
              }
            }
          }
        }
        try await group.waitForAll()
      }
    }

    private static func submit(_ content: Wire.ApplicationContent, by citizen: MallClient, _ outcome: Outcome) async {
      let start = ContinuousClock.now
      do {
        let request = Wire.SubmitRequest(idempotencyKey: UUID().uuidString, content: content)
        let answer: Wire.SubmitResponse = try await citizen.call(.applicationSubmit, request, timeout: .seconds(30))
        outcome.accepted.add(ContinuousClock.now - start)
        outcome.codes.withLock { _ = $0.insert(answer.trackingCode) }
      } catch  where error.code == .resourceExhausted && error.retryAfter != nil {
        outcome.shed.add(1, ordering: .relaxed)
      } catch {
        outcome.failed.withLock { $0.append("\(error)") }
      }
    }
  }
}
