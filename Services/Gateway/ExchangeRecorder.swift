import Logging
import MallDomain
import MallLink
import MallNode
import MallStore
import MallWire
import ServiceLifecycle

/// Writes down what agencies ask each other about persons, before the question goes on: who, for which case and purpose,
/// of whom (rule M11). The answers it neither keeps nor reads.
///
/// What waits while one commit runs shares the next, so that a question waits for a commit and no more.
struct ExchangeRecorder: Service {
  private struct Question: Sendable {
    var entry: AuditEntry
    var request: IncomingRequest
    var goOn: @Sendable () -> Void
  }

  private let runtime: NodeRuntime
  private let questions: AsyncStream<Question>
  private let post: AsyncStream<Question>.Continuation

  init(runtime: NodeRuntime) {
    self.runtime = runtime
    // Bounded by the links' windows, and by the writes that may wait for a commit.
    (questions, post) = AsyncStream.makeStream()
  }

  /// Notes a question, then lets it go on. One that can't be noted is refused.
  func record(_ request: IncomingRequest, _ call: Call, of agency: AgencyID, goOn: @escaping @Sendable () -> Void) {
    guard let query = try? Wire.ExchangeQuery(decoding: request.envelope.body) else {
      return request.respond(refusal: Refusal(.invalidArgument, detail: "the question"))
    }
    let entry = AuditEntry(
      at: runtime.clock.now, principal: call.principal, method: call.method.rawValue,
      purpose: Fact.Purpose(rawValue: query.purpose)?.rawValue ?? "unknown", caseID: try? CaseID(query.caseID),
      subject: query.subjectNik, detail: "\(Fact(rawValue: query.fact)?.rawValue ?? "unknown fact") of \(agency)",
      outcome: .ok)
    if case .terminated = post.yield(Question(entry: entry, request: request, goOn: goOn)) {
      request.respond(refusal: Refusal(.unavailable, detail: "the gateway is stopping"))
    }
  }

  func run() async throws {
    await withDiscardingTaskGroup { group in
      await withGracefulShutdownHandler {
        for await question in questions {
          group.addTask { await carryOut(question) }
        }
      } onGracefulShutdown: {
        post.finish()
      }
    }
  }

  private func carryOut(_ question: Question) async {
    let audit = AuditLog(sealer: runtime.sealer)
    do {
      try await runtime.database.write { _ = try audit.append(question.entry, in: $0) }
      question.goOn()
    } catch {
      runtime.logger.error("A question between agencies could not be written down", metadata: ["reason": "\(error)"])
      question.request.respond(refusal: Refusal(.unavailable, detail: "the mall's record of questions"))
    }
  }
}
