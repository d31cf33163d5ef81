import MallDomain
import MallStore

/// What other agencies may know of the population: each fact, and nothing beside it (rules M8 and M11).
struct PopulationFacts: Sendable {
  let register: PopulationRegister
  let areas: AreaTable
  let clock: MallClock

  private var today: LocalDate { LocalDate(jakarta: clock.now()) }

  func answer(_ question: ExchangeQuestion, in transaction: Transaction) throws -> ExchangeAnswer {
    guard let fact = Fact(rawValue: question.fact) else { throw Refusal(.notFound, detail: "the fact") }
    let nik = question.subject
    switch fact {
    case .isAlive: return try ofResident(nik, in: transaction) { verdict($0.state != .dead) }
    case .isOfAge: return try isOfAge(question, in: transaction)
    case .isUnmarried: return try ofResident(nik, in: transaction) { verdict(!$0.isMarried) }
    case .livesInDistrict:
      return verdict(try register.familyCards.card(of: current(nik, in: transaction), in: transaction) != nil)
    case .residentSummary: return try summary(of: nik, in: transaction)
    case .documentActive: return try documentActive(question, in: transaction)
    case .areRelated: return try areRelated(question, in: transaction)
    case .household: return try household(question, in: transaction)
    case .taxClear, .personReserved: throw Refusal(.notFound, detail: "an answer to \(fact.rawValue) at this agency")
    }
  }

  private func verdict(_ isTrue: Bool, _ values: [String: String] = [:]) -> ExchangeAnswer {
    ExchangeAnswer(verdict: isTrue ? .yes : .no, values: values, at: clock.now())
  }

  /// The number under which a person goes on whose records were merged.
  private func current(_ nik: NIK, in transaction: Transaction) throws -> NIK {
    try register.current(nik, in: transaction)?.nik ?? nik
  }

  /// Of a person whom the register doesn't know, it knows nothing; of a merged record, what the one says that goes on.
  private func ofResident(
    _ nik: NIK, in transaction: Transaction, _ answer: (Resident) throws -> ExchangeAnswer
  ) throws -> ExchangeAnswer {
    guard let resident = try register.current(nik, in: transaction) else {
      return ExchangeAnswer(verdict: .unknown, at: clock.now())
    }
    return try answer(resident)
  }

  private func isOfAge(_ question: ExchangeQuestion, in transaction: Transaction) throws -> ExchangeAnswer {
    guard let years = question.arguments["years"].flatMap({ Int($0) }),
      let date = question.arguments["on"].map({ LocalDate($0) }) ?? today
    else { throw Refusal(.invalidArgument, detail: "the arguments \"years\" and \"on\" of is-of-age") }
    return try ofResident(question.subject, in: transaction) { verdict($0.age(on: date) >= years) }
  }

  private func areRelated(_ question: ExchangeQuestion, in transaction: Transaction) throws -> ExchangeAnswer {
    guard let other = question.arguments["other"].flatMap({ try? NIK($0) }) else {
      throw Refusal(.invalidArgument, detail: "the argument \"other\" of are-related")
    }
    return try ofResident(question.subject, in: transaction) { resident in
      guard let other = try register.current(other, in: transaction) else {
        return ExchangeAnswer(verdict: .unknown, at: clock.now())
      }
      let kinship = Kinship { person in
        try register.numbers(of: person, in: transaction)
          .compactMap { try register.residents.find($0, in: transaction) }
          .flatMap { [$0.father, $0.mother].compactMap { $0 } }
          .map { try current($0, in: transaction) }
      }
      return verdict(try kinship.forbidsMarriage(of: resident.nik, and: other.nik))
    }
  }

  private func summary(of nik: NIK, in transaction: Transaction) throws -> ExchangeAnswer {
    try ofResident(nik, in: transaction) { resident in
      guard resident.state != .dead else { return verdict(false) }
      var values = [
        "name": resident.name, "birth-date": resident.birthDate.description, "birth-place": resident.birthPlace,
        "sex": resident.sex.rawValue, "marital-status": resident.maritalStatus.rawValue,
        "religion": resident.religion.rawValue,
      ]
      values["village"] = try register.familyCards.card(of: resident.nik, in: transaction)?.village.text
      return verdict(true, values)
    }
  }

  /// Papers that the register itself proves, also those from before the mall.
  private func documentActive(
    _ question: ExchangeQuestion, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    guard let type = question.arguments["type"], !type.isEmpty else {
      throw Refusal(.invalidArgument, detail: "the argument \"type\" of document-active")
    }
    let nik = try current(question.subject, in: transaction)
    switch type {
    case "kk":
      return document(issuedOn: try register.familyCards.card(of: nik, in: transaction)?.registered)
    case IdentityCard.Kind.adult.rawValue, IdentityCard.Kind.child.rawValue:
      let card = try IdentityCard.Kind(rawValue: type).flatMap {
        try register.identityCards.active($0, of: nik, in: transaction)
      }
      guard let card, card.validThrough.map({ today <= $0 }) ?? true else { return verdict(false) }
      return document(issuedOn: card.issuedOn, validThrough: card.validThrough)
    case "akta-kelahiran":
      return document(issuedOn: try register.birthCertificate(of: nik, in: transaction)?.date)
    case "akta-kematian":
      return document(issuedOn: try register.deaths.registration(of: nik, in: transaction)?.date)
    default: return verdict(false)
    }
  }

  private func document(issuedOn: LocalDate?, validThrough: LocalDate? = nil) -> ExchangeAnswer {
    guard let issuedOn else { return verdict(false) }
    var values = ["agency": "disdukcapil", "issued-on": issuedOn.description]
    values["valid-through"] = validThrough?.description
    return verdict(true, values)
  }

  /// A household for one example application, of people who do not exist.
  private func household(_ question: ExchangeQuestion, in transaction: Transaction) throws -> ExchangeAnswer {
    guard question.purpose == Fact.Purpose.demonstration.rawValue else { throw Refusal(.permissionDenied) }
    var generator = SystemRandomNumberGenerator()
    let household = try InventedPeople(register: register, date: today, at: clock.now())
      .admit(ExampleHousehold.make(date: today, areas: areas, using: &generator), in: transaction)
    return verdict(true, household.fields)
  }
}
