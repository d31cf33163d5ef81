import Testing

@testable import MallDomain

@Suite struct CaseLifecycleTests {
  /// The way to each state by steps that `CaseWorld` knows how to take.
  static let ways: [(state: CaseState, steps: [CaseStep])] = [
    (.submitted, []),
    (.gatheringEvidence, [.evidenceGathering]),
    (.received, [.received]),
    (.inReview, [.received, .claimed]),
    (.waitingForApplicant, [.received, .claimed, .supplementRequested]),
    (.waitingForPayment, [.received, .claimed, .approved]),
    (.approved, [.received, .claimed, .approved, .paymentRecorded]),
    (.issued, [.received, .claimed, .approved, .paymentRecorded, .issued]),
    (.rejected, [.received, .claimed, .rejected]),
    (.withdrawn, [.withdrawn]),
    (.expired, [.received, .claimed, .supplementRequested, .expired]),
  ]

  /// All steps that are allowed, with the state that they lead to. Every other pair is refused.
  static let transitions: [CaseState: [CaseStep: CaseState]] = [
    .submitted: [.evidenceGathering: .gatheringEvidence, .received: .received, .withdrawn: .withdrawn],
    .gatheringEvidence: [
      .received: .received, .supplementRequested: .waitingForApplicant, .withdrawn: .withdrawn,
    ],
    .received: [.claimed: .inReview, .reassigned: .inReview, .withdrawn: .withdrawn, .noted: .received],
    .inReview: [
      .released: .received, .reassigned: .inReview, .supplementRequested: .waitingForApplicant,
      .approved: .waitingForPayment, .rejected: .rejected, .withdrawn: .withdrawn, .noted: .inReview,
    ],
    .waitingForApplicant: [
      .supplemented: .inReview, .reassigned: .waitingForApplicant, .withdrawn: .withdrawn, .expired: .expired,
      .noted: .waitingForApplicant,
    ],
    .waitingForPayment: [
      .paymentRecorded: .approved, .reassigned: .waitingForPayment, .withdrawn: .withdrawn, .expired: .expired,
      .noted: .waitingForPayment,
    ],
    .approved: [.issued: .issued, .reassigned: .approved, .rejected: .rejected, .noted: .approved],
    .issued: [:], .rejected: [:], .withdrawn: [:], .expired: [:],
  ]

  @Test(arguments: CaseState.allCases, CaseStep.allCases)
  func `Every step in every state leads where it should or is refused`(state: CaseState, step: CaseStep) throws {
    let way = try #require(CaseLifecycleTests.ways.first { $0.state == state }?.steps)
    var lifecycle = try CaseWorld.lifecycle(way)
    #expect(lifecycle.state == state)
    let before = lifecycle
    let event = CaseWorld.event(step, in: state)
    if let next = CaseLifecycleTests.transitions[state]?[step] {
      try lifecycle.apply(event)
      #expect(lifecycle.state == next)
      #expect(lifecycle.version == before.version + 1)
    } else {
      let refusal = #expect(throws: Refusal.self) { try lifecycle.apply(event) }
      #expect(refusal?.code == .failedPrecondition)
      #expect(lifecycle == before)
    }
  }

  @Test(arguments: CaseStep.allCases)
  func `Only who may take a step takes it`(step: CaseStep) throws {
    let actors: [CaseActor] = [.citizen, .gateway, .agency, .bank, .officer("sari")]
    let allowed: [CaseStep: [CaseActor]] = [
      .evidenceGathering: [.gateway], .received: [.agency], .claimed: [.officer("sari")],
      .released: [.officer("sari")], .reassigned: [.officer("sari")], .supplementRequested: [.officer("sari")],
      .supplemented: [.citizen], .approved: [.officer("sari")], .paymentRecorded: [.gateway, .bank],
      .issued: [.agency, .officer("sari")], .rejected: [.officer("sari")], .withdrawn: [.citizen],
      .expired: [.gateway, .agency], .noted: [.agency, .officer("sari")],
    ]
    for (state, steps) in CaseLifecycleTests.ways {
      guard CaseLifecycleTests.transitions[state]?[step] != nil else { continue }
      // An issuer stayed away: here the mall asks, not an officer.
      let isMallAsking = (state, step) == (.gatheringEvidence, .supplementRequested)
      for actor in actors {
        var lifecycle = try CaseWorld.lifecycle(steps)
        var event = CaseWorld.event(step, in: state)
        event.actor = actor
        if isMallAsking ? actor == .gateway : allowed[step]?.contains(actor) == true {
          #expect(throws: Never.self, "\(state) \(step) \(actor)") { try lifecycle.apply(event) }
        } else {
          let refusal = #expect(throws: Refusal.self, "\(state) \(step) \(actor)") { try lifecycle.apply(event) }
          #expect(refusal?.code == .permissionDenied)
        }
      }
    }
  }

