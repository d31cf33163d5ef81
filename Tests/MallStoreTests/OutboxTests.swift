import MallDomain
import Testing

@testable import MallStore

@Suite struct OutboxTests {
  private let store: TestStore
  private static let now = TestStore.now

  init() throws {
    store = try TestStore()
  }

  private var sealer: Sealer { store.sealer }

  @discardableResult
  private func enqueue(_ destination: String, _ key: String, after seconds: Int = 0) async throws -> Int64 {
    try await store.write { [sealer] transaction in
      try Outbox.enqueue(
        destination: destination, orderingKey: key, kind: "case-event", content: [1, 2], signature: [3],
        sealedBy: sealer, at: Self.now.adding(.seconds(seconds)), in: transaction)
    }
  }

  private func pending(_ destination: String, after sequence: Int64 = 0, limit: Int = 100) async throws -> [Int64] {
    try await store.read {
      try Outbox.pending(destination, after: sequence, limit: limit, in: $0).map(\.sequence)
    }
  }

  private func code(_ body: @escaping @Sendable (Transaction) throws -> Void) async -> StatusCode? {
    await refusalCode { try await store.write(body) }
  }

  @Test func sequencesCountOverAllDestinationsWithTheEpoch() async throws {
    for destination in ["health", "tax", "health"] { try await enqueue(destination, "case") }
    #expect(try await pending("health") == [1, 3])
    #expect(try await pending("tax") == [2])
    #expect(try await pending("health", after: 1) == [3])
    #expect(try await pending("health", limit: 1) == [1])
    let delivery = try #require(try await store.read { try Outbox.find(3, in: $0) })
    #expect(delivery.epoch == store.database.epoch)
    #expect(
      try delivery.content(openedBy: sealer) == [1, 2] && delivery.signature == [3] && delivery.state == .pending)
  }

  @Test func whatARestoredDatabaseStillSendsKeepsItsName() async throws {
    try await enqueue("tax", "a")
    let renewed = try await store.write { try NodeSettings.renewEpoch(in: $0) }
    try await enqueue("tax", "a")
    let epochs = try await store.read { try Outbox.pending("tax", after: 0, limit: 9, in: $0).map(\.epoch) }
    #expect(epochs == [store.database.epoch, renewed])
  }

  @Test func anAcknowledgedDeliveryIsSentNoMore() async throws {
    try await enqueue("tax", "a")
    try await enqueue("tax", "a")
    try await store.write { try Outbox.acknowledge(1, at: Self.now, in: $0) }
    try await store.write { try Outbox.acknowledge(1, at: Self.now, in: $0) }
    #expect(try await pending("tax") == [2])
  }

  @Test func oneThatIsSetAsideHoldsBackItsKeyOnly() async throws {
    for key in ["a", "b", "a", "b"] { try await enqueue("tax", key) }
    try await enqueue("health", "a")
    try await store.write { try Outbox.setAside(1, reason: "invalid_argument", at: Self.now, in: $0) }
    #expect(try await pending("tax") == [2, 4])
    #expect(try await pending("health") == [5])
    let page = try await store.read { try Outbox.setAside(.first, in: $0) }
    #expect(page.items.map(\.lastRefusal) == ["invalid_argument"])
    let backlogs = try await store.read { try Outbox.backlogs(in: $0) }
    #expect(backlogs["tax"]?.pending == 3 && backlogs["tax"]?.setAside == 1)
    #expect(backlogs["tax"] == (try await store.read { try Outbox.backlog("tax", in: $0) }))
    #expect(try await store.read { try Outbox.destinations(in: $0) } == ["health", "tax"])
  }

  @Test func anOperatorRetriesOrDiscards() async throws {
    for key in ["a", "a", "b", "b"] { try await enqueue("tax", key) }
    for sequence in [Int64(1), 3] {
      try await store.write { transaction in
        try Outbox.refused(
          sequence, count: 7, firstRefusedAt: Self.now, nextAttemptAt: Self.now, reason: "no", in: transaction)
        try Outbox.setAside(sequence, reason: "no", at: Self.now, in: transaction)
      }
    }
    #expect(try await pending("tax") == [])
    try await store.write { try Outbox.retry(1, in: $0) }
    try await store.write { try Outbox.discard(3, at: Self.now, in: $0) }
    #expect(try await pending("tax") == [1, 2, 4])
    let retried = try #require(try await store.read { try Outbox.find(1, in: $0) })
    #expect(retried.refusals == 0 && retried.firstRefusedAt == nil)
    #expect(await code { try Outbox.retry(2, in: $0) } == .failedPrecondition)
    #expect(await code { try Outbox.discard(3, at: Self.now, in: $0) } == .failedPrecondition)
  }

  @Test func refusalsAreRememberedOverARestart() async throws {
    try await enqueue("tax", "a")
    let (first, next) = (Self.now, Self.now.adding(.seconds(9)))
    try await store.write {
      try Outbox.refused(1, count: 3, firstRefusedAt: first, nextAttemptAt: next, reason: "aborted", in: $0)
    }
    let entry = try await store.read { try Outbox.pending("tax", after: 0, limit: 1, in: $0).first?.entry }
    #expect(
      entry == OutboxEntry(sequence: 1, key: "a", refusals: 3, firstRefusedAt: first, nextAttemptAt: next))
  }

  /// Keys a and b travel side by side: 3 arrived before 2, then the peer was backed up, then 2 arrived.
  @Test func aRestoredPeerGetsBackWhatItLost() async throws {
    try await enqueue("tax", "a")
    try await store.write { try Outbox.acknowledge(1, at: Self.now, in: $0) }
    for key in ["b", "a", "b"] { try await enqueue("tax", key) }
    // The clock was set back meanwhile, which must not matter.
    for sequence in [Int64(3), 2, 4] {
      try await store.write { try Outbox.acknowledge(sequence, at: Self.now.adding(.seconds(-3600)), in: $0) }
    }
    let epoch = store.database.epoch
    let resent = try await store.write { try Outbox.resend("tax", after: (epoch, 3), in: $0) }
    #expect(resent == 2)
    #expect(try await pending("tax") == [2, 4])
  }

  @Test func aPeerWithoutAMarkGetsAllThatIsKept() async throws {
    for _ in 1...3 {
      let sequence = try await enqueue("tax", "a")
      try await store.write { try Outbox.acknowledge(sequence, at: Self.now, in: $0) }
    }
    let epoch = store.database.epoch
    #expect(try await store.write { try Outbox.resend("tax", after: (epoch &+ 1, 3), in: $0) } == 3)
    for sequence in Int64(1)...3 {
      try await store.write { try Outbox.acknowledge(sequence, at: Self.now, in: $0) }
    }
    #expect(try await store.write { try Outbox.resend("tax", after: nil, in: $0) } == 3)
    #expect(try await store.write { try Outbox.resend("health", after: nil, in: $0) } == 0)
  }

  @Test func aPeerThatWasRestoredIsKnownByItsEpoch() async throws {
    let sequence = try await enqueue("tax", "a")
    try await store.write { try Outbox.acknowledge(sequence, at: Self.now, in: $0) }
    func meet(_ epoch: UInt64) async throws -> Int {
      try await store.write { try Outbox.meet("tax", epoch: epoch, received: nil, in: $0) }
    }
    #expect(try await meet(7) == 0, "met for the first time")
    #expect(try await meet(7) == 0)
    #expect(try await meet(0) == 0, "it doesn't tell")
    #expect(try await meet(8) == 1)
    #expect(try await meet(8) == 0, "once")
  }

  @Test func onlySettledDeliveriesArePruned() async throws {
    for _ in 1...3 { try await enqueue("tax", "a") }
    try await store.write { try Outbox.acknowledge(1, at: Self.now, in: $0) }
    try await store.write { try Outbox.acknowledge(2, at: Self.now.adding(.seconds(100)), in: $0) }
    let limit = Self.now.adding(.seconds(50))
    #expect(try await store.write { try Outbox.prune(settledBefore: limit, in: $0) } == 1)
    let left = try await store.read { transaction in
      try (Int64(1)...3).filter { try Outbox.find($0, in: transaction) != nil }
    }
    #expect(left == [2, 3])
  }

  @Test func anUndoneEnqueueLeavesNoGap() async throws {
    struct Undo: Error {}
    try? await store.write { [sealer] transaction in
      _ = try Outbox.enqueue(
        destination: "tax", orderingKey: "a", kind: "k", content: [], sealedBy: sealer, at: Self.now, in: transaction)
      throw Undo()
    }
    #expect(try await enqueue("tax", "a") == 1)
  }
}
