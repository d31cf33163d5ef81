import Testing

@testable import MallWire

@Suite("The arena of one message")
struct WireArenaTests {
  @Test("memory ends at the budget, whatever the pieces")
  func budget() {
    let arena = WireArena(budget: 1_000, firstPiece: 64)
    defer { arena.deallocate() }
    var taken = 0
    while arena.allocate(byteCount: 24) != nil { taken += 24 }
    #expect(taken == 984)
    #expect(arena.isExhausted)
    #expect(arena.allocate(byteCount: .max) == nil)
    #expect(arena.allocate(byteCount: -1) == nil)
  }

  @Test("pieces don't overlap and are aligned")
  func pieces() {
    let arena = WireArena(budget: 1 << 20, firstPiece: 64)
    defer { arena.deallocate() }
    var ranges: [Range<UInt>] = []
    for byteCount in [1, 7, 8, 63, 65, 200, 0, 5_000, 3] {
      guard let memory = arena.allocate(byteCount: byteCount) else {
        Issue.record("no memory for \(byteCount) bytes")
        return
      }
      let start = UInt(bitPattern: memory)
      #expect(start.isMultiple(of: 8))
      memory.initializeMemory(as: UInt8.self, repeating: 0xAA, count: byteCount)
      ranges.append(start..<start + UInt(byteCount))
    }
    for (index, range) in ranges.enumerated() {
      #expect(ranges[..<index].allSatisfy { !$0.overlaps(range) })
    }
  }

  @Test("decoding survives running out of memory at every step", arguments: 0..<8 as Range<UInt64>)
  func exhaustionAtEveryStep(seed: UInt64) throws {
    var source = RandomSource(seed: seed)
    let message = Wire.ApplicationFiled(random: &source)
    let bytes = message.encoded()
    for budget in stride(from: 8, through: WireArena.decodingBudget(for: bytes.count), by: 8) {
      let arena = WireArena(budget: budget, firstPiece: 64)
      defer { arena.deallocate() }
      let decoded = try? bytes.withUnsafeBytes { try Wire.ApplicationFiled(unpacking: $0, in: arena) }
      #expect((decoded == nil) == arena.isExhausted)
      if let decoded {
        #expect(decoded == message)
        return
      }
    }
    Issue.record("the message was refused with its whole budget")
  }

  @Test("the budget grows with the message and can't overflow")
  func decodingBudget() {
    #expect(WireArena.decodingBudget(for: 0) == WireArena.fixedBudget)
    #expect(WireArena.decodingBudget(for: 1_000) == WireArena.fixedBudget + 1_000 * WireArena.budgetPerByte)
    #expect(WireArena.decodingBudget(for: .max) == .max)
  }
}
