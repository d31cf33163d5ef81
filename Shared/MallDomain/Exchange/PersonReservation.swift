/// A person held for one case, so that no other decision about the same matter is made meanwhile: two marriages of one
/// bride at two offices, each with a database of its own.
///
/// The population register keeps the reservations, since it alone knows everybody. An agency asks `person-reserved` for
/// each person before it decides, in the order of their NIK, and the register answers
///
/// - `yes`: nobody held the person, or this very case did, or the other's lease has lapsed. The lease now is this
///   case's, through the day asked for. Somebody whom the register doesn't know may be reserved as well.
/// - `no`: another case holds the person, with `held-by` (its agency) and `until` (the last day of its lease).
///
/// Asked without the argument `until`, it gives back what the case holds; that is answered `yes`, also where the case
/// held nothing. A lease that nobody gives back lapses after its last day.
package struct PersonReservation: Hashable, Sendable {
  /// Days for which a person may be reserved at most, from the day of the question.
  package static let longestDays = 180
  /// The argument that names the last day of the lease.
  package static let untilArgument = "until"
  /// The value that names the agency of the case that holds the person.
  package static let holderValue = "held-by"

  package var person: NIK
  package var caseID: CaseID
  /// The agency whose case it is.
  package var agency: AgencyID
  /// The last day of the lease; nil gives back what the case holds.
  package var until: LocalDate?

  package init(person: NIK, caseID: CaseID, agency: AgencyID, until: LocalDate?) {
    self.person = person
    self.caseID = caseID
    self.agency = agency
    self.until = until
  }

  /// Reads the reservation that a question asks for.
  ///
  /// - Throws: `invalid_argument` for a last day that is none, has passed, or lies too far ahead.
  package init(_ question: ExchangeQuestion, caseID: CaseID, agency: AgencyID, today: LocalDate) throws(Refusal) {
    self.init(person: question.subject, caseID: caseID, agency: agency, until: nil)
    guard let text = question.arguments[Self.untilArgument] else { return }
    guard let day = LocalDate(text), 0...Self.longestDays ~= today.days(until: day) else {
      throw Refusal(
        .invalidArgument,
        detail: "until: a day from today through \(today.adding(days: Self.longestDays)), written YYYY-MM-DD")
    }
    until = day
  }

  /// The question by which it is asked for, or given back.
  package var question: ExchangeQuestion {
    ExchangeQuestion(
      fact: Fact.personReserved.rawValue, subject: person,
      arguments: until.map { [Self.untilArgument: $0.description] } ?? [:],
      purpose: Fact.Purpose.decision.rawValue)
  }
}
