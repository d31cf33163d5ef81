/// The kinds of events of a case, by the names that the wire and the store use.
package enum CaseStep: String, Hashable, Sendable, CaseIterable, Codable {
  case submitted
  case evidenceGathering = "evidence-gathering"
  case received
  case claimed
  case released
  case reassigned
  case supplementRequested = "supplement-requested"
  case supplemented
  case approved
  case paymentRecorded = "payment-recorded"
  case issued
  case rejected
  case withdrawn
  case expired
  case noted

  /// What happened, for the timeline.
  package var message: Message {
    switch self {
    case .submitted: Message(.caseEventSubmitted)
    case .evidenceGathering: Message(.caseEventEvidenceGathering)
    case .received: Message(.caseEventReceived)
    case .claimed: Message(.caseEventClaimed)
    case .released: Message(.caseEventReleased)
    case .reassigned: Message(.caseEventReassigned)
    case .supplementRequested: Message(.caseEventSupplementRequested)
    case .supplemented: Message(.caseEventSupplemented)
    case .approved: Message(.caseEventApproved)
    case .paymentRecorded: Message(.caseEventPaymentRecorded)
    case .issued: Message(.caseEventIssued)
    case .rejected: Message(.caseEventRejected)
    case .withdrawn: Message(.caseEventWithdrawn)
    case .expired: Message(.caseEventExpired)
    case .noted: Message(.caseEventNoted)
    }
  }

  /// The step as something that one can do, to fill the blanks of a refusal.
  var action: MessageKey {
    switch self {
    case .submitted: .caseActionSubmitted
    case .evidenceGathering: .caseActionEvidenceGathering
    case .received: .caseActionReceived
    case .claimed: .caseActionClaimed
    case .released: .caseActionReleased
    case .reassigned: .caseActionReassigned
    case .supplementRequested: .caseActionSupplementRequested
    case .supplemented: .caseActionSupplemented
    case .approved: .caseActionApproved
    case .paymentRecorded: .caseActionPaymentRecorded
    case .issued: .caseActionIssued
    case .rejected: .caseActionRejected
    case .withdrawn: .caseActionWithdrawn
    case .expired: .caseActionExpired
    case .noted: .caseActionNoted
    }
  }
}
