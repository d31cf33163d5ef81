import MallDomain
import Testing

@testable import MallStore

/// A store and a peer in memory, with random faults from a seed.
private struct DeliveryWorld {
  struct Item {
    var key: String
    var state = DeliveryState.pending
    var refusals = 0
    var firstRefusedAt: MallInstant?
    var nextAttemptAt: MallInstant?
  }

  var generator: Seeded
  var machine: OutboxMachine
  var items: [Int64: Item] = [:]
  var next: Int64 = 1
  var now = TestStore.now
  var isLinked = false
  var onTheirWay: [Int64] = []
  var loads: [OutboxLoad] = []
  /// What loads have read but the machine hasn't been told yet.
  var pages: [(load: OutboxLoad, entries: [OutboxEntry])] = []
  var wakeAt: MallInstant?
  /// What the peer took, in order, by key; repeats left out.
  var taken: [String: [Int64]] = [:]
  /// Keys that the peer refuses for good.
  let poisoned: Set<String> = ["key 3"]
  let keys: Int

  init(seed: UInt64, keys: Int, limits: OutboxLimits) {
    self.keys = keys
    generator = Seeded(state: seed)
    machine = OutboxMachine(limits: limits)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

  mutating func perform(_ actions: OutboxActions) {
    loads += actions.loads
    for sequence in actions.send {
      #expect(items[sequence]?.state == .pending, "\(sequence) was sent though it is settled")
      #expect(!onTheirWay.contains(sequence), "\(sequence) was sent twice at a time")
      let key = items[sequence]?.key
      #expect(!onTheirWay.contains { items[$0]?.key == key }, "two of a key are on their way")
      let earlier = items.filter { $0.value.key == key && $0.key < sequence && $0.value.state != .acknowledged }
      #expect(earlier.isEmpty, "\(sequence) overtook \(earlier.keys.sorted())")
      #expect(isLinked)
      onTheirWay.append(sequence)
    }
    for retry in actions.retries {
      items[retry.sequence]?.refusals = retry.refusals
      items[retry.sequence]?.firstRefusedAt = retry.firstRefusedAt
      items[retry.sequence]?.nextAttemptAt = retry.nextAttemptAt
    }
    for sequence in actions.setAside { items[sequence]?.state = .setAside }
    wakeAt = actions.wakeAt
  }

  mutating func add() {
    items[next] = Item(key: "key \(Int.random(in: 0..<keys, using: &generator))")
    next += 1
    perform(machine.appended(at: now))
  }

  /// Reads what a load asks for, as the store is now.
  mutating func readPage() {
    guard !loads.isEmpty else { return }
    let load = loads.remove(at: Int.random(in: loads.indices, using: &generator))
    let held = Set(items.values.filter { $0.state == .setAside }.map(\.key))
    let found = items.filter { sequence, item in
      item.state == .pending && sequence > load.after && (load.key == nil || item.key == load.key)
        && !held.contains(item.key)
    }
    let entries = found.sorted { $0.key < $1.key }.prefix(load.limit).map { sequence, item in
      OutboxEntry(
        sequence: sequence, key: item.key, refusals: item.refusals, firstRefusedAt: item.firstRefusedAt,
        nextAttemptAt: item.nextAttemptAt)
    }
    pages.append((load, Array(entries)))
  }

  /// Hands over what a load read some time ago.
  mutating func answerLoad() {
    guard !pages.isEmpty else { return }
    let (load, entries) = pages.remove(at: Int.random(in: pages.indices, using: &generator))
    perform(machine.loaded(entries, for: load, at: now))
  }

  mutating func answerDelivery(faults: Bool) {
    guard !onTheirWay.isEmpty else { return }
    let sequence = onTheirWay.remove(at: Int.random(in: onTheirWay.indices, using: &generator))
    let key = items[sequence]?.key ?? ""
    if faults, chance(10) {
      return perform(machine.unavailable(sequence, at: now, using: &generator))
    }
    if poisoned.contains(key) || (faults && chance(3)) {
      return perform(machine.refused(sequence, at: now, using: &generator))
    }
    if taken[key]?.contains(sequence) != true { taken[key, default: []].append(sequence) }
    // The acknowledgement may be lost with the link; the peer has it all the same.
    if faults, chance(5) {
      onTheirWay.append(sequence)
      return flap()
    }
    items[sequence]?.state = .acknowledged
    perform(machine.acknowledged(sequence, at: now))
  }

  mutating func flap() {
    if isLinked {
      isLinked = false
      onTheirWay = []
      perform(machine.linkDown(at: now))
    } else {
      isLinked = true
      perform(machine.linkUp(at: now))
    }
  }

  mutating func pass() {
    now = wakeAt.map { max($0, now) } ?? now.adding(.seconds(1))
    perform(machine.woke(at: now))
  }

  mutating func operate() {
    guard let (sequence, _) = items.filter({ $0.value.state == .setAside }).min(by: { $0.key < $1.key }) else {
      return
    }
    items[sequence]?.state = .pending
    items[sequence]?.refusals = 0
    items[sequence]?.firstRefusedAt = nil
    items[sequence]?.nextAttemptAt = nil
    perform(machine.reload(at: now))
  }

  /// The peer came back from a backup: what it took since then waits again.
  mutating func restorePeer() {
    let mark = Int64.random(in: 1...next, using: &generator)
    for (sequence, item) in items where sequence >= mark && item.state == .acknowledged {
      items[sequence]?.state = .pending
    }
    perform(machine.reload(at: now))
  }

  var isSettled: Bool {
    let held = Set(items.values.filter { $0.state == .setAside }.map(\.key))
    return items.values.allSatisfy { $0.state != .pending || held.contains($0.key) }
  }
}

@Suite struct OutboxPropertyTests {
  /// Nothing is lost, each key arrives in order, nothing is sent after its acknowledgement, whatever happens.
  @Test(arguments: 1...100)
  func deliveriesArriveInOrderAndOnce(seed: UInt64) {
    var limits = OutboxLimits()
    switch seed % 3 {
    case 0: (limits.window, limits.page, limits.entriesPerKey, limits.lookAhead) = (3, 4, 2, 10)
    case 1: (limits.window, limits.page, limits.entriesPerKey, limits.lookAhead) = (2, 3, 1, 6)
    default: break
    }
    var world = DeliveryWorld(seed: seed, keys: 2 + Int(seed % 5), limits: limits)
    for _ in 0..<600 {
      switch Int.random(in: 0..<100, using: &world.generator) {
      case 0..<25: world.add()
      case 25..<35: world.readPage()
      case 35..<45: world.answerLoad()
      case 45..<80: world.answerDelivery(faults: true)
      case 80..<90: world.pass()
      case 90..<95: world.flap()
      case 95: world.restorePeer()
      default: world.operate()
      }
    }
    if !world.isLinked { world.flap() }
    var steps = 0
    while !world.isSettled, steps < 20_000 {
      steps += 1
      world.readPage()
      world.answerLoad()
      if world.onTheirWay.isEmpty, world.loads.isEmpty, world.pages.isEmpty { world.pass() }
      world.answerDelivery(faults: false)
    }
    #expect(world.isSettled, "something stayed behind")
    for (key, taken) in world.taken {
      #expect(taken == Array(Set(taken)).sorted(), "\(key) arrived out of order")
      let acknowledged = world.items.filter { $0.value.key == key && $0.value.state == .acknowledged }.keys
      #expect(Set(acknowledged).isSubset(of: taken))
    }
    for item in world.items.values where !world.poisoned.contains(item.key) {
      #expect(
        item.state == .acknowledged || world.items.values.contains { $0.key == item.key && $0.state == .setAside })
    }
  }
}
