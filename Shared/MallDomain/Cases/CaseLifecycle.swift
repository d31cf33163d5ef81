/// The life of a case, the same machine at the mall and at the agency. A value: it is fed events and has no I/O.
///
///     submitted ──► gathering-evidence ──► received ◄──────┐
///        │            │   ▲                  │ claimed      │ released
///        └────────────│───│─────received────►│              │
///           supplement│   │supplemented      ▼              │
///           -requested▼   │   ◄─────────  in-review ────────┘
///             waiting-for-applicant          │   │
///                     │     ─supplemented─►  │   └─ rejected ─► (rejected)
///                     │                      │ approved
///                     │             fee > 0  ├──────────► waiting-for-payment
///                     │             fee = 0  ▼                  │ payment-recorded
///                     │                   approved ◄────────────┘
///                     │                      │ issued
///                     ▼                      ▼
///                 (expired)               (issued)
///
/// Both waiting states may expire, and the applicant may withdraw from any state before approved, in which nothing is
/// left to pay. (States in parentheses) are finished and accept nothing. Only the officer who holds the case decides
/// it, asks for more or releases it; reassigning gives it to another. Nothing is issued unpaid, since approved is
/// reached without a fee or by a payment. Notes change no state.
///
/// A refused step leaves the machine as it was. Refusals are made in this order: the case is finished, the state
/// doesn't allow the step (`failed_precondition`), the actor may not take it (`permission_denied`), another officer
/// holds the case (`failed_precondition`), the event lacks something (`invalid_argument`). Times are taken as they
/// come: the clocks of two nodes needn't agree.
package struct CaseLifecycle: Hashable, Sendable, Codable {
  package private(set) var state: CaseState
  /// The number of steps so far, from 1. Decisions name the version that they were taken on.
  package private(set) var version: UInt64
  /// The subject of the officer who holds the case.
  package private(set) var officer: String?
  /// What the approval asks for; nil before it.
  package private(set) var fee: Rupiah?
  /// The ids last asked of the applicant, while they are waited for.
  package private(set) var asked: [String] = []
  package private(set) var receiptNumber: String?
  package private(set) var documentNumber: String?
  /// Why it was rejected or withdrawn.
  package private(set) var reason: String?
  package private(set) var finishedAt: MallInstant?
  /// When the clock of the service's term ran.
  package private(set) var runs: [ServiceClock.Run]

  /// Where a supplement leads back to.
  private var returnState: CaseState?

  /// Opens a case by its first event, `submitted`.
  package init(opening event: CaseEvent) throws(Refusal) {
    guard event.kind == .submitted else {
      throw Refusal(.failedPrecondition, Message(.caseNotSubmitted))
    }
    state = .submitted
    version = 1
    runs = [ServiceClock.Run(start: event.at)]
  }

  /// The case as its whole timeline left it.
  package init(replaying events: some Sequence<CaseEvent>) throws(Refusal) {
    var iterator = events.makeIterator()
    guard let first = iterator.next() else { throw Refusal(.failedPrecondition, Message(.caseNotSubmitted)) }
    try self.init(opening: first)
    while let event = iterator.next() { try apply(event) }
  }

  package var isFinished: Bool { state.isFinished }

  /// The clock of the service's term.
  package func clock(_ level: PublicService.ServiceLevel) -> ServiceClock {
    ServiceClock(level: level, runs: runs, isFinished: isFinished)
  }

  /// What the applicant may expect or must do.
  package var whatComesNext: Message {
    switch state {
    case .submitted: Message(.caseNextSubmitted)
    case .gatheringEvidence: Message(.caseNextGatheringEvidence)
    case .received: Message(.caseNextReceived)
    case .inReview: Message(.caseNextInReview)
    case .waitingForApplicant: Message(.caseNextWaitingForApplicant, asked.joined(separator: ", "))
    case .waitingForPayment: Message(.caseNextWaitingForPayment, (fee ?? .zero).text)
    case .approved: Message(.caseNextApproved)
    case .issued: Message(.caseNextIssued)
    case .rejected: Message(.caseNextRejected)
    case .withdrawn: Message(.caseNextWithdrawn)
    case .expired: Message(.caseNextExpired)
    }
  }

  /// Takes one step, or refuses and stays as it was.
  package mutating func apply(_ event: CaseEvent) throws(Refusal) {
    try permit(event)
    switch event.kind {
    case .submitted, .noted: break
    case .evidenceGathering: state = .gatheringEvidence
    case .received: state = .received
    case .claimed: review(by: event.actor.officer)
    case .released: (state, officer) = (.received, nil)
    case .reassigned(let colleague): reassign(to: colleague)
    case .supplementRequested(let asked, _):
      (returnState, self.asked) = (state, asked)
      wait(.waitingForApplicant, at: event.at)
    case .supplemented:
      asked = []
      resume(returnState ?? .inReview, at: event.at)
    case .approved(let fee, _):
      self.fee = fee
      if fee > .zero { wait(.waitingForPayment, at: event.at) } else { state = .approved }
    case .paymentRecorded(let number):
      receiptNumber = number
      resume(.approved, at: event.at)
    case .issued(let number):
      documentNumber = number
      finish(.issued, at: event.at)
    case .rejected(let reason), .withdrawn(let reason):
      self.reason = reason
      finish(event.step == .rejected ? .rejected : .withdrawn, at: event.at)
    case .expired: finish(.expired, at: event.at)
    }
    version += 1
  }

  private mutating func review(by officer: String?) {
    (state, self.officer) = (.inReview, officer)
  }

  private mutating func reassign(to colleague: String) {
    officer = colleague
    if state == .received { state = .inReview }
  }

  private mutating func wait(_ waiting: CaseState, at instant: MallInstant) {
    state = waiting
    stopClock(at: instant)
  }

  private mutating func resume(_ next: CaseState, at instant: MallInstant) {
    (state, returnState) = (next, nil)
    runs.append(ServiceClock.Run(start: instant))
  }

  private mutating func finish(_ end: CaseState, at instant: MallInstant) {
    (state, asked, finishedAt) = (end, [], instant)
    stopClock(at: instant)
  }

  private mutating func stopClock(at instant: MallInstant) {
    guard let last = runs.indices.last, runs[last].end == nil else { return }
    runs[last].end = max(runs[last].start, instant)
  }
}
