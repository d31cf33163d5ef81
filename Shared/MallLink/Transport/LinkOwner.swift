import NIOCore

/// The server or dialler to which a channel belongs. Called on the channel's event loop.
protocol LinkOwner: Sendable {
  var configuration: LinkConfiguration { get }
  var handler: any LinkHandler { get }

  func verify(der: [UInt8]) throws(CertificateRefusal) -> PeerIdentity
  /// What may have changed since: the time and the revocations.
  func check(_ peer: PeerIdentity) throws(CertificateRefusal)
  /// Whether the peer may come in now. `decide` is called once, on any thread; nil lets it in.
  func admit(_ link: Link, decide: @escaping @Sendable (CloseReason?) -> Void)
  func linkOpened(_ link: Link)
  /// - Parameters:
  ///   - link: nil where the handshake wasn't finished.
  ///   - peer: nil where its certificate wasn't accepted.
  func linkClosed(_ link: Link?, peer: PeerIdentity?, reason: CloseReason)
}

extension NIODeadline {
  var linkInstant: LinkInstant { LinkInstant(nanoseconds: Int64(uptimeNanoseconds)) }
}

extension LinkInstant {
  var deadline: NIODeadline { .uptimeNanoseconds(UInt64(clamping: nanoseconds)) }
}

extension Duration {
  var timeAmount: TimeAmount { .nanoseconds(wholeNanoseconds) }
}

extension TimeAmount {
  var duration: Duration { .nanoseconds(nanoseconds) }
}
