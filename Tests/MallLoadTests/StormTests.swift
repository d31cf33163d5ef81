import Foundation
import Logging
import MallDomain
import MallLink
import MallNode
import MallTestSupport
import MallWire
import Synchronization
import Testing

extension LoadTests {
  /// Everybody comes back at once.
  @Suite("A storm")
  struct StormTests {
    private static let agencies = LoadTests.isLong ? 1_000 : 60

    private struct NoRequests: LinkHandler {
      func handle(_ request: IncomingRequest) {
        request.respond(refusal: Refusal(.unimplemented, detail: "asked in a storm"))
      }
    }

    @Test("The gateway dies, comes back, and so do all agencies, while it answers citizens")
    func reconnect() async throws {
      try await TestMall.with(try .general(["polres"])) { mall in
        let open = Mutex<Set<Int>>([])
        let diallers = try (0..<Self.agencies).map { number in
          let name = "kantor-\(number)"
          var configuration = LinkConfiguration(
            credential: try mall.badges.issue(name, role: .agency, agencies: [try AgencyID(name)]), software: "storm")
          configuration.logger = Logger(label: "storm", factory: { _ in SwiftLogNoOpLogHandler() })
          return try LinkDialler(
            configuration: configuration, host: mall.address.host, port: mall.address.port, handler: NoRequests(),
            onChange: { state in
              let isOpen = if case .open = state { true } else { false }
              open.withLock { if isOpen { $0.insert(number) } else { $0.remove(number) } }
            })
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
          for dialler in diallers { group.addTask { try await dialler.run() } }
          try await Patience.wait(until: "all to be linked", within: .seconds(120)) {
            open.withLock { $0.count } == Self.agencies
          }
          try await mall.kill(TestMall.gateway)
          try await Patience.wait(until: "all to be gone") { open.withLock { $0.isEmpty } }
          try await mall.start(TestMall.gateway)
          let start = ContinuousClock.now
          let answers = Latencies()
          try await mall.acting(as: .citizen) { citizen in
            while open.withLock({ $0.count }) < Self.agencies {
              let asked = ContinuousClock.now
              _ = try await citizen.service("polres.skck")
              answers.add(ContinuousClock.now - asked)
              #expect(asked - start < .seconds(180), "the storm goes on")
              if asked - start > .seconds(180) { break }
            }
          }
          print(
            "load: \(Self.agencies) agencies were back \((ContinuousClock.now - start).milliseconds) ms after the "
              + "gateway; meanwhile \(answers.count) answers to a citizen, \(answers.text)")
          group.cancelAll()
        }
        try await mall.waitForAgencies()
      }
    }
  }
}
