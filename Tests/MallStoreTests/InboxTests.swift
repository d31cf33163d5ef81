import MallDomain
import Testing

@testable import MallStore

@Suite struct InboxTests {
  private let store: TestStore
  private let sender: NodeID
  private static let now = TestStore.now

  init() throws {
    store = try TestStore()
    sender = try NodeID("gateway")
  }

  private func record(_ sequence: Int64, epoch: UInt64 = 5, body: [UInt8] = [1]) async throws -> Inbox.Receipt {
    let name = DeliveryName(sender: sender, epoch: epoch, sequence: sequence)
    return try await store.write { try Inbox.record(name, bodyHash: body, at: Self.now, in: $0) }
  }

  private func mark() async throws -> (epoch: UInt64, sequence: Int64)? {
    try await store.read { [sender] in try Inbox.mark(sender: sender, in: $0) }
  }

  @Test func aRepeatIsKnownAndAnsweredAsBefore() async throws {
    #expect(try await record(1) == .new)
    let name = DeliveryName(sender: sender, epoch: 5, sequence: 1)
    try await store.write { try Inbox.setAnswer(name, [9, 9], in: $0) }
    #expect(try await record(1) == .repeated(answer: [9, 9]))
    #expect(try await record(1, epoch: 6) == .new)
    #expect(try await record(2) == .new)
  }

  @Test func theSameNameWithAnotherBodyIsRefused() async throws {
    #expect(try await record(1) == .new)
    #expect(await refusalCode { _ = try await record(1, body: [2]) } == .alreadyExists)
    #expect(try await record(1) == .repeated(answer: []))
  }

  @Test func anUndoneEffectLeavesTheNameFree() async throws {
    struct Undo: Error {}
    let name = DeliveryName(sender: sender, epoch: 5, sequence: 1)
    try? await store.write { transaction in
      _ = try Inbox.record(name, bodyHash: [1], at: Self.now, in: transaction)
      throw Undo()
    }
    #expect(try await record(1) == .new)
  }

  @Test func theMarkIsTheNewestOfTheEpochThatSpokeLast() async throws {
    #expect(try await mark() == nil)
    for (sequence, epoch) in [(1, 5), (9, 5), (4, 5), (2, 7)] as [(Int64, UInt64)] {
      _ = try await record(sequence, epoch: epoch)
    }
    _ = try await record(9, epoch: 5)
    let mark = try #require(try await mark())
    #expect(mark.epoch == 7 && mark.sequence == 2)
    let highest = try await store.read { [sender] transaction in
      try [5, 6, 7].map { try Inbox.highestSequence(sender: sender, epoch: $0, in: transaction) }
    }
    #expect(highest == [9, 0, 2])
  }

  @Test func epochsMayUseAllTheirBits() async throws {
    #expect(try await record(1, epoch: .max) == .new)
    let mark = try #require(try await mark())
    #expect(mark.epoch == .max)
  }
}
