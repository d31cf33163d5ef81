import MallDomain

/// Decides what is sent to one destination, and when. A value without I/O: events come in, actions go out.
///
///     link down ──linkUp──► up ──unavailable──► up, backing off ──woke──► up, probing ──acknowledged──► up
///         ▲                  │                        │                       │
///         └─────linkDown─────┴────────────────────────┴───────────────────────┘
///
/// Of each ordering key at most one delivery is on its way, the oldest; keys go side by side, in turn, up to the
/// window. `unavailable` holds back the whole destination and is tried again without end, first with a single delivery.
/// A refusal holds back its key: it is tried again a few times, then set aside, and its key waits for an operator.
///
/// Deliveries are loaded from the store in pages and forgotten when they are acknowledged; of a key that is held back
/// only a few are kept in memory, the rest stay in the store until the key goes on.
///
/// Time is the machine's own clock, not the mall's, which demonstrations move. Events about deliveries that the machine
/// doesn't hold are ignored: they come late, after a link went down.
package struct OutboxMachine: Sendable {
  private let limits: OutboxLimits

  private var isLinked = false
  private var keys: [String: KeyQueue] = [:]
  /// Keys of which a delivery was set aside.
  private var heldKeys: Set<String> = []
  /// Keys whose first delivery may go now, in turn.
  private var ready = Turns()
  /// Keys whose first delivery may go later.
  private var delayed: [String: MallInstant] = [:]
  private var inFlight: [Int64: String] = [:]
  /// Deliveries in memory.
  private var held = 0
  private var backOff = OutboxBackOff()
  private var paging = OutboxPaging()
  /// Keys of which more is to be loaded.
  private var draining: Set<String> = []
  private var loadsUnderWay = 0
  /// Acknowledged while a load was under way, which may have read them as pending before.
  private var settledMeanwhile: Set<Int64> = []

  package init(limits: OutboxLimits = OutboxLimits()) {
    self.limits = limits
  }

  /// Deliveries on their way.
  package var onTheirWay: Int { inFlight.count }
}

// MARK: - The link

extension OutboxMachine {
  package mutating func linkUp(at now: MallInstant) -> OutboxActions {
    isLinked = true
    backOff = OutboxBackOff()
    return next(at: now)
  }

  /// What was on its way may or may not have arrived: it will be sent again, before what follows it.
  package mutating func linkDown(at now: MallInstant) -> OutboxActions {
    isLinked = false
    for sequence in inFlight.keys.sorted() { returnToQueue(sequence, at: now) }
    return next(at: now)
  }

  /// The moment of `wakeAt` has come.
  package mutating func woke(at now: MallInstant) -> OutboxActions {
    next(at: now)
  }
}

// MARK: - The store

extension OutboxMachine {
  /// Something was added to the outbox for this destination.
  package mutating func appended(at now: MallInstant) -> OutboxActions {
    paging.appended()
    return next(at: now)
  }

  /// The store was changed otherwise: an operator retried or discarded, or a restored peer needs old ones again.
  package mutating func reload(at now: MallInstant) -> OutboxActions {
    let flying = inFlight.compactMap { sequence, key in keys[key]?.first.map { (sequence, key, $0) } }
    keys = [:]
    heldKeys = []
    ready = Turns()
    delayed = [:]
    draining = []
    loadsUnderWay = 0
    settledMeanwhile = []
    held = 0
    for (sequence, key, entry) in flying {
      keys[key] = KeyQueue(flying: entry)
      inFlight[sequence] = key
      held += 1
    }
    paging.restart()
    return next(at: now)
  }

  /// The answer to a load, in ascending order; fewer than its limit means that there were no more.
  package mutating func loaded(
    _ entries: [OutboxEntry], for load: OutboxLoad, at now: MallInstant
  ) -> OutboxActions {
    guard load.generation == paging.generation else { return next(at: now) }
    let atEnd = entries.count < load.limit
    let last = entries.last?.sequence
    let entries = entries.filter { !settledMeanwhile.contains($0.sequence) }
    loadEnded()
    if let key = load.key {
      keys[key]?.loaded(atEnd: atEnd)
      for entry in entries where !heldKeys.contains(key) { take(entry, into: key, at: now) }
      if keys[key]?.needsMore == true { draining.insert(key) }
      forgetIfEmpty(key)
    } else {
      paging.loaded(through: last, atEnd: atEnd)
      for entry in entries where !heldKeys.contains(entry.key) {
        if keys[entry.key]?.leaves(entry, limit: limits.entriesPerKey) == true { continue }
        take(entry, into: entry.key, at: now)
      }
    }
    return next(at: now)
  }

  /// A load didn't succeed. To be called after a pause, since it is asked for again at once.
  package mutating func loadFailed(_ load: OutboxLoad, at now: MallInstant) -> OutboxActions {
    guard load.generation == paging.generation else { return next(at: now) }
    loadEnded()
    if let key = load.key {
      keys[key]?.loadFailed()
      draining.insert(key)
    } else {
      paging.loadFailed()
    }
    return next(at: now)
  }

  private mutating func loadEnded() {
    loadsUnderWay -= 1
    if loadsUnderWay == 0 { settledMeanwhile = [] }
  }

  private mutating func take(_ entry: OutboxEntry, into key: String, at now: MallInstant) {
    var queue = keys[key] ?? KeyQueue()
    let wasEmpty = queue.first == nil
    guard queue.append(entry) else { return }
    keys[key] = queue
    held += 1
    if wasEmpty { schedule(key, at: now) }
  }
}

