import MallDomain

extension Wire.ExchangeQuery {
  /// - Parameters:
  ///   - caseID: the case for which the question is asked; nil only where there is none, as for an example.
  ///   - consent: the requirement to which the applicant consented; empty: the law obliges.
  package init(_ question: ExchangeQuestion, caseID: CaseID?, consent: String = "") {
    self.init(
      fact: question.fact, subjectNik: question.subject.text, caseID: caseID?.text ?? "",
      purpose: question.purpose, arguments: Wire.FieldValue.list(question.arguments), consent: consent)
  }
}

extension ExchangeQuestion {
  package init(wire: Wire.ExchangeQuery) throws(Refusal) {
    guard !wire.fact.isEmpty else { throw WireReading.refusal("query.fact") }
    guard !wire.purpose.isEmpty else { throw WireReading.refusal("query.purpose") }
    let subject: NIK
    do {
      subject = try NIK(wire.subjectNik)
    } catch {
      throw WireReading.refusal("query.subject_nik")
    }
    self.init(
      fact: wire.fact, subject: subject, arguments: Wire.FieldValue.dictionary(wire.arguments), purpose: wire.purpose)
  }
}

extension Wire.ExchangeAnswer {
  package init(_ answer: ExchangeAnswer, fact: String) {
    self.init(
      fact: fact, verdict: answer.verdict.rawValue, values: Wire.FieldValue.list(answer.values),
      atMs: answer.at.milliseconds)
  }
}

extension ExchangeAnswer {
  package init(wire: Wire.ExchangeAnswer) throws(Refusal) {
    self.init(
      verdict: try WireReading.name(wire.verdict, "answer.verdict"),
      values: Wire.FieldValue.dictionary(wire.values), at: MallInstant(milliseconds: wire.atMs))
  }
}

extension Wire.FieldValue {
  /// Named texts, sorted by name so that equal ones give equal bytes.
  package static func list(_ values: [String: String]) -> [Wire.FieldValue] {
    values.sorted { $0.key < $1.key }.map { Wire.FieldValue(field: $0.key, value: $0.value) }
  }

  /// The last of several values of one name counts.
  package static func dictionary(_ values: [Wire.FieldValue]) -> [String: String] {
    Dictionary(values.map { ($0.field, $0.value) }) { _, last in last }
  }
}
