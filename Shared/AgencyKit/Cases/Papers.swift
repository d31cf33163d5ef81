import MallDomain

extension CaseFile {
  /// Asks issuers once more, whenever an officer looks: a document that the applicant lets the mall fetch may be issued
  /// after the application was filed, such as the health card of a couple whose marriage is registered already.
  package var questionsForPapers: [AgencyQuestion] {
    service.requirements.compactMap(questionForPaper)
  }

  /// What an issuer says of the document that a requirement asks for; nil where it doesn't say yes.
  package func paper(for requirement: Requirement) -> ExchangeAnswer? {
    let answer = evidence[requirement.id] ?? questionForPaper(requirement).flatMap { answers[$0] }
    return answer.flatMap { $0.verdict == .yes ? $0 : nil }
  }

  /// Whether a requirement is met: by its issuer's word, a file, or the original at the counter.
  package func holds(_ requirement: String) -> Bool {
    if content.attachments[requirement] != nil { return true }
    return service.requirements.first { $0.id == requirement }.flatMap(paper) != nil
  }

  /// Nil where the applicant doesn't let the mall fetch it, or has handed it in.
  private func questionForPaper(_ requirement: Requirement) -> AgencyQuestion? {
    guard content.consents[requirement.id] != nil, content.attachments[requirement.id] == nil,
      evidence[requirement.id] == nil, let issuer = requirement.source?.agency, let document = requirement.document
    else { return nil }
    let answered = Set(content.values.filter { !$0.value.isEmpty }.keys)
    return EvidenceSubject.field(of: requirement, in: service, answered: answered).flatMap(nik).map { holder in
      AgencyQuestion(
        agency: issuer,
        question: ExchangeQuestion(
          fact: Fact.documentActive.rawValue, subject: holder, arguments: ["type": document],
          purpose: Fact.Purpose.onceOnly.rawValue))
    }
  }
}
