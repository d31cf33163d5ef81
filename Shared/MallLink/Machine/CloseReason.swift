import MallDomain
import MallWire

/// Every reason for which a link ends.
package enum CloseReason: Error, Hashable, Sendable {
  // Reaching the peer
  case connectFailed(String)
  case tlsFailed(String)
  case certificateRefused(CertificateRefusal)
  /// The peer ended TLS right after the handshake: in TLS 1.3 that is how a dialler learns of its own refused certificate.
  case refusedByPeerTLS(String)
  case handshakeTimedOut

  // Handshake
  case frameBeforeHandshake
  case secondHandshake
  case versionsApart
  case nodeMismatch
  case otherMall
  case roleNotInCertificate(String)
  case peerLacksRole(Role)
  case welcomeUnusable(String)
  case notAdmitted(String)

  // Breaches of the protocol
  case frameEmpty
  case frameTooLarge(announced: Int, limit: Int)
  case frameUnreadable(String)
  case frameUnfinished
  case kindUnknown
  case requestIDZero
  case requestIDTaken
  case requestAfterGoodbye
  case windowExceeded(RequestClass)
  case answerNeverAskedFor
  case pongNeverAskedFor

  // Ends that are nobody's fault
  case heartbeatLost
  case slowReader
  case connectionLost(String)
  case endedInsideFrame
  case endedByPeer(StatusCode, String)
  case closedByPeer
  case replaced
  case alreadyLinked
  case tooManyLinks
  case tooManyLinksFromSource
  case tooManyAttemptsFromSource
  case drained
  case drainTimedOut
  case cancelled

  /// For logs, metrics and the monitoring page.
  package var name: String {
    switch self {
    case .connectFailed: "connect_failed"
    case .tlsFailed: "tls_failed"
    case .certificateRefused: "certificate_refused"
    case .refusedByPeerTLS: "refused_by_peer_tls"
    case .handshakeTimedOut: "handshake_timed_out"
    case .frameBeforeHandshake: "frame_before_handshake"
    case .secondHandshake: "second_handshake"
    case .versionsApart: "versions_apart"
    case .nodeMismatch: "node_mismatch"
    case .otherMall: "other_mall"
    case .roleNotInCertificate: "role_not_in_certificate"
    case .peerLacksRole: "peer_lacks_role"
    case .welcomeUnusable: "welcome_unusable"
    case .notAdmitted: "not_admitted"
    case .frameEmpty: "frame_empty"
    case .frameTooLarge: "frame_too_large"
    case .frameUnreadable: "frame_unreadable"
    case .frameUnfinished: "frame_unfinished"
    case .kindUnknown: "kind_unknown"
    case .requestIDZero: "request_id_zero"
    case .requestIDTaken: "request_id_taken"
    case .requestAfterGoodbye: "request_after_goodbye"
    case .windowExceeded: "window_exceeded"
    case .answerNeverAskedFor: "answer_never_asked_for"
    case .pongNeverAskedFor: "pong_never_asked_for"
    case .heartbeatLost: "heartbeat_lost"
    case .slowReader: "slow_reader"
    case .connectionLost: "connection_lost"
    case .endedInsideFrame: "ended_inside_frame"
    case .endedByPeer: "ended_by_peer"
    case .closedByPeer: "closed_by_peer"
    case .replaced: "replaced"
    case .alreadyLinked: "already_linked"
    case .tooManyLinks: "too_many_links"
    case .tooManyLinksFromSource: "too_many_links_from_source"
    case .tooManyAttemptsFromSource: "too_many_attempts_from_source"
    case .drained: "drained"
    case .drainTimedOut: "drain_timed_out"
    case .cancelled: "cancelled"
    }
  }

  /// What happened, for logs and the goodbye. No personal data.
  package var text: String {
    switch self {
    case .connectFailed(let what): "the connection can't be made: \(what)"
    case .tlsFailed(let what): "TLS failed: \(what)"
    case .certificateRefused(let refusal): refusal.text
    case .refusedByPeerTLS(let what): "the peer refused this node's certificate: \(what)"
    case .handshakeTimedOut: "the handshake wasn't finished in \(LinkLimits.handshakeTimeout)"
    case .frameBeforeHandshake: "a frame other than hello or welcome came before the handshake"
    case .secondHandshake: "hello or welcome came again, or from the wrong side"
    case .versionsApart: "no protocol version that both sides speak"
    case .nodeMismatch: "the node id isn't the one in the certificate"
    case .otherMall: "the peer belongs to another mall"
    case .roleNotInCertificate(let role): "the role \(role) isn't in the certificate"
    case .peerLacksRole(let role): "the peer's certificate doesn't bear the role \(role.rawValue)"
    case .welcomeUnusable(let what): "the welcome can't be used: \(what)"
    case .notAdmitted(let why): why
    case .frameEmpty: "a frame of no bytes"
    case .frameTooLarge(let announced, let limit): "a frame of \(announced) bytes; the limit is \(limit)"
    case .frameUnreadable(let what): "a frame that can't be read: \(what)"
    case .frameUnfinished: "a frame wasn't finished in \(LinkLimits.frameTimeout)"
    case .kindUnknown: "an envelope of unknown kind"
    case .requestIDZero: "a request without an id"
    case .requestIDTaken: "a request with the id of an open one"
    case .requestAfterGoodbye: "a request after the sender's own goodbye"
    case .windowExceeded(let kind): "more requests of the class \(kind) than its window"
    case .answerNeverAskedFor: "an answer to a request that wasn't sent"
    case .pongNeverAskedFor: "a pong without a ping"
    case .heartbeatLost: "\(LinkLimits.unansweredPings) pings unanswered"
    case .slowReader: "the peer doesn't read what it is sent"
    case .connectionLost(let what): "the connection was lost: \(what)"
    case .endedInsideFrame: "the connection ended inside a frame"
    case .endedByPeer(let code, let message): "the peer ended the link: \(code.name): \(message)"
    case .closedByPeer: "the peer closed the connection"
    case .replaced: "a newer link of the same node replaced it"
    case .alreadyLinked: "the node is linked already, and that link answers"
    case .tooManyLinks: "too many links; try again later"
    case .tooManyLinksFromSource: "too many links from this address; try again later"
    case .tooManyAttemptsFromSource: "too many new connections from this address; try again later"
    case .drained: "goodbye"
    case .drainTimedOut: "requests were still open \(LinkLimits.drainTimeout) after goodbye"
    case .cancelled: "the node was stopped"
    }
  }

  /// The status of the goodbye that tells the peer, nil where it can't be told or knows.
  package var goodbye: StatusCode? {
    switch self {
    case .connectFailed, .tlsFailed, .refusedByPeerTLS, .connectionLost, .endedInsideFrame, .endedByPeer, .closedByPeer,
      .drained, .slowReader:
      nil
    case .certificateRefused: .unauthenticated
    case .handshakeTimedOut, .heartbeatLost, .frameUnfinished, .drainTimedOut: .deadlineExceeded
    case .nodeMismatch, .otherMall, .roleNotInCertificate, .peerLacksRole, .notAdmitted: .permissionDenied
    case .versionsApart: .failedPrecondition
    case .frameBeforeHandshake, .secondHandshake, .welcomeUnusable, .frameEmpty, .frameTooLarge, .frameUnreadable,
      .kindUnknown, .requestIDZero, .requestIDTaken, .requestAfterGoodbye, .answerNeverAskedFor, .pongNeverAskedFor:
      .invalidArgument
    case .windowExceeded, .tooManyLinks, .tooManyLinksFromSource, .tooManyAttemptsFromSource: .resourceExhausted
    case .replaced: .aborted
    case .alreadyLinked: .alreadyExists
    case .cancelled: .unavailable
    }
  }

  /// Whether the peer broke the protocol.
  package var isBreach: Bool {
    switch self {
    case .frameBeforeHandshake, .secondHandshake, .welcomeUnusable, .frameEmpty, .frameTooLarge, .frameUnreadable,
      .frameUnfinished, .kindUnknown, .requestIDZero, .requestIDTaken, .requestAfterGoodbye, .windowExceeded,
      .answerNeverAskedFor, .pongNeverAskedFor:
      true
    default:
      false
    }
  }

  /// Whether dialling again soon is of no use, since somebody has to change something first.
  package var needsAttention: Bool {
    switch self {
    case .certificateRefused, .refusedByPeerTLS, .versionsApart, .nodeMismatch, .otherMall, .roleNotInCertificate,
      .peerLacksRole, .notAdmitted, .alreadyLinked:
      true
    case .endedByPeer(let code, _):
      [.unauthenticated, .permissionDenied, .failedPrecondition, .alreadyExists, .invalidArgument].contains(code)
    default:
      // A peer that breaks the protocol may have been mended since; the back-off grows if it wasn't.
      false
    }
  }
}

extension CloseReason: CustomStringConvertible {
  package var description: String { "\(name): \(text)" }
}
