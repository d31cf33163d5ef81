import MallDomain
import MallWire
import NIOCore
import NIOSSL
import NIOTLS

/// Carries out what ``LinkMachine`` decides, on one channel: bytes to envelopes and back, timers, callbacks.
///
/// It lives on its event loop. What it writes is gathered while a read or a batch of commands is worked on, and goes
/// out once after it.
final class LinkChannelHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let owner: any LinkOwner
  /// Of the owner's configuration, which is too large to be copied for each request.
  let observer: any LinkObserver
  let outgoingLimit: Int
  var machine: LinkMachine
  var context: ChannelHandlerContext?
  var link: Link?
  /// Whether the node was told of the link, and has to be told of its end.
  var isOpened = false
  var ownCalls: [UInt64: OwnCall] = [:]
  var peerCalls: [UInt64: PeerCall] = [:]
  var outgoing = FrameBuffer()
  /// Since when bytes wait that the peer doesn't take.
  var stalledSince: NIODeadline?
  /// Greater than 0: a flush follows anyway.
  var gathering = 0
  var isFlushScheduled = false
  var timer: (due: NIODeadline, task: Scheduled<Void>)?
  var probes: [Probe] = []

  private var accumulator = FrameAccumulator()
  private var isTLSDone = false
  private var lastError: (any Error)?
  private var tlsRefusal: CertificateRefusal?

  init(owner: any LinkOwner, side: LinkSide) {
    self.owner = owner
    let configuration = owner.configuration
    observer = configuration.observer
    outgoingLimit = configuration.limits.outgoingBuffer
    machine = LinkMachine(
      local: configuration.node, side: side, connectedAt: NIODeadline.now().linkInstant,
      classify: configuration.classify)
  }

  // MARK: Life of the channel

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    scheduleTimer()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    // A connection that was never made ends without `channelInactive`; its timer would end the one made after it.
    timer?.task.cancel()
    timer = nil
    self.context = nil
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent { tlsCompleted(context) }
    context.fireUserInboundEventTriggered(event)
  }

  /// The certificate is read from the connection, of a resumed session too, never taken from the handshake's callbacks.
  private func tlsCompleted(_ context: ChannelHandlerContext) {
    isTLSDone = true
    do {
      guard let certificate = try context.pipeline.syncOperations.nioSSL_peerCertificate() else {
        throw CertificateRefusal.missing
      }
      let peer = try owner.verify(der: try certificate.toDERBytes())
      perform(machine.secured(peer: peer, facts: owner.configuration.facts(peer), now: now))
    } catch {
      refuse(error as? CertificateRefusal ?? .unreadable)
    }
    scheduleTimer()
  }

  /// The peer is told before its hello is answered, although the machine doesn't know it yet.
  private func refuse(_ refusal: CertificateRefusal) {
    let reason = CloseReason.certificateRefused(refusal)
    if let status = reason.goodbye { outgoing.append(Frames.goodbye(status, reason.text)) }
    perform(machine.close(reason, now: now))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    lastError = error
    if !isTLSDone { tlsRefusal = refusalBehindFailure(context) }
    // NIOSSL closes the channel itself after its errors; what remains is told by `channelInactive`.
    if !(error is NIOSSLError) && !(error is BoringSSLError) { context.close(promise: nil) }
  }

  /// BoringSSL says only that it didn't verify the certificate; the mall's own checks say why.
  private func refusalBehindFailure(_ context: ChannelHandlerContext) -> CertificateRefusal? {
    guard let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate(),
      let der = try? certificate.toDERBytes()
    else { return nil }
    do {
      _ = try owner.verify(der: der)
      return nil
    } catch {
      return error
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    perform(machine.close(lossReason, now: now))
    context.fireChannelInactive()
  }

  private var lossReason: CloseReason {
    let isClean: Bool
    if case .uncleanShutdown? = lastError as? NIOSSLError { isClean = true } else { isClean = lastError == nil }
    if let tlsRefusal { return .certificateRefused(tlsRefusal) }
    guard isTLSDone else {
      return .tlsFailed(lastError.map(TLSErrorText.text) ?? "the peer closed the connection")
    }
    if accumulator.isInsideFrame { return .endedInsideFrame }
    if let lastError, lastError is BoringSSLError, !machine.isOpen {
      // An alert is the peer's word; any other error is a torn connection, as of a peer that was killed.
      let text = TLSErrorText.text(lastError)
      return TLSErrorText.isAlert(text) ? .refusedByPeerTLS(text) : .tlsFailed(text)
    }
    return isClean ? .closedByPeer : .connectionLost(lastError.map(TLSErrorText.text) ?? "")
  }

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !machine.isClosed else { return }
    gathering += 1
    defer { gathering -= 1 }
    let bytes = unwrapInboundIn(data)
    observer.transferred(bytes: bytes.readableBytes, direction: .incoming)
    accumulator.append(bytes)
    let now = now
    var frames = 0
    reading: while !machine.isClosed {
      switch accumulator.next(limit: machine.maximumFrame) {
      case .incomplete:
        break reading
      case .empty:
        perform(machine.close(.frameEmpty, now: now))
      case .tooLarge(let announced):
        perform(machine.close(.frameTooLarge(announced: announced, limit: machine.maximumFrame), now: now))
      case .envelope(let bytes):
        frames += 1
        received(bytes, now: now)
      }
    }
    guard !machine.isClosed else { return accumulator.discard() }
    accumulator.compact()
    machine.heard(frames: frames, isInsideFrame: accumulator.isInsideFrame, now: now)
    answerProbes(true)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    flush()
    scheduleTimer()
    if let link, let pause = owner.handler.readPause(for: link.peer) { rest(pause, context) }
    context.fireChannelReadComplete()
  }

  private func rest(_ pause: TimeAmount, _ context: ChannelHandlerContext) {
    guard let options = context.channel.syncOptions, (try? options.setOption(.autoRead, value: false)) != nil else {
      return
    }
    // A channel that is closed meanwhile refuses the option, and needs it no more.
    _ = context.eventLoop.assumeIsolated().scheduleTask(in: pause) { try? options.setOption(.autoRead, value: true) }
  }

  private func received(_ bytes: ByteBuffer, now: LinkInstant) {
    var envelope: Wire.Envelope
    do {
      envelope = try bytes.withUnsafeReadableBytes { (memory) throws(WireError) in
        try Wire.Envelope(decoding: memory)
      }
    } catch {
      return perform(machine.close(.frameUnreadable("\(error)"), now: now))
    }
    let actions = machine.received(envelope, bytes: bytes.readableBytes, now: now)
    if let accepted = actions.accepted, let link {
      envelope.via.append(link.peer.node.text)
      handle(
        IncomingRequest(envelope: envelope, link: link, deadline: accepted.deadline?.deadline))
    } else if let id = actions.answered {
      complete(id, with: .success(envelope))
    }
    perform(actions)
  }

  // MARK: Writing

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    flush()
    context.fireChannelWritabilityChanged()
  }
}
