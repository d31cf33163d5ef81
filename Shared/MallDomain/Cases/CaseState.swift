/// Where a case stands. `CaseLifecycle` says how it moves.
package enum CaseState: String, Hashable, Sendable, CaseIterable, Codable {
  case submitted
  case gatheringEvidence = "gathering-evidence"
  case received
  case inReview = "in-review"
  case waitingForApplicant = "waiting-for-applicant"
  case waitingForPayment = "waiting-for-payment"
  case approved
  case issued
  case rejected
  case withdrawn
  case expired

  /// Nothing changes a finished case.
  package var isFinished: Bool {
    switch self {
    case .issued, .rejected, .withdrawn, .expired: true
    default: false
    }
  }

  /// The state in plain words.
  package var message: Message {
    Message(messageKey)
  }

  var messageKey: MessageKey {
    switch self {
    case .submitted: .caseStateSubmitted
    case .gatheringEvidence: .caseStateGatheringEvidence
    case .received: .caseStateReceived
    case .inReview: .caseStateInReview
    case .waitingForApplicant: .caseStateWaitingForApplicant
    case .waitingForPayment: .caseStateWaitingForPayment
    case .approved: .caseStateApproved
    case .issued: .caseStateIssued
    case .rejected: .caseStateRejected
    case .withdrawn: .caseStateWithdrawn
    case .expired: .caseStateExpired
    }
  }
}
