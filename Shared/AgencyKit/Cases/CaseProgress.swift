import Foundation
import MallDomain
import MallWire

/// How far a case is, as its agency keeps it: the machine, how much of it the mall was told, and its bill.
struct CaseProgress: Sendable {
  var lifecycle: CaseLifecycle
  /// Steps told to the mall so far.
  var told: UInt64 = 0
  var bill: Bill?

  private struct Stored: Codable {
    var lifecycle: CaseLifecycle
    var told: UInt64
    var bill: Data?
  }

  init(lifecycle: CaseLifecycle) {
    self.lifecycle = lifecycle
  }

  init(decoding bytes: [UInt8]) throws {
    let stored = try JSONDecoder().decode(Stored.self, from: Data(bytes))
    lifecycle = stored.lifecycle
    told = stored.told
    bill = try stored.bill.map { try Bill(wire: Wire.Bill(decoding: Array($0))) }
  }

  func encoded() throws -> [UInt8] {
    let bill = bill.map { Data(Wire.Bill($0).encoded()) }
    return Array(try JSONEncoder().encode(Stored(lifecycle: lifecycle, told: told, bill: bill)))
  }
}

/// What other agencies answered about a case, as its agency keeps it.
enum KeptAnswers {
  private struct Kept: Codable {
    var agency: AgencyID
    var fact: String
    var subject: NIK
    var arguments: [String: String]
    var purpose: String
    var verdict: String
    var values: [String: String]
    var at: MallInstant
  }

  static func encode(_ answers: [AgencyQuestion: ExchangeAnswer]) throws -> [UInt8] {
    let kept = answers.map { asked, answer in
      Kept(
        agency: asked.agency, fact: asked.question.fact, subject: asked.question.subject,
        arguments: asked.question.arguments, purpose: asked.question.purpose, verdict: answer.verdict.rawValue,
        values: answer.values, at: answer.at)
    }
    return Array(try JSONEncoder().encode(kept))
  }

  static func decode(_ bytes: [UInt8]) throws -> [AgencyQuestion: ExchangeAnswer] {
    var answers: [AgencyQuestion: ExchangeAnswer] = [:]
    for kept in try JSONDecoder().decode([Kept].self, from: Data(bytes)) {
      let question = ExchangeQuestion(
        fact: kept.fact, subject: kept.subject, arguments: kept.arguments, purpose: kept.purpose)
      answers[AgencyQuestion(agency: kept.agency, question: question)] = ExchangeAnswer(
        verdict: ExchangeAnswer.Verdict(rawValue: kept.verdict) ?? .unknown, values: kept.values, at: kept.at)
    }
    return answers
  }
}
