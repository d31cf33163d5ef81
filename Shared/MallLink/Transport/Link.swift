import Logging
import MallDomain
import MallWire
import NIOCore
import Synchronization

/// An open connection to another node, for any thread.
package final class Link: Sendable {
  package typealias Completion = @Sendable (Result<Wire.Envelope, Refusal>) -> Void

  package let peer: PeerIdentity
  /// What the handshake settled, and what the peer said of itself in it.
  package let terms: LinkTerms
  /// Whether this node dialled.
  package let isDialled: Bool
  /// Where callbacks of this link are called.
  package let eventLoop: any EventLoop

  let channel: any Channel
  let logger: Logger
  private let channelHandler: NIOLoopBound<LinkChannelHandler>
  private let mailbox = Mutex<[Command]>([])
  private let lastID = Atomic<UInt64>(0)
  private let open = Atomic<Bool>(false)

  /// What other threads ask of the link's event loop.
  enum Command: Sendable {
    case send(UInt64, OutgoingRequest, Completion)
    case cancel(UInt64)
    case answer(Wire.Envelope)
    case drain
    case close(CloseReason)
    case probe(Duration, @Sendable (Bool) -> Void)
  }

  init(
    peer: PeerIdentity, terms: LinkTerms, isDialled: Bool, channel: any Channel, handler: LinkChannelHandler,
    logger: Logger
  ) {
    self.peer = peer
    self.terms = terms
    self.isDialled = isDialled
    self.channel = channel
    self.logger = logger
    eventLoop = channel.eventLoop
    channelHandler = NIOLoopBound(handler, eventLoop: eventLoop)
  }

  /// False from the goodbye of either side on. A request on a link that is no longer open is refused as unavailable.
  package var isOpen: Bool { open.load(ordering: .acquiring) }

  /// Sends a request and waits for the answer; any status but ok is thrown. Cancelling the task cancels the request.
  package func request(_ request: OutgoingRequest) async throws(Refusal) -> Wire.Envelope {
    let id = lastID.add(1, ordering: .relaxed).newValue
    let result: Result<Wire.Envelope, Refusal> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        perform(.send(id, request) { continuation.resume(returning: $0) })
        // A cancellation that came before the request was on its way found nothing to cancel.
        if Task.isCancelled { perform(.cancel(id)) }
      }
    } onCancel: {
      perform(.cancel(id))
    }
    return try result.accepted.get()
  }

  /// Sends a request; `completion` is called exactly once on the link's event loop, with the answer when its status is
  /// ok. No task is made.
  @discardableResult
  package func send(_ request: OutgoingRequest, completion: @escaping Completion) -> RequestID {
    exchange(request) { completion($0.accepted) }
  }

  /// Passes a request on to this link's peer, and its answer, refusal or cancellation back: the hop of a gateway.
  ///
  /// - Parameter prepare: what the forwarder changes, such as the target or the principal.
  package func forward(_ request: IncomingRequest, prepare: (inout Wire.Envelope) -> Void = { _ in }) {
    var outgoing = OutgoingRequest(forwarding: request.envelope, timeout: request.timeLeft)
    prepare(&outgoing.envelope)
    let id = exchange(outgoing) { result in
      switch result {
      case .success(let response): request.respond(forwarding: response)
      case .failure(let refusal): request.respond(refusal: refusal)
      }
    }
    request.onCancel { [weak self] _ in self?.cancel(id) }
  }

  /// Ends the wait for an answer: its completion is called with the status cancelled, and the peer is told.
  package func cancel(_ id: RequestID) {
    perform(.cancel(id.number))
  }

  /// Says goodbye: no new requests, the open ones finish, at most 5 s.
  package func drain() {
    perform(.drain)
  }

  /// Ends the link now, telling the peer why.
  package func close(_ reason: CloseReason) {
    perform(.close(reason))
  }

  /// Asks the peer for a sign of life; the answer comes on the event loop.
  func probe(within timeout: Duration, completion: @escaping @Sendable (Bool) -> Void) {
    perform(.probe(timeout, completion))
  }

  func answer(_ response: Wire.Envelope) {
    perform(.answer(response))
  }

  func markOpen() {
    open.store(true, ordering: .releasing)
  }

  func markClosed() {
    open.store(false, ordering: .releasing)
  }

  func onEventLoop(_ body: @escaping @Sendable () -> Void) {
    if eventLoop.inEventLoop { body() } else { eventLoop.execute(body) }
  }

  /// Any status is a success here; a failure is this side's own.
  private func exchange(_ request: OutgoingRequest, completion: @escaping Completion) -> RequestID {
    let id = lastID.add(1, ordering: .relaxed).newValue
    perform(.send(id, request, completion))
    return RequestID(number: id)
  }

  /// At once on the event loop; otherwise through the mailbox, which is emptied once for all that gathered in it.
  private func perform(_ command: Command) {
    if eventLoop.inEventLoop && mailbox.withLock({ $0.isEmpty }) {
      channelHandler.value.perform(command)
      return
    }
    let isFirst = mailbox.withLock { commands in
      commands.append(command)
      return commands.count == 1
    }
    guard isFirst else { return }
    eventLoop.execute { [self] in
      let commands = mailbox.withLock { commands in
        defer { commands = [] }
        return commands
      }
      channelHandler.value.perform(commands)
    }
  }
}

extension Result<Wire.Envelope, Refusal> {
  /// Another status than ok as a failure.
  var accepted: Result {
    guard case .success(let envelope) = self, let status = envelope.status, let refusal = status.refusal else {
      return self
    }
    return .failure(refusal)
  }
}
