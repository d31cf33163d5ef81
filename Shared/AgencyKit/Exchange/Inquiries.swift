import MallDomain
import MallLink
import MallNode
import MallWire

/// Asks other agencies what files raise: through the gateway, signed, each with a deadline.
package struct Inquiries: Sendable {
  /// Time for an answer while an officer waits.
  static let patience = Duration.seconds(5)

  /// Asks one question on behalf of an agency.
  package typealias Ask =
    @Sendable (
      _ question: AgencyQuestion, _ caseID: CaseID?, _ asker: AgencyID, _ patience: Duration
    ) async throws -> ExchangeAnswer

  private let ask: Ask

  package init(_ ask: @escaping Ask) {
    self.ask = ask
  }

  /// The answers that came in time.
  func answers(
    to questions: [AgencyQuestion], caseID: CaseID, by asker: AgencyID
  ) async -> [AgencyQuestion: ExchangeAnswer] {
    await withTaskGroup(of: (AgencyQuestion, ExchangeAnswer?).self) { group in
      for question in Set(questions) {
        group.addTask { (question, try? await ask(question, caseID, asker, Self.patience)) }
      }
      var answers: [AgencyQuestion: ExchangeAnswer] = [:]
      for await (question, answer) in group {
        answers[question] = answer
      }
      return answers
    }
  }

  func answer(
    to question: AgencyQuestion, caseID: CaseID?, by asker: AgencyID, within patience: Duration
  ) async throws -> ExchangeAnswer {
    try await ask(question, caseID, asker, patience)
  }
}

/// How a node's questions get to who answers them.
struct QuestionRoute: Sendable {
  /// How long a signed question stays valid: longer than anybody waits for its answer.
  private static let lifetime = Duration.seconds(60)

  let line: GatewayLine
  let signer: Signer
  let desk: ExchangeDesk

  func ask(
    _ asked: AgencyQuestion, _ caseID: CaseID?, _ asker: AgencyID, _ patience: Duration
  ) async throws -> ExchangeAnswer {
    // An agency of this very node is asked directly: the gateway would see a request going in a circle.
    if desk.serves(asked.agency) {
      return try await desk.answer(asked.question, of: asked.agency, caseID: caseID, askedBy: asker)
    }
    guard let link = line.link else { throw Refusal(.unavailable, Message(.requestAgencyAway, asked.agency.text)) }
    let query = Wire.ExchangeQuery(asked.question, caseID: caseID)
    let body = query.encoded()
    let method = Method.exchangeQuery.rawValue
    let scope = SignatureScope(
      method: method, receiver: asked.agency.text, caseID: query.caseID, purpose: query.purpose)
    let signature = try signer.sign(body, scope: scope, at: MallClock.system.now(), validFor: Self.lifetime)
    let response = try await link.request(
      OutgoingRequest(
        method: method, target: asked.agency.text, body: body, timeout: patience, signature: signature))
    let answer = try ExchangeAnswer(wire: Wire.ExchangeAnswer(decoding: response.body))
    try await desk.noteAsked(asked, caseID: caseID, by: asker, verdict: answer.verdict)
    return answer
  }
}
