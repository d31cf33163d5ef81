import AgencyKit
import MallDomain

/// What the KUA asks the population register, and what it answered.
struct PopulationQuestions {
  static let register = try? AgencyID("disdukcapil")

  let file: CaseFile

  /// Of both who marry: whether they live, are free, are related, and who they are. Of guardian and witnesses: whether
  /// they live; and who the guardian is, since only a Muslim man is one.
  static func about(_ form: MarriageForm) -> [AgencyQuestion] {
    let couple = [form.groom, form.bride].flatMap { nik in
      [Fact.isAlive, .isUnmarried, .residentSummary].compactMap { question($0, nik) }
    }
    let guardian = form.guardian.map { nik in
      [Fact.isAlive, .residentSummary].compactMap { question($0, nik) }
    }
    return couple + (guardian ?? []) + form.witnesses.compactMap { question(.isAlive, $0) }
      + [question(.areRelated, form.bride, ["other": form.groom.text])].compactMap { $0 }
  }

  /// Whether those live whom another service concerns; and the main one's name, where the form doesn't ask for it.
  static func about(_ file: CaseFile) -> [AgencyQuestion] {
    let lives = file.service.subjects.compactMap { file.nik($0.field) }.compactMap { question(.isAlive, $0) }
    guard file.value("nama") == nil, let main = file.mainSubject else { return lives }
    return lives + [question(.residentSummary, main)].compactMap { $0 }
  }

  static func question(_ fact: Fact, _ nik: NIK, _ arguments: [String: String] = [:]) -> AgencyQuestion? {
    register.map { agency in
      AgencyQuestion(
        agency: agency,
        question: ExchangeQuestion(
          fact: fact.rawValue, subject: nik, arguments: arguments,
          purpose: Fact.Purpose.applicationCheck.rawValue))
    }
  }

  /// Nil where the register has not answered.
  func answer(_ fact: Fact, of nik: NIK, _ arguments: [String: String] = [:]) -> ExchangeAnswer? {
    Self.question(fact, nik, arguments).flatMap { file.answers[$0] }
  }

  static let away = (
    indonesian: "Register Disdukcapil belum menjawab; coba lagi.", english: "Disdukcapil is away, try again."
  )
}

/// Who somebody is by the population register.
struct Person: Hashable, Sendable {
  var name: String
  var birthDate: LocalDate
  var sex: Sex
  var religion: Religion
  /// The village of the family card.
  var village: AreaCode?

  /// Nil for an answer that says less.
  init?(_ answer: ExchangeAnswer?) {
    guard let values = answer?.values, let name = values["name"],
      let birthDate = values["birth-date"].flatMap({ LocalDate($0) }),
      let sex = values["sex"].flatMap({ Sex(rawValue: $0) }),
      let religion = values["religion"].flatMap({ Religion(rawValue: $0) })
    else { return nil }
    self.name = name
    self.birthDate = birthDate
    self.sex = sex
    self.religion = religion
    village = values["village"].flatMap { try? AreaCode($0) }
  }
}
