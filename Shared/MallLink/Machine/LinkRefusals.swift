import MallDomain

/// What a link itself answers to requests, in the words of floor 1.
extension Refusal {
  /// The link is gone, is going, or isn't there yet.
  package static let linkUnavailable = Refusal(
    .unavailable, Message(.requestUnavailable), retryAfter: LinkLimits.retryHint)

  static let linkQueueFull = Refusal(
    .resourceExhausted, Message(.requestResourceExhausted), retryAfter: LinkLimits.retryHint)

  package static let requestDeadlineExceeded = Refusal(.deadlineExceeded, Message(.requestDeadlineExceeded))

  package static let requestCancelled = Refusal(.cancelled, Message(.requestCancelled))

  package static let requestInternal = Refusal(.internal, Message(.requestInternal))

  static func requestUnimplemented(_ method: String) -> Refusal {
    Refusal(.unimplemented, Message(.requestUnimplemented, method))
  }

  static let forwardingLoop = Refusal(
    .failedPrecondition, Message(.requestFailedPrecondition, "the request came back to a node that it passed"))

  static let tooManyHops = Refusal(
    .failedPrecondition,
    Message(.requestFailedPrecondition, "the request passed through more than \(LinkLimits.maximumHops) nodes"))

  static func frameTooLarge(_ bytes: Int, limit: Int) -> Refusal {
    Refusal(.outOfRange, Message(.requestOutOfRange, "\(bytes) bytes; a link carries \(limit) at once"))
  }
}
