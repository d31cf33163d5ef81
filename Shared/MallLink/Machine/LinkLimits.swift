import MallDomain
import MallWire

/// How much a node takes at once of one class of requests from the other end of a link.
package struct LinkWindow: Hashable, Sendable {
  /// Requests that are sent and not answered.
  package var requests: Int
  /// Bytes of their envelopes.
  package var bytes: Int

  package init(requests: Int, bytes: Int) {
    self.requests = requests
    self.bytes = bytes
  }
}

/// What bounds a link. The listener's limits go into its welcome and hold in both directions.
package struct LinkLimits: Hashable, Sendable {
  /// Bytes of the largest envelope.
  package var maximumFrame = Self.standardFrame
  /// Silence after which a node pings.
  package var heartbeat = Duration.seconds(15)
  /// Few, since each waits for a commit; a blob's chunk (256 KiB) fits 16 times.
  package var deliveries = LinkWindow(requests: 64, bytes: 4 * 1_048_576)
  /// Many, since most wait for another node's answer.
  package var queries = LinkWindow(requests: 256, bytes: 8 * 1_048_576)
  /// Rare and small, and never behind the others.
  package var control = LinkWindow(requests: 32, bytes: 2 * 1_048_576)
  /// Requests that may wait here for a place in the peer's window; the next one is refused with a retry hint.
  package var queue = LinkWindow(requests: 1_024, bytes: 8 * 1_048_576)
  /// Bytes that may wait for a peer to read; one that lets more pile up is ended. Several of the largest frames.
  package var outgoingBuffer = 16 * 1_048_576

  package static let standard = LinkLimits()

  package init() {}

  package func window(of kind: RequestClass) -> LinkWindow {
    switch kind {
    case .delivery: deliveries
    case .query: queries
    case .control: control
    }
  }

  // MARK: Limits of the protocol, the same for all

  /// 1 MiB: also what is taken before the handshake ends.
  package static let standardFrame = 1_048_576
  /// 4 MiB: what no welcome may exceed.
  package static let largestFrame = 4 * 1_048_576
  /// From the TCP connection to the welcome.
  package static let handshakeTimeout = Duration.seconds(5)
  /// From the first byte of a frame to its last: 1 MiB on a village's 140 kbit/s.
  package static let frameTimeout = Duration.seconds(60)
  /// Without a byte taken by the peer while some wait.
  package static let slowReaderTimeout = Duration.seconds(30)
  /// From goodbye to the end: what is open may finish.
  package static let drainTimeout = Duration.seconds(10)
  package static let unansweredPings = 3
  /// Where a request names none.
  package static let standardTimeout = Duration.seconds(10)
  package static let longestTimeout = Duration.seconds(60)
  /// Nodes that a request may pass through.
  package static let maximumHops = 8
  /// What a full queue tells its caller.
  package static let retryHint = Duration.seconds(1)
  static let versions = ProtocolVersion.supported

  /// Relations between the limits that must hold for a link to work, as sentences about those that don't.
  package var violations: [String] {
    var result: [String] = []
    if !(1...Self.largestFrame ~= maximumFrame) { result.append("maximumFrame must be 1 to \(Self.largestFrame)") }
    if heartbeat < .milliseconds(1) { result.append("heartbeat must be at least a millisecond") }
    for kind in RequestClass.allCases where window(of: kind).bytes < maximumFrame {
      result.append("the window of \(kind) must hold a frame of \(maximumFrame) bytes")
    }
    if queue.bytes < maximumFrame { result.append("queue must hold a frame of \(maximumFrame) bytes") }
    if outgoingBuffer < 2 * maximumFrame { result.append("outgoingBuffer must hold two frames") }
    return result
  }
}