  @Test(arguments: [CaseStep.released, .supplementRequested, .approved, .rejected])
  func `Only the officer who holds a case decides it`(step: CaseStep) throws {
    var lifecycle = try CaseWorld.lifecycle([.received, .claimed])
    var event = CaseWorld.event(step, in: .inReview)
    event.actor = .officer("budi")
    let refusal = #expect(throws: Refusal.self) { try lifecycle.apply(event) }
    #expect(refusal == Refusal(.failedPrecondition, Message(.caseOtherOfficer)))
    try lifecycle.apply(CaseEvent(.reassigned(to: "budi"), at: CaseWorld.now, by: .officer("lead")))
    #expect(lifecycle.officer == "budi")
    try lifecycle.apply(event)
  }

  @Test func `Refusals say what to do`() throws {
    func key(_ steps: [CaseStep], _ event: CaseEvent) throws -> MessageKey? {
      var lifecycle = try CaseWorld.lifecycle(steps)
      return #expect(throws: Refusal.self) { try lifecycle.apply(event) }?.message.key
    }
    func event(_ kind: CaseEvent.Kind, by officer: String = "sari") -> CaseEvent {
      CaseEvent(kind, at: CaseWorld.now, by: .officer(officer))
    }
    #expect(try key([.received], event(.approved(fee: .zero))) == .caseNotClaimed)
    #expect(try key([.received, .claimed], event(.claimed)) == .caseOwnClaim)
    #expect(try key([.received, .claimed], event(.claimed, by: "budi")) == .caseClaimedAlready)
    #expect(try key([.withdrawn], event(.claimed)) == .caseFinished)
    #expect(try key([.received, .claimed], event(.approved(fee: Rupiah(-1)))) == .caseFeeNegative)
    #expect(try key([.received, .claimed], event(.rejected(reason: " \n"))) == .caseReasonMissing)
    #expect(try key([.received, .claimed], event(.supplementRequested(asked: []))) == .caseAskedMissing)
    #expect(try key([.received, .claimed], event(.reassigned(to: ""))) == .caseOfficerMissing)
    let paid: [CaseStep] = [.received, .claimed, .approved, .paymentRecorded]
    #expect(try key(paid, event(.issued(documentNumber: ""))) == .caseNumberMissing)
    #expect(try key(paid, CaseEvent(.withdrawn(), at: CaseWorld.now, by: .citizen)) == .caseTooLateToWithdraw)

    var waiting = try CaseWorld.lifecycle([.received, .claimed, .approved])
    let refusal = #expect(throws: Refusal.self) { try waiting.apply(event(.issued(documentNumber: "1"))) }
    #expect(
      refusal?.message.text(.english)
        == """
        It's not possible to issue now. State: Waiting for payment. \
        What can be done: record a payment, reassign, withdraw, expire, note.
        """)
  }

  @Test func `Without a fee nothing is waited for`() throws {
    var lifecycle = try CaseWorld.lifecycle([.received, .claimed])
    try lifecycle.apply(CaseEvent(.approved(fee: .zero), at: CaseWorld.now, by: .officer("sari")))
    #expect(lifecycle.state == .approved)
    try lifecycle.apply(CaseEvent(.issued(documentNumber: "7/2026"), at: CaseWorld.now, by: .agency))
    #expect(lifecycle.documentNumber == "7/2026")
    #expect(lifecycle.finishedAt == CaseWorld.now)
  }

  @Test func `What the mall asked while gathering leads back to gathering`() throws {
    var lifecycle = try CaseWorld.lifecycle([.evidenceGathering])
    try lifecycle.apply(CaseEvent(.supplementRequested(asked: ["kk"]), at: CaseWorld.now, by: .gateway))
    #expect(lifecycle.whatComesNext == Message(.caseNextWaitingForApplicant, "kk"))
    let refusal = #expect(throws: Refusal.self) {
      try lifecycle.apply(CaseEvent(.reassigned(to: "budi"), at: CaseWorld.now, by: .officer("lead")))
    }
    #expect(refusal?.message.key == .caseNotClaimed)
    try lifecycle.apply(CaseEvent(.supplemented(), at: CaseWorld.now, by: .citizen))
    #expect(lifecycle.state == .gatheringEvidence)
    #expect(lifecycle.asked.isEmpty)
  }

  @Test func `A case opens with its submission and by nothing else`() {
    for step in CaseStep.allCases where step != .submitted {
      #expect(throws: Refusal.self) { try CaseLifecycle(opening: CaseWorld.event(step, in: .submitted)) }
    }
    #expect(throws: Refusal.self) { try CaseLifecycle(replaying: []) }
  }

  @Test func `Random events never break what a case promises`() throws {
    var random = SeededGenerator(seed: 9)
    let actors: [CaseActor] = [.citizen, .gateway, .agency, .bank, .officer("sari"), .officer("budi")]
    for _ in 0..<2_000 {
      var timeline = [CaseWorld.event(.submitted, in: .submitted)]
      var lifecycle = try CaseLifecycle(opening: timeline[0])
      for _ in 0..<30 {
        var event = CaseWorld.event(CaseStep.allCases.randomElement(using: &random) ?? .noted, in: lifecycle.state)
        if Bool.random(using: &random) { event.actor = actors.randomElement(using: &random) ?? .citizen }
        event.at = event.at.adding(.seconds(Int.random(in: -100...100, using: &random)))
        do {
          try lifecycle.apply(event)
          timeline.append(event)
        } catch { #expect(!error.message.text(.indonesian).contains("{")) }
      }
      #expect(lifecycle.version == UInt64(timeline.count))
      #expect(try CaseLifecycle(replaying: timeline) == lifecycle)
      let steps = timeline.map(\.step)
      if lifecycle.state == .issued {
        #expect(steps.contains(.approved))
        #expect(steps.contains(.paymentRecorded) || lifecycle.fee == .zero)
      }
      #expect(lifecycle.runs.allSatisfy { run in run.end.map { $0 >= run.start } ?? true })
      let isStanding = [.waitingForApplicant, .waitingForPayment].contains(lifecycle.state) || lifecycle.isFinished
      #expect(lifecycle.clock(.workingDays(1)).isRunning != isStanding)
    }
  }

  @Test func `Events are laid flat and built again`() {
    for step in CaseStep.allCases {
      let kind = CaseWorld.event(step, in: .inReview).kind
      #expect(kind.step == step)
      #expect(CaseEvent.Kind(step: step, details: kind.details) == kind)
    }
    for actor in [CaseActor.citizen, .gateway, .agency, .bank, .officer("sari:1")] {
      #expect(CaseActor(actor.description) == actor)
    }
    #expect(CaseActor("officer:") == nil && CaseActor("") == nil && CaseActor("mayor") == nil)
  }
}

/// A case with a fee, held by the officer Sari.
enum CaseWorld {
  static let now = MallInstant(milliseconds: 1_795_000_000_000)

  static func lifecycle(_ steps: [CaseStep]) throws -> CaseLifecycle {
    var lifecycle = try CaseLifecycle(opening: event(.submitted, in: .submitted))
    for step in steps { try lifecycle.apply(event(step, in: lifecycle.state)) }
    return lifecycle
  }

  /// A complete event of a step, by somebody who may take it in that state.
  static func event(_ step: CaseStep, in state: CaseState) -> CaseEvent {
    let details = CaseEventDetails(
      note: "x", asked: ["kk"], fee: Rupiah(600_000), number: "N-1", officer: "sari")
    return CaseEvent(CaseEvent.Kind(step: step, details: details), at: now, by: actor(step, in: state))
  }

  private static func actor(_ step: CaseStep, in state: CaseState) -> CaseActor {
    switch step {
    case .submitted, .supplemented, .withdrawn: .citizen
    case .evidenceGathering, .paymentRecorded, .expired: .gateway
    case .received: .agency
    case .supplementRequested where state == .gatheringEvidence: .gateway
    default: .officer("sari")
    }
  }
}
