import MallDomain
import Testing

@testable import MallStore

@Suite struct OutboxMachineTests {
  private static let now = TestStore.now
  private var machine = OutboxMachine()
  private var generator = Seeded(state: 7)

  private func at(_ seconds: Double) -> MallInstant { Self.now.adding(.milliseconds(Int64(seconds * 1000))) }

  /// A machine that is linked and has loaded deliveries of these keys, numbered from 1.
  private mutating func start(_ keys: [String], limits: OutboxLimits = OutboxLimits()) -> OutboxActions {
    machine = OutboxMachine(limits: limits)
    let load = machine.linkUp(at: Self.now).loads[0]
    let entries = keys.enumerated().map { OutboxEntry(sequence: Int64($0 + 1), key: $1) }
    return machine.loaded(entries, for: load, at: Self.now)
  }

  @Test mutating func nothingIsAskedForBeforeTheLinkIsUp() {
    #expect(machine.appended(at: Self.now) == OutboxActions())
    let actions = machine.linkUp(at: Self.now)
    #expect(actions.loads.map(\.after) == [0] && actions.loads.map(\.key) == [nil] && actions.send == [])
  }

  @Test mutating func keysGoSideBySideAndEachInOrder() {
    #expect(start(["a", "a", "b", "c", "b"]).send == [1, 3, 4])
    #expect(machine.acknowledged(3, at: Self.now).send == [5])
    #expect(machine.acknowledged(1, at: Self.now).send == [2])
    #expect(machine.acknowledged(4, at: Self.now).send == [])
    #expect(machine.onTheirWay == 2)
  }

  @Test mutating func theWindowIsKept() {
    var limits = OutboxLimits()
    limits.window = 2
    #expect(start(["a", "b", "c", "d"], limits: limits).send == [1, 2])
    #expect(machine.acknowledged(2, at: Self.now).send == [3])
  }

  @Test mutating func unavailableHoldsBackAllAndComesBackWithOne() throws {
    _ = start(["a", "b", "c"])
    let actions = machine.unavailable(2, at: Self.now, using: &generator)
    let wakeAt = try #require(actions.wakeAt)
    #expect(Self.now < wakeAt && wakeAt <= at(0.1))
    #expect(machine.unavailable(1, at: Self.now, using: &generator).send == [])
    #expect(machine.unavailable(3, at: Self.now, using: &generator).wakeAt == wakeAt)
    let probe = machine.woke(at: wakeAt)
    #expect(probe.send == [2])
    let again = machine.acknowledged(2, at: wakeAt)
    #expect(Set(again.send) == [1, 3])
  }

  @Test mutating func pausesGrowToHalfAMinute() throws {
    _ = start(["a"])
    var now = Self.now
    var pauses: [Duration] = []
    for _ in 1...14 {
      let wakeAt = try #require(machine.unavailable(1, at: now, using: &generator).wakeAt)
      pauses.append(wakeAt.duration(since: now))
      now = wakeAt
      #expect(machine.woke(at: now).send == [1])
    }
    for (pause, limit) in zip(pauses, [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000] as [Int64]) {
      #expect(.milliseconds(limit / 2) <= pause && pause <= .milliseconds(limit))
    }
  }

  @Test mutating func thePeersHintLengthensThePauseWithinTheLimit() {
    _ = start(["a", "b"])
    let actions = machine.unavailable(1, retryAfter: .seconds(3), at: Self.now, using: &generator)
    #expect(actions.wakeAt == at(3))
    _ = start(["a", "b"])
    let endless = machine.unavailable(1, retryAfter: .seconds(86_400), at: Self.now, using: &generator)
    #expect(endless.wakeAt == at(30))
  }

  @Test mutating func aRefusalHoldsBackItsKeyOnly() throws {
    _ = start(["a", "a", "b", "b"])
    let actions = machine.refused(1, at: Self.now, using: &generator)
    let retry = try #require(actions.retries.first)
    #expect(retry.refusals == 1 && retry.firstRefusedAt == Self.now)
    #expect(at(0.5) <= retry.nextAttemptAt && retry.nextAttemptAt <= at(1))
    #expect(actions.wakeAt == retry.nextAttemptAt)
    #expect(machine.acknowledged(3, at: Self.now).send == [4])
    #expect(machine.woke(at: Self.now).send == [])
    #expect(machine.woke(at: retry.nextAttemptAt).send == [1])
  }

  @Test mutating func theEighthRefusalSetsAside() {
    _ = start(["a", "a", "b"])
    var now = Self.now
    for refusal in 1...7 {
      let actions = machine.refused(1, at: now, using: &generator)
      #expect(actions.setAside == [] && actions.retries.map(\.refusals) == [refusal])
      now = actions.retries[0].nextAttemptAt
      #expect(machine.woke(at: now).send == [1])
    }
    #expect(now.duration(since: Self.now) < .seconds(3600))
    let last = machine.refused(1, at: now, using: &generator)
    #expect(last.setAside == [1] && last.send == [] && last.retries == [])
    #expect(machine.acknowledged(3, at: now).send == [])
    #expect(machine.onTheirWay == 0)
  }

  @Test mutating func aRefusalAfterAnHourSetsAside() {
    machine = OutboxMachine()
    let load = machine.linkUp(at: at(3600)).loads[0]
    let entry = OutboxEntry(sequence: 1, key: "a", refusals: 1, firstRefusedAt: Self.now, nextAttemptAt: at(1))
    #expect(machine.loaded([entry], for: load, at: at(3600)).send == [1])
    #expect(machine.refused(1, at: at(3600), using: &generator).setAside == [1])
  }