// MARK: - The peer's answers

extension OutboxMachine {
  /// The peer has it, and the store knows. Late answers count too.
  package mutating func acknowledged(_ sequence: Int64, at now: MallInstant) -> OutboxActions {
    if inFlight[sequence] != nil { backOff = OutboxBackOff() }
    if loadsUnderWay > 0 { settledMeanwhile.insert(sequence) }
    guard let key = inFlight.removeValue(forKey: sequence) ?? keys.first(where: { $1.first?.sequence == sequence })?.key
    else { return next(at: now) }
    keys[key]?.removeFirst()
    held -= 1
    unschedule(key)
    schedule(key, at: now)
    return next(at: now)
  }

  /// The peer refuses it for what it is.
  package mutating func refused(
    _ sequence: Int64, at now: MallInstant, using generator: inout some RandomNumberGenerator
  ) -> OutboxActions {
    guard let key = inFlight[sequence], var entry = keys[key]?.first else { return next(at: now) }
    backOff = OutboxBackOff()
    entry.refusals += 1
    let first = min(entry.firstRefusedAt ?? now, now)
    entry.firstRefusedAt = first
    guard entry.refusals < limits.refusals, now.duration(since: first) < limits.refusalPeriod else {
      holdBack(key)
      var actions = next(at: now)
      actions.setAside.append(sequence)
      return actions
    }
    let nextAttempt = now.adding(limits.pauseAfterRefusal(entry.refusals, using: &generator))
    entry.nextAttemptAt = nextAttempt
    keys[key]?.replaceFirst(entry)
    returnToQueue(sequence, at: now)
    var actions = next(at: now)
    actions.retries.append(
      OutboxRetry(
        sequence: sequence, refusals: entry.refusals, firstRefusedAt: first, nextAttemptAt: nextAttempt))
    return actions
  }

  /// The peer can't take anything just now, or didn't answer in time.
  ///
  /// - Parameter retryAfter: the peer's own hint; the pause is at least that.
  package mutating func unavailable(
    _ sequence: Int64, retryAfter: Duration? = nil, at now: MallInstant,
    using generator: inout some RandomNumberGenerator
  ) -> OutboxActions {
    guard inFlight[sequence] != nil else { return next(at: now) }
    returnToQueue(sequence, at: now)
    // Answers to what was sent before the pause began don't lengthen it.
    if !backOff.isPausing(at: now, limits) {
      backOff.attempts += 1
      let pause = limits.pauseWhenUnavailable(backOff.attempts, using: &generator)
      backOff.until = now.adding(max(pause, min(retryAfter ?? .zero, limits.longestPause)))
    }
    return next(at: now)
  }
}

// MARK: - Scheduling

extension OutboxMachine {
  /// All that is to be done now.
  private mutating func next(at now: MallInstant) -> OutboxActions {
    var actions = OutboxActions()
    guard isLinked else { return actions }
    for (key, instant) in delayed where limits.hasCome(instant, at: now) {
      delayed[key] = nil
      ready.append(key)
    }
    if !backOff.isPausing(at: now, limits) {
      let window = backOff.attempts > 0 ? 1 : limits.window
      while inFlight.count < window, let key = ready.popFirst() {
        guard let sequence = keys[key]?.fly() else { continue }
        inFlight[sequence] = key
        actions.send.append(sequence)
      }
    }
    actions.loads = loads()
    actions.wakeAt = wakeAt(now)
    return actions
  }

  private mutating func loads() -> [OutboxLoad] {
    var loads: [OutboxLoad] = []
    for key in draining.sorted() {
      guard let after = keys[key]?.startLoading() else { continue }
      loads.append(OutboxLoad(key: key, after: after, limit: limits.entriesPerKey, generation: paging.generation))
    }
    draining = []
    let room = min(limits.page, limits.lookAhead - held)
    if room > 0, let after = paging.start() {
      loads.append(OutboxLoad(key: nil, after: after, limit: room, generation: paging.generation))
    }
    loadsUnderWay += loads.count
    return loads
  }

  private func wakeAt(_ now: MallInstant) -> MallInstant? {
    if backOff.isPausing(at: now, limits) { return min(backOff.until, now.adding(limits.longestPause)) }
    return delayed.values.min().map { min($0, now.adding(limits.longestPause)) }
  }

  private mutating func schedule(_ key: String, at now: MallInstant) {
    guard let queue = keys[key], !queue.isFlying else { return }
    if queue.needsMore { draining.insert(key) }
    guard let entry = queue.first else { return forgetIfEmpty(key) }
    if let instant = entry.nextAttemptAt, !limits.hasCome(instant, at: now) {
      delayed[key] = instant
    } else {
      ready.append(key)
    }
  }

  private mutating func unschedule(_ key: String) {
    delayed[key] = nil
    ready.remove(key)
  }

  private mutating func returnToQueue(_ sequence: Int64, at now: MallInstant) {
    guard let key = inFlight.removeValue(forKey: sequence) else { return }
    held -= keys[key]?.land() ?? 0
    schedule(key, at: now)
  }

  private mutating func holdBack(_ key: String) {
    guard let queue = keys.removeValue(forKey: key) else { return }
    if let sequence = queue.first?.sequence { inFlight[sequence] = nil }
    draining.remove(key)
    held -= queue.count
    unschedule(key)
    heldKeys.insert(key)
  }

  private mutating func forgetIfEmpty(_ key: String) {
    if keys[key]?.isDone == true { keys[key] = nil }
  }
}
