import MallWire
import NIOCore

extension LinkChannelHandler {
  var now: LinkInstant { NIODeadline.now().linkInstant }

  func write(_ envelope: Wire.Envelope) {
    outgoing.append(envelope)
    wrote()
  }

  /// Something is in the buffer: sees to it that it goes out, and that it doesn't grow without end.
  func wrote() {
    guard outgoing.count <= outgoingLimit else {
      return perform(machine.close(.slowReader, now: now))
    }
    if outgoing.count >= FrameBuffer.chunk {
      flush()
    } else if gathering == 0 && !isFlushScheduled {
      isFlushScheduled = true
      context?.eventLoop.assumeIsolated().execute {
        self.isFlushScheduled = false
        self.flush()
        self.scheduleTimer()
      }
    }
  }

  /// Gives the channel what it will take; the rest waits here.
  func flush() {
    guard let context, outgoing.count > 0 else { return }
    var written = 0
    while context.channel.isWritable, let chunk = outgoing.takeChunk() {
      written += chunk.readableBytes
      context.writeAndFlush(wrapOutboundOut(chunk), promise: nil)
    }
    outgoing.compact()
    if written > 0 { observer.transferred(bytes: written, direction: .outgoing) }
    if outgoing.count == 0 {
      stalledSince = nil
    } else if written > 0 || stalledSince == nil {
      stalledSince = .now()
    }
  }

  /// The last words: whatever waits, the goodbye at its end, goes to the channel before it is closed.
  func flushAndClose() {
    guard let context else { return }
    let rest = outgoing.takeAll()
    if rest.readableBytes > 0 && context.channel.isActive {
      observer.transferred(bytes: rest.readableBytes, direction: .outgoing)
      context.writeAndFlush(wrapOutboundOut(rest), promise: nil)
    }
    context.close(promise: nil)
  }
}

// MARK: Timers

extension LinkChannelHandler {
  /// A question whether the peer is alive.
  struct Probe {
    var deadline: NIODeadline
    var completion: @Sendable (Bool) -> Void
  }

  func startProbe(within timeout: Duration, completion: @escaping @Sendable (Bool) -> Void) {
    guard machine.isOpen else { return completion(false) }
    probes.append(Probe(deadline: .now() + timeout.timeAmount, completion: completion))
    perform(machine.probe())
  }

  func answerProbes(_ isAlive: Bool) {
    guard !probes.isEmpty else { return }
    let answered = probes
    probes = []
    for probe in answered { probe.completion(isAlive) }
  }

  /// One timer a link, for the first thing due. It may ring too early, never too late.
  func scheduleTimer() {
    guard let context, let due = nextDue else { return }
    if let timer {
      guard due < timer.due else { return }
      timer.task.cancel()
    }
    let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.timerFired() }
    timer = (due, task)
  }

  private var nextDue: NIODeadline? {
    guard !machine.isClosed else { return nil }
    var dues = probes.map(\.deadline)
    if let tick = machine.nextTick { dues.append(tick.deadline) }
    if let stalledSince { dues.append(stalledSince + LinkLimits.slowReaderTimeout.timeAmount) }
    return dues.min()
  }

  private func timerFired() {
    timer = nil
    let now = NIODeadline.now()
    if let stalledSince, now >= stalledSince + LinkLimits.slowReaderTimeout.timeAmount {
      return perform(machine.close(.slowReader, now: now.linkInstant))
    }
    if let peer = link?.peer {
      do {
        try owner.check(peer)
      } catch {
        return perform(machine.close(.certificateRefused(error), now: now.linkInstant))
      }
    }
    let late = probes.filter { $0.deadline <= now }
    probes.removeAll { $0.deadline <= now }
    for probe in late { probe.completion(false) }
    perform(machine.tick(now: now.linkInstant))
    scheduleTimer()
  }
}
