import Logging
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import ServiceLifecycle

/// Fetches once-only evidence for applications that were accepted (rule M8), then lets them go to their agency.
///
/// Durable work of its own: a citizen never waits for it, and what an issuer doesn't answer within the deadline is
/// left for the officer to ask.
struct EvidenceGatherer: Service {
  /// How long an issuer may stay away before the citizen is asked instead.
  static let standardPatience = Duration.seconds(24 * 3600)
  private static let askTimeout = Duration.seconds(5)
  private static let pause = Duration.seconds(2)
  private static let batch = 64
  private static let purpose = Fact.Purpose.onceOnly.rawValue

  let runtime: NodeRuntime
  let links: AgencyLinks
  let applications: ApplicationStore
  let patience: Duration
  private let requests: EvidenceStore
  private let wakes: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation

  init(runtime: NodeRuntime, links: AgencyLinks, applications: ApplicationStore, patience: Duration) {
    self.runtime = runtime
    self.links = links
    self.applications = applications
    self.patience = patience
    requests = EvidenceStore(sealer: runtime.sealer)
    (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// There may be something to fetch, or an issuer came back.
  func wake() { waker.yield() }

  /// Notes what to fetch for an application, in the commit that accepts it.
  ///
  /// - Returns: how much there is to fetch. With nothing, the application need not wait.
  func begin(
    _ filed: Wire.ApplicationFiled, content: ApplicationContent, service: PublicService, at now: MallInstant,
    in transaction: Transaction
  ) throws -> Int {
    let caseID = try CaseID(filed.caseID)
    let answered = Set(content.values.filter { !$0.value.isEmpty }.keys)
    var asked = 0
    for requirement in service.requirements where content.consents[requirement.id] != nil {
      guard let source = requirement.source, let document = requirement.document,
        let field = EvidenceSubject.field(of: requirement, in: service, answered: answered),
        let subject = content.values[field]
      else { continue }
      try requests.add(
        .init(
          caseID: caseID, requirement: requirement.id, agency: source.agency, document: document, subject: subject,
          giveUpAt: now.adding(patience)),
        in: transaction)
      asked += 1
    }
    if asked > 0 {
      try applications.parts.set(caseID, part: .evidence, bytes: filed.encoded(), in: transaction)
    }
    return asked
  }

  static func deliver(
    _ filed: Wire.ApplicationFiled, sealedBy sealer: Sealer, at now: MallInstant, in transaction: Transaction
  ) throws {
    _ = try Outbox.enqueue(
      destination: filed.agency, orderingKey: filed.caseID, kind: DeliveryKind.applicationFiled,
      content: filed.encoded(), sealedBy: sealer, at: now, in: transaction)
  }

  func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        // Issuers come back without a word; looking every few seconds costs one indexed query.
        while !Task.isCancelled {
          try? await Task.sleep(for: Self.pause)
          waker.yield()
        }
      }
      await withGracefulShutdownHandler {
        for await _ in wakes {
          await gather()
        }
      } onGracefulShutdown: {
        waker.finish()
      }
      group.cancelAll()
    }
  }

  /// One round: each issuer that is connected is asked for itself, so that none holds up another; what was waited for
  /// long enough is settled whether its issuer is there or not.
  private func gather() async {
    let now = runtime.clock.now
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await settle { try requests.overdue(at: now, limit: Self.batch, in: $0) }
      }
      for agency in links.connected {
        group.addTask {
          await settle { transaction in
            try requests.pending(agency: agency, limit: Self.batch, in: transaction).filter { $0.giveUpAt > now }
          }
        }
      }
    }
  }

  private func settle(_ find: @escaping @Sendable (Transaction) throws -> [EvidenceStore.Request]) async {
    do {
      let found = try await runtime.database.read(find)
      await withTaskGroup(of: Void.self) { group in
        for request in found {
          group.addTask { await settle(request) }
        }
      }
    } catch {
      runtime.logger.error("Evidence could not be looked up", metadata: ["reason": "\(error)"])
    }
  }

  private func settle(_ request: EvidenceStore.Request) async {
    var answer: Wire.Envelope?
    if let link = links[request.agency] {
      do {
        answer = try await ask(request, over: link)
      } catch {
        guard error.endsTheQuestion || runtime.clock.now >= request.giveUpAt else { return }
      }
    } else if runtime.clock.now < request.giveUpAt {
      return
    }
    do {
      try await write(answer, for: request)
    } catch {
      runtime.logger.error("Evidence could not be written", metadata: ["reason": "\(error)"])
    }
  }

  private func ask(_ request: EvidenceStore.Request, over link: Link) async throws(Refusal) -> Wire.Envelope {
    let query = Wire.ExchangeQuery(
      fact: Fact.documentActive.rawValue, subjectNik: request.subject, caseID: request.caseID.text,
      purpose: Self.purpose, arguments: [Wire.FieldValue(field: "type", value: request.document)],
      consent: request.requirement)
    let body = query.encoded()
    let method = Method.exchangeQuery.rawValue
    let signature = try runtime.signer.sign(
      body,
      scope: SignatureScope(
        method: method, receiver: request.agency.text, caseID: request.caseID.text, purpose: Self.purpose),
      at: MallClock.system.now(), validFor: .seconds(60))
    return try await link.request(
      OutgoingRequest(
        method: method, target: request.agency.text, body: body, timeout: Self.askTimeout, signature: signature))
  }

  private func write(_ envelope: Wire.Envelope?, for request: EvidenceStore.Request) async throws {
    // Bytes that are no answer won't be one the next time either: the question is left to the officer.
    let answer = envelope.flatMap { try? Wire.ExchangeAnswer(decoding: $0.body) }
    let isFound = answer?.verdict == ExchangeAnswer.Verdict.yes.rawValue
    let now = runtime.clock.now
    try await runtime.database.write { transaction in
      let isLast = try requests.settle(
        request, answer: isFound ? answer?.encoded() : nil, signature: envelope?.signature?.encoded(),
        in: transaction)
      try audit(request, envelope == nil ? "not answered" : isFound ? "found" : "not found", at: now, in: transaction)
      if isLast { try release(request.caseID, at: now, in: transaction) }
    }
    runtime.signals.outboxGrew()
  }

  /// What the mall asked of whom about whom, and whether it got it.
  private func audit(
    _ request: EvidenceStore.Request, _ result: String, at now: MallInstant, in transaction: Transaction
  ) throws {
    let mall = Principal(role: .gateway, subject: runtime.node.text, voucher: runtime.node)
    _ = try AuditLog(sealer: runtime.sealer).append(
      AuditEntry(
        at: now, principal: mall, method: Method.exchangeQuery.rawValue, purpose: Self.purpose,
        caseID: request.caseID, subject: request.subject, detail: "\(request.document) of \(request.agency): \(result)",
        outcome: .ok),
      in: transaction)
  }

  /// Everything asked is answered or given up: the application goes to its agency.
  private func release(_ caseID: CaseID, at now: MallInstant, in transaction: Transaction) throws {
    guard let bytes = try applications.parts.get(caseID, part: .evidence, in: transaction) else { return }
    var filed = try Wire.ApplicationFiled(decoding: bytes)
    filed.evidence = try requests.found(caseID, in: transaction).map { found in
      Wire.Evidence(
        requirement: found.requirement, agency: found.agency.text,
        answer: try Wire.ExchangeAnswer(decoding: found.answer),
        signature: try found.signature.map { try Wire.Signature(decoding: $0) })
    }
    try Self.deliver(filed, sealedBy: runtime.sealer, at: now, in: transaction)
  }
}

extension Refusal {
  /// The issuer answered, and its answer is no.
  fileprivate var endsTheQuestion: Bool {
    switch code {
    case .notFound, .permissionDenied, .unimplemented, .invalidArgument, .failedPrecondition: true
    default: false
    }
  }
}
