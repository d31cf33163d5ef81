import MallDomain

/// What a manifest's agency asks the population register about a file: only what its manifest declares that it asks, for
/// the purpose that it declares (rule M11).
struct RegisterQuestions {
  private let purposes: [String: String]

  init(asking manifest: Agency) {
    let asked = manifest.queries.filter { $0.direction == .asks }
    purposes = Dictionary(asked.map { ($0.fact, $0.purposes.first ?? "") }) { first, _ in first }
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    var questions: [AgencyQuestion] = []
    for rule in file.service.rules where rule.kind == .minimumAge {
      guard let years = rule.value, let person = file.nik(rule.field) else { continue }
      let date = file.countingDate(of: rule)
      questions += question(.isOfAge, about: person, arguments: ["years": years, "on": date.description])
    }
    guard let person = file.mainSubject else { return questions }
    questions += question(.isAlive, about: person)
    if file.service.policy.domicileBound { questions += question(.livesInDistrict, about: person) }
    return questions
  }

  private func question(
    _ fact: Fact, about person: NIK, arguments: [String: String] = [:]
  ) -> [AgencyQuestion] {
    guard let purpose = purposes[fact.rawValue], let register = ManifestBackOffice.populationRegister else { return [] }
    let question = ExchangeQuestion(fact: fact.rawValue, subject: person, arguments: arguments, purpose: purpose)
    return [AgencyQuestion(agency: register, question: question)]
  }
}

extension CaseFile {
  /// The date on which a rule counts: the one in its other field, else that of the filing.
  func countingDate(of rule: ServiceRule) -> LocalDate {
    rule.otherField.flatMap(value).flatMap { LocalDate($0) } ?? filedOn
  }
}
