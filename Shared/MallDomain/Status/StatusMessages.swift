extension Refusal {
  /// A refusal with the general sentence of its status, where nothing more can be said.
  ///
  /// `detail` fills the blank of those sentences that have one; it must not hold personal data.
  package init(_ code: StatusCode, detail: String = "-") {
    self.init(code, Message(code.generalMessage, detail))
  }
}

extension StatusCode {
  var generalMessage: MessageKey {
    switch self {
    case .ok, .unknown: .requestUnknown
    case .cancelled: .requestCancelled
    case .invalidArgument: .requestInvalid
    case .deadlineExceeded: .requestDeadlineExceeded
    case .notFound: .requestNotFound
    case .alreadyExists: .requestAlreadyExists
    case .permissionDenied: .requestPermissionDenied
    case .resourceExhausted: .requestResourceExhausted
    case .failedPrecondition: .requestFailedPrecondition
    case .aborted: .requestAborted
    case .outOfRange: .requestOutOfRange
    case .unimplemented: .requestUnimplemented
    case .internal: .requestInternal
    case .unavailable: .requestUnavailable
    case .dataLoss: .requestDataLoss
    case .unauthenticated: .requestUnauthenticated
    }
  }
}