  @Test mutating func aRefusedKeyIsNotSentBeforeItsTimeAfterARestart() {
    machine = OutboxMachine()
    let load = machine.linkUp(at: Self.now).loads[0]
    let entry = OutboxEntry(sequence: 1, key: "a", refusals: 1, firstRefusedAt: Self.now, nextAttemptAt: at(5))
    let actions = machine.loaded([entry], for: load, at: Self.now)
    #expect(actions.send == [] && actions.wakeAt == at(5))
    #expect(machine.woke(at: at(5)).send == [1])
  }

  @Test mutating func whatWasOnItsWayGoesAgainFirst() {
    _ = start(["a", "a", "b"])
    #expect(machine.linkDown(at: Self.now) == OutboxActions())
    let actions = machine.linkUp(at: Self.now)
    #expect(Set(actions.send) == [1, 3])
    #expect(machine.acknowledged(1, at: Self.now).send == [2])
  }

  @Test mutating func aLateAcknowledgementCounts() {
    _ = start(["a", "a"])
    _ = machine.linkDown(at: Self.now)
    _ = machine.acknowledged(1, at: Self.now)
    #expect(machine.linkUp(at: Self.now).send == [2])
    #expect(machine.acknowledged(77, at: Self.now).send == [])
    #expect(machine.refused(77, at: Self.now, using: &generator) == OutboxActions())
  }

  @Test mutating func pagesFollowEachOther() {
    var limits = OutboxLimits()
    limits.page = 2
    machine = OutboxMachine(limits: limits)
    let first = machine.linkUp(at: Self.now).loads[0]
    #expect(machine.appended(at: Self.now).loads == [])
    let second = machine.loaded([entry(1, "a"), entry(2, "b")], for: first, at: Self.now).loads[0]
    #expect(second.after == 2 && second.limit == 2)
    #expect(machine.loaded([entry(5, "c")], for: second, at: Self.now).loads == [])
    let third = machine.appended(at: Self.now).loads[0]
    #expect(third.after == 5)
    #expect(machine.appended(at: Self.now).loads == [])
    #expect(machine.loaded([], for: third, at: Self.now).loads.map(\.after) == [5])
  }

  @Test mutating func aKeyThatIsHeldBackStaysInTheStore() {
    var limits = OutboxLimits()
    limits.entriesPerKey = 2
    limits.page = 6
    limits.lookAhead = 6
    machine = OutboxMachine(limits: limits)
    let first = machine.linkUp(at: Self.now).loads[0]
    let page = (1...6).map { entry(Int64($0), "a") }
    let actions = machine.loaded(page, for: first, at: Self.now)
    #expect(actions.send == [1])
    #expect(machine.loaded([entry(7, "b")], for: actions.loads[0], at: Self.now).send == [7])
    let drained = machine.acknowledged(1, at: Self.now)
    #expect(drained.send == [2] && drained.loads.map(\.key) == ["a"] && drained.loads.map(\.after) == [2])
    let more = machine.loaded([entry(3, "a"), entry(4, "a")], for: drained.loads[0], at: Self.now)
    #expect(more.send == [] && more.loads == [])
    #expect(machine.acknowledged(2, at: Self.now).send == [3])
  }

  @Test mutating func aLoadFromBeforeAReloadIsForgotten() {
    machine = OutboxMachine()
    let old = machine.linkUp(at: Self.now).loads[0]
    let new = machine.reload(at: Self.now).loads[0]
    #expect(machine.loaded([entry(1, "a")], for: old, at: Self.now).send == [])
    #expect(machine.loaded([entry(1, "a")], for: new, at: Self.now).send == [1])
  }

  @Test mutating func aRetriedDeliveryGoesBeforeWhatWaitedBehindIt() {
    _ = start(["a", "b"])
    let load = machine.reload(at: Self.now).loads[0]
    // An operator retried 0; 1 of the same key is on its way.
    let actions = machine.loaded([entry(0, "z"), entry(1, "a"), entry(2, "b")], for: load, at: Self.now)
    #expect(actions.send == [])
    let landed = machine.linkDown(at: Self.now)
    #expect(landed == OutboxActions())
    let loads = machine.linkUp(at: Self.now).loads
    #expect(loads.map(\.key) == ["a", "b"] && loads.map(\.after) == [0, 0])
  }

  @Test mutating func whatIsAddedWhileAKeyIsReadIsReadAfterwards() throws {
    _ = start(["a"])
    let all = machine.reload(at: Self.now).loads[0]
    #expect(machine.loaded([entry(1, "a")], for: all, at: Self.now).loads == [])
    let ofKey = machine.acknowledged(1, at: Self.now).loads[0]
    #expect(ofKey.key == "a" && ofKey.after == 0)
    let added = machine.appended(at: Self.now).loads[0]
    #expect(machine.loaded([entry(2, "a")], for: added, at: Self.now) == OutboxActions())
    // The key was read before 2 was there.
    let again = machine.loaded([], for: ofKey, at: Self.now).loads
    #expect(again.map(\.key) == ["a"])
    let load = try #require(again.first)
    #expect(machine.loaded([entry(2, "a")], for: load, at: Self.now).send == [2])
  }

  @Test mutating func aClockSetBackDoesNotStopDeliveries() {
    _ = start(["a"])
    let wakeAt = machine.unavailable(1, at: Self.now, using: &generator).wakeAt
    #expect(wakeAt != nil)
    let yearAgo = at(-365 * 86_400)
    #expect(machine.woke(at: yearAgo).send == [1])
  }

  private func entry(_ sequence: Int64, _ key: String) -> OutboxEntry {
    OutboxEntry(sequence: sequence, key: key)
  }
}
