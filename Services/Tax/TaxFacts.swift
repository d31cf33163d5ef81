import AgencyKit
import MallDomain
import MallStore

/// What other agencies may know of taxes: each fact, and nothing beside it (rules M8 and M11).
struct TaxFacts: Sendable {
  let office: TaxOffice

  func answer(_ question: ExchangeQuestion, in transaction: Transaction) throws -> ExchangeAnswer {
    switch Fact(rawValue: question.fact) {
    case .taxClear: return try taxClear(question.subject, in: transaction)
    case .documentActive: return try documentActive(question, in: transaction)
    default: throw Refusal(.notFound, detail: "an answer to \(question.fact) at this agency")
    }
  }

  private func taxClear(_ subject: NIK, in transaction: Transaction) throws -> ExchangeAnswer {
    let now = office.tools.clock.now()
    let today = LocalDate(jakarta: now)
    let assessments = try office.register.assessments.ofOwner(subject, in: transaction)
    return ExchangeAnswer(
      verdict: TaxClearance(of: assessments, on: today).isClear ? .yes : .no,
      values: ["checked-on": today.description], at: now)
  }

  /// The register proves the notice of the present year, and that it is paid, without a paper of the mall.
  private func documentActive(_ question: ExchangeQuestion, in transaction: Transaction) throws -> ExchangeAnswer {
    let now = office.tools.clock.now()
    let year = LocalDate(jakarta: now).year
    let assessments = try office.register.assessments.ofOwner(question.subject, in: transaction)
      .filter { $0.year == year }
    let date: LocalDate? =
      switch question.arguments["type"] {
      case "sppt": assessments.first?.sentOn
      case "bukti-bayar-pbb": assessments.first { $0.outstanding == .zero }?.settledOn
      default: nil
      }
    guard let date else { return ExchangeAnswer(verdict: .no, at: now) }
    return ExchangeAnswer(
      verdict: .yes, values: ["agency": office.tools.agency.text, "issued-on": date.description], at: now)
  }
}
