import Logging
import MallDomain
import MallLink
import MallStore
import MallWire
import ServiceLifecycle

/// Carries what stands in the outbox over the links: at least once, in order per key, until the receiver has it.
///
/// `OutboxMachine` decides what to send when, one machine a destination; the courier loads, sends and writes down.
/// All events pass through one stream, so that each machine has one owner.
package struct OutboxCourier: Service {
  private enum Event: Sendable {
    case linkUp(String, Link)
    case met(String, ObjectIdentifier, resent: Int)
    case linkDown(String, ObjectIdentifier)
    case grew
    case woke(String)
    case loaded(String, OutboxLoad, [OutboxDelivery])
    case answered(String, Int64, Result<Wire.Envelope, Refusal>)
    case acknowledged(String, Int64)
    case reload(String)
    case released
  }

  private struct Destination {
    var machine: OutboxMachine
    var link: Link?
    var deliveries: [Int64: OutboxDelivery] = [:]
    /// When the one timer of this destination rings.
    var wakeAt: MallInstant?
  }

  private let database: Database
  private let sealer: Sealer
  private let logger: Logger
  private let limits: OutboxLimits
  private let events: AsyncStream<Event>
  private let post: AsyncStream<Event>.Continuation

  package init(runtime: NodeRuntime) {
    database = runtime.database
    sealer = runtime.sealer
    logger = runtime.logger
    var limits = OutboxLimits()
    limits.refusals = runtime.configuration.deliveryTries
    self.limits = limits
    (events, post) = AsyncStream.makeStream()
    let post = post
    runtime.signals.onOutboxGrowth { post.yield(.grew) }
    runtime.signals.onOutboxRelease { post.yield(.released) }
  }

  /// A link to a destination is open: what waits for it may go.
  package func linkUp(_ destination: String, _ link: Link) {
    post.yield(.linkUp(destination, link))
  }

  package func linkDown(_ destination: String, _ link: Link) {
    post.yield(.linkDown(destination, ObjectIdentifier(link)))
  }

  /// What was set aside for a destination may be tried again.
  package func reload(_ destination: String) {
    post.yield(.reload(destination))
  }

  package func run() async throws {
    await withDiscardingTaskGroup { group in
      await withGracefulShutdownHandler {
        var destinations: [String: Destination] = [:]
        var generator = SystemRandomNumberGenerator()
        for await event in events {
          step(event, &destinations, &generator, &group)
        }
      } onGracefulShutdown: {
        post.finish()
      }
      group.cancelAll()
    }
  }

  private func step(
    _ event: Event, _ destinations: inout [String: Destination],
    _ generator: inout SystemRandomNumberGenerator, _ group: inout DiscardingTaskGroup
  ) {
    let now = MallClock.system.now()
    switch event {
    case .linkUp(let name, let link):
      var destination = destinations[name] ?? Destination(machine: OutboxMachine(limits: limits))
      // Nothing goes over a newer link before it is known what the peer lacks.
      let actions = destination.machine.linkDown(at: now)
      destination.link = link
      destinations[name] = destination
      perform(actions, name, &destinations, &group)
      group.addTask { await meet(name, over: link) }
    case .met(let name, let link, let resent):
      guard let current = destinations[name]?.link, ObjectIdentifier(current) == link else { return }
      if resent > 0, let actions = destinations[name]?.machine.reload(at: now) {
        perform(actions, name, &destinations, &group)
      }
      if let actions = destinations[name]?.machine.linkUp(at: now) {
        perform(actions, name, &destinations, &group)
      }
    case .linkDown(let name, let link):
      guard let current = destinations[name]?.link, ObjectIdentifier(current) == link else { return }
      destinations[name]?.link = nil
      if let actions = destinations[name]?.machine.linkDown(at: now) {
        perform(actions, name, &destinations, &group)
      }
    case .grew:
      for name in destinations.keys {
        guard let actions = destinations[name]?.machine.appended(at: now) else { continue }
        perform(actions, name, &destinations, &group)
      }
    case .woke(let name):
      if let due = destinations[name]?.wakeAt, due <= now { destinations[name]?.wakeAt = nil }
      guard let actions = destinations[name]?.machine.woke(at: now) else { return }
      perform(actions, name, &destinations, &group)
    case .reload(let name):
      guard let actions = destinations[name]?.machine.reload(at: now) else { return }
      perform(actions, name, &destinations, &group)
    case .released:
      for name in destinations.keys {
        guard let actions = destinations[name]?.machine.reload(at: now) else { continue }
        perform(actions, name, &destinations, &group)
      }
    case .loaded(let name, let load, let deliveries):
      for delivery in deliveries {
        destinations[name]?.deliveries[delivery.sequence] = delivery
      }
      guard let actions = destinations[name]?.machine.loaded(deliveries.map(\.entry), for: load, at: now) else {
        return
      }
      perform(actions, name, &destinations, &group)
    case .acknowledged(let name, let sequence):
      destinations[name]?.deliveries[sequence] = nil
      guard let actions = destinations[name]?.machine.acknowledged(sequence, at: now) else { return }
      perform(actions, name, &destinations, &group)
    case .answered(let name, let sequence, .success):
      group.addTask { await acknowledge(name, sequence) }
    case .answered(let name, let sequence, .failure(let refusal)):
      logger.log(
        level: refusal.isPassing ? .debug : .warning, "A delivery was refused",
        metadata: [
          "destination": "\(name)", "sequence": "\(sequence)", "status": "\(refusal.code.name)",
          "reason": "\(refusal.message.text(.english))",
        ])
      destinations[name]?.deliveries[sequence]?.lastRefusal = refusal.description
      let actions =
        if refusal.isPassing {
          destinations[name]?.machine.unavailable(
            sequence, retryAfter: refusal.retryAfter, at: now, using: &generator)
        } else {
          destinations[name]?.machine.refused(sequence, at: now, using: &generator)
        }
      if let actions { perform(actions, name, &destinations, &group) }
    }
  }

  private func perform(
    _ actions: OutboxActions, _ name: String, _ destinations: inout [String: Destination],
    _ group: inout DiscardingTaskGroup
  ) {
    for load in actions.loads {
      group.addTask { await self.load(load, for: name) }
    }
    for sequence in actions.send {
      guard let destination = destinations[name], let delivery = destination.deliveries[sequence] else { continue }
      guard let link = destination.link else {
        post.yield(.answered(name, sequence, .failure(Refusal(.unavailable, detail: name))))
        continue
      }
      send(delivery, to: name, over: link)
    }
    for retry in actions.retries {
      let reason = destinations[name]?.deliveries[retry.sequence]?.lastRefusal ?? ""
      group.addTask { await self.note(retry, reason: reason) }
    }
    for sequence in actions.setAside {
      let reason = destinations[name]?.deliveries[sequence]?.lastRefusal ?? ""
      destinations[name]?.deliveries[sequence] = nil
      logger.error(
        "A delivery is set aside; it holds back its own case until an operator retries or discards it",
        metadata: ["destination": "\(name)", "sequence": "\(sequence)"])
      group.addTask { await self.setAside(sequence, reason: reason) }
    }
    if let wakeAt = actions.wakeAt { wake(name, at: wakeAt, &destinations, &group) }
  }

  /// One timer a destination: a later one is not needed while an earlier one runs.
  private func wake(
    _ name: String, at due: MallInstant, _ destinations: inout [String: Destination],
    _ group: inout DiscardingTaskGroup
  ) {
    guard destinations[name]?.wakeAt.map({ due < $0 }) ?? true else { return }
    destinations[name]?.wakeAt = due
    let pause = max(due.duration(since: MallClock.system.now()), .zero)
    group.addTask {
      try? await Task.sleep(for: pause)
      post.yield(.woke(name))
    }
  }

  private func send(_ delivery: OutboxDelivery, to name: String, over link: Link) {
    let content: [UInt8]
    do {
      content = try delivery.content(openedBy: sealer)
    } catch {
      // As a refusal it is set aside in the end, and holds back its own key only.
      logger.critical(
        "A delivery can't be opened", metadata: ["sequence": "\(delivery.sequence)", "reason": "\(error)"])
      post.yield(.answered(name, delivery.sequence, .failure(Refusal(.dataLoss, detail: "it can't be opened"))))
      return
    }
    let signature = delivery.signature.flatMap { try? Wire.Signature(decoding: $0) }
    let message = Wire.Delivery(
      epoch: delivery.epoch, sequence: UInt64(delivery.sequence), orderingKey: delivery.orderingKey,
      kind: delivery.kind, content: content, signature: signature)
    // A delivery has no deadline: it ends with an answer or with its link.
    let request = OutgoingRequest(method: Method.deliveryDeliver.rawValue, body: message.encoded())
    let post = post
    link.send(request) { result in
      post.yield(.answered(name, delivery.sequence, result))
    }
  }

  /// Looks whether the peer is the one that was met last. One that was restored from a backup gets again what it may
  /// have lost, before anything newer.
  private func meet(_ name: String, over link: Link) async {
    let facts = link.terms.peerFacts
    let mark = facts.received.map { (epoch: $0.epoch, sequence: Int64(clamping: $0.sequence)) }
    do {
      var resent = 0
      if try await database.read({ try Outbox.isStranger(name, epoch: facts.epoch, in: $0) }) {
        resent = try await database.write {
          try Outbox.meet(name, epoch: facts.epoch, received: mark, in: $0)
        }
      }
      if resent > 0 {
        logger.notice(
          "The peer was restored; what it may have lost is sent again",
          metadata: ["destination": "\(name)", "deliveries": "\(resent)"])
      }
      post.yield(.met(name, ObjectIdentifier(link), resent: resent))
    } catch {
      await retryLater("A peer could not be met", error) { post.yield(.linkUp(name, link)) }
    }
  }

  private func load(_ load: OutboxLoad, for name: String) async {
    do {
      let deliveries = try await database.read { transaction in
        if let key = load.key {
          try Outbox.pending(name, key: key, after: load.after, limit: load.limit, in: transaction)
        } else {
          try Outbox.pending(name, after: load.after, limit: load.limit, in: transaction)
        }
      }
      post.yield(.loaded(name, load, deliveries))
    } catch {
      await retryLater("Loading from the outbox failed", error) { post.yield(.reload(name)) }
    }
  }

  private func acknowledge(_ name: String, _ sequence: Int64) async {
    do {
      let now = MallClock.system.now()
      try await database.write { try Outbox.acknowledge(sequence, at: now, in: $0) }
      post.yield(.acknowledged(name, sequence))
    } catch {
      await retryLater("An acknowledgement was not written", error) {
        post.yield(.answered(name, sequence, .success(Wire.Envelope())))
      }
    }
  }

  private func note(_ retry: OutboxRetry, reason: String) async {
    do {
      try await database.write { transaction in
        try Outbox.refused(
          retry.sequence, count: retry.refusals, firstRefusedAt: retry.firstRefusedAt,
          nextAttemptAt: retry.nextAttemptAt, reason: reason, in: transaction)
      }
    } catch {
      logger.error("A refusal was not written", metadata: ["reason": "\(error)"])
    }
  }

  private func setAside(_ sequence: Int64, reason: String) async {
    do {
      let now = MallClock.system.now()
      try await database.write { try Outbox.setAside(sequence, reason: reason, at: now, in: $0) }
    } catch {
      logger.error("A delivery set aside was not written", metadata: ["reason": "\(error)"])
    }
  }

  /// The database may be full or slow for a while; the work must not be lost.
  private func retryLater(_ what: Logger.Message, _ error: any Error, _ again: () -> Void) async {
    guard !Task.isCancelled else { return }
    logger.error(what, metadata: ["reason": "\(error)"])
    try? await Task.sleep(for: .seconds(1))
    again()
  }
}
