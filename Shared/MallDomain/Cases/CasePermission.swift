/// Which steps a case takes when, and from whom.
extension CaseLifecycle {
  /// The steps that a state allows to somebody.
  package static func steps(in state: CaseState) -> [CaseStep] {
    switch state {
    case .submitted: [.evidenceGathering, .received, .withdrawn]
    case .gatheringEvidence: [.received, .supplementRequested, .withdrawn]
    case .received: [.claimed, .reassigned, .withdrawn, .noted]
    case .inReview: [.released, .reassigned, .supplementRequested, .approved, .rejected, .withdrawn, .noted]
    case .waitingForApplicant: [.supplemented, .reassigned, .withdrawn, .expired, .noted]
    case .waitingForPayment: [.paymentRecorded, .reassigned, .withdrawn, .expired, .noted]
    // What was approved may come to nothing before its day: a couple that parts, an impediment that appears.
    case .approved: [.issued, .reassigned, .rejected, .noted]
    case .issued, .rejected, .withdrawn, .expired: []
    }
  }

  func permit(_ event: CaseEvent) throws(Refusal) {
    guard !isFinished else {
      throw Refusal(.failedPrecondition, Message(.caseFinished, state.messageKey.rawValue))
    }
    guard CaseLifecycle.steps(in: state).contains(event.step) else {
      throw Refusal(.failedPrecondition, whyNotNow(event))
    }
    try checkActor(event)
    try checkHolder(event)
    if let missing = event.kind.whatIsMissing {
      throw Refusal(.invalidArgument, Message(missing))
    }
  }

  private func whyNotNow(_ event: CaseEvent) -> Message {
    switch (state, event.step) {
    case (.received, .supplementRequested), (.received, .approved), (.received, .rejected):
      return Message(.caseNotClaimed)
    case (.inReview, .claimed):
      return Message(event.actor.officer == officer ? .caseOwnClaim : .caseClaimedAlready)
    case (.approved, .withdrawn):
      return Message(.caseTooLateToWithdraw)
    default:
      let possible = CaseLifecycle.steps(in: state).map(\.action.rawValue).joined(separator: ", ")
      return Message(.caseNotNow, event.step.action.rawValue, state.messageKey.rawValue, possible)
    }
  }

  private func checkActor(_ event: CaseEvent) throws(Refusal) {
    let refusal: MessageKey?
    switch event.step {
    case .submitted: refusal = nil
    case .evidenceGathering: refusal = event.actor == .gateway ? nil : .caseSystemOnly
    case .received: refusal = event.actor == .agency ? nil : .caseSystemOnly
    case .expired: refusal = event.actor == .gateway || event.actor == .agency ? nil : .caseSystemOnly
    case .paymentRecorded: refusal = event.actor == .gateway || event.actor == .bank ? nil : .caseSystemOnly
    case .supplemented, .withdrawn: refusal = event.actor == .citizen ? nil : .caseApplicantOnly
    case .supplementRequested where state == .gatheringEvidence:
      // An issuer stayed away: the mall asks the applicant instead.
      refusal = event.actor == .gateway ? nil : .caseSystemOnly
    case .issued, .noted:
      refusal = event.actor == .agency || event.actor.officer != nil ? nil : .caseOfficerOnly
    case .claimed, .released, .reassigned, .supplementRequested, .approved, .rejected:
      refusal = event.actor.officer == nil ? .caseOfficerOnly : nil
    }
    if let refusal { throw Refusal(.permissionDenied, Message(refusal)) }
  }

  private func checkHolder(_ event: CaseEvent) throws(Refusal) {
    switch event.step {
    case .released, .supplementRequested, .approved, .rejected, .issued:
      guard let acting = event.actor.officer, acting != officer else { return }
      throw Refusal(.failedPrecondition, Message(.caseOtherOfficer))
    case .reassigned:
      guard officer == nil, state != .received else { return }
      throw Refusal(.failedPrecondition, Message(.caseNotClaimed))
    default:
      return
    }
  }
}

extension CaseActor {
  /// The subject of an officer; nil of others.
  var officer: String? {
    if case .officer(let subject) = self { subject } else { nil }
  }
}

extension CaseEvent.Kind {
  /// What the event must say and doesn't.
  fileprivate var whatIsMissing: MessageKey? {
    switch self {
    case .approved(let fee, _) where fee < .zero: .caseFeeNegative
    case .rejected(let reason) where reason.isBlank: .caseReasonMissing
    case .noted(let text) where text.isBlank: .caseReasonMissing
    case .supplementRequested(let asked, _) where asked.isEmpty: .caseAskedMissing
    case .paymentRecorded(let number) where number.isBlank: .caseNumberMissing
    case .issued(let number) where number.isBlank: .caseNumberMissing
    case .reassigned(let officer) where officer.isBlank: .caseOfficerMissing
    default: nil
    }
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
