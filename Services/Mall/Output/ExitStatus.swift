import MallDomain

/// The exit codes of `mall` (sysexits.h where it has a fitting one); documented in docs/command-line.md.
enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
  case done = 0
  /// The mall understood and refused, or a step of a demonstration failed.
  case refused = 1
  // What `mall verify` finds; see `DocumentVerdict.Outcome`.
  case documentReplaced = 10
  case documentRevoked = 11
  case documentExpired = 12
  case documentUnconfirmed = 13
  case documentTampered = 14
  case documentForeign = 15
  case usage = 64
  case badInput = 65
  case unavailable = 69
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
  case notPermitted = 77
  case configuration = 78

  init(_ status: StatusCode) {
    switch status {
    case .ok: self = .done
    case .invalidArgument, .outOfRange: self = .badInput
    case .cancelled, .notFound, .alreadyExists, .failedPrecondition, .aborted: self = .refused
    case .permissionDenied, .unauthenticated: self = .notPermitted
    case .unavailable, .resourceExhausted, .deadlineExceeded: self = .unavailable
    case .unknown, .unimplemented, .internal, .dataLoss: self = .internalError
    }
  }
}
