import MallDomain
import MallWire
import NIOCore

extension LinkChannelHandler {
  /// A request of this node whose completion is still owed.
  struct OwnCall {
    var method: String
    var completion: Link.Completion
    var startedAt: NIODeadline
    /// Nil once it was sent.
    var waiting: Wire.Envelope?
  }

  /// A request of the peer that isn't answered yet.
  struct PeerCall {
    var request: IncomingRequest
    var startedAt: NIODeadline
  }

  // MARK: Commands of any thread

  func perform(_ commands: [Link.Command]) {
    gathering += 1
    for command in commands { perform(command) }
    gathering -= 1
    flush()
    scheduleTimer()
  }

  func perform(_ command: Link.Command) {
    switch command {
    case .send(let id, let request, let completion): send(id, request, completion)
    case .cancel(let id): perform(machine.cancel(id: id, now: now))
    case .answer(let response): answer(response)
    case .drain: perform(machine.drain(now: now))
    case .close(let reason): perform(machine.close(reason, now: now))
    case .probe(let timeout, let completion): startProbe(within: timeout, completion: completion)
    }
  }

  private func send(_ id: UInt64, _ request: OutgoingRequest, _ completion: @escaping Link.Completion) {
    let startedAt = NIODeadline.now()
    var envelope = request.envelope
    envelope.kind = .request
    envelope.id = id
    envelope.timeoutMs = request.timeout?.wholeMilliseconds ?? 0
    var verdict = LinkMachine.SendVerdict.wait
    outgoing.append(envelope) { bytes in
      verdict = machine.request(
        id: id, method: envelope.method, bytes: bytes, timeout: request.timeout, now: startedAt.linkInstant)
      return verdict == .transmit
    }
    var call = OwnCall(method: envelope.method, completion: completion, startedAt: startedAt)
    switch verdict {
    case .transmit:
      ownCalls[id] = call
      wrote()
    case .wait:
      call.waiting = envelope
      ownCalls[id] = call
    case .refuse(let refusal):
      ownCalls[id] = call
      complete(id, with: .failure(refusal))
    }
    if gathering == 0 { scheduleTimer() }
  }

  /// A request that waited has a place now; what is left of its time has become less.
  private func transmit(_ id: UInt64) {
    guard var envelope = ownCalls[id]?.waiting else { return }
    ownCalls[id]?.waiting = nil
    if let timeLeft = machine.timeLeft(of: id, now: now) { envelope.timeoutMs = timeLeft.wholeMilliseconds }
    write(envelope)
  }

  func complete(_ id: UInt64, with result: Result<Wire.Envelope, Refusal>) {
    guard let call = ownCalls.removeValue(forKey: id) else { return }
    observer.requestFinished(
      method: call.method, status: result.statusCode, duration: (.now() - call.startedAt).duration,
      direction: .outgoing)
    call.completion(result)
  }

  // MARK: Requests of the peer

  func handle(_ request: IncomingRequest) {
    peerCalls[request.envelope.id] = PeerCall(request: request, startedAt: .now())
    owner.handler.handle(request)
  }

  private func answer(_ response: Wire.Envelope) {
    guard let call = peerCalls.removeValue(forKey: response.id), machine.respond(id: response.id) else { return }
    let limit = machine.maximumFrame
    var result = response
    var tooLarge: Int?
    outgoing.append(result) { bytes in
      if bytes > limit { tooLarge = bytes }
      return bytes <= limit
    }
    if let tooLarge {
      result = Frames.response(to: response.id, .frameTooLarge(tooLarge, limit: limit))
      outgoing.append(result)
    }
    wrote()
    observer.requestFinished(
      method: call.request.envelope.method, status: Result<_, Refusal>.success(result).statusCode,
      duration: (.now() - call.startedAt).duration, direction: .incoming)
    perform(machine.responded(now: now))
  }

  // MARK: What the machine decided

  func perform(_ actions: LinkActions) {
    for frame in actions.frames { write(frame) }
    if let terms = actions.admission { askAdmission(terms) }
    if let terms = actions.opened { opened(terms) }
    for id in actions.transmit { transmit(id) }
    for failure in actions.failed { complete(failure.id, with: .failure(failure.refusal)) }
    for cancellation in actions.cancelled { peerCalls[cancellation.id]?.request.cancel(cancellation.reason) }
    if let reason = actions.close {
      finish(reason)
    } else if isOpened && !machine.takesRequests {
      link?.markClosed()
    }
  }

  private func makeLink(_ terms: LinkTerms, isDialled: Bool) -> Link? {
    guard let context, let peer = machine.peer else { return nil }
    return Link(
      peer: peer, terms: terms, isDialled: isDialled, channel: context.channel, handler: self,
      logger: owner.configuration.logger)
  }

  private func askAdmission(_ terms: LinkTerms) {
    guard let context, let link = makeLink(terms, isDialled: false) else { return }
    self.link = link
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    owner.admit(link) { refusal in
      link.onEventLoop { bound.value.decided(refusal) }
    }
  }

  private func decided(_ refusal: CloseReason?) {
    guard !machine.isClosed, let link else { return }
    if let refusal {
      perform(machine.close(refusal, now: now))
    } else {
      let configuration = owner.configuration
      perform(
        machine.admit(facts: configuration.facts(link.peer), mallTime: configuration.mallClock.now(), now: now))
    }
    if gathering == 0 { flush() }
    scheduleTimer()
  }

  private func opened(_ terms: LinkTerms) {
    if link == nil { link = makeLink(terms, isDialled: true) }
    guard let link else { return }
    isOpened = true
    link.markOpen()
    observer.linkOpened(link.peer)
    owner.linkOpened(link)
    owner.handler.linkOpened(link)
  }

  private func finish(_ reason: CloseReason) {
    timer?.task.cancel()
    timer = nil
    answerProbes(false)
    peerCalls = [:]
    link?.markClosed()
    flushAndClose()
    observer.linkClosed(machine.peer, reason: reason)
    if isOpened, let link { owner.handler.linkClosed(link, reason: reason) }
    owner.linkClosed(link, peer: machine.peer, reason: reason)
    link = nil
  }
}

extension Result<Wire.Envelope, Refusal> {
  var statusCode: StatusCode {
    switch self {
    case .success(let envelope): envelope.status.map { StatusCode(rawValue: $0.code) ?? .unknown } ?? .ok
    case .failure(let refusal): refusal.code
    }
  }
}
