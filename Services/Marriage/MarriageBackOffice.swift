import AgencyKit
import MallDomain
import MallStore

/// The back office of the district's offices of religious affairs (KUA).
struct MarriageBackOffice: BackOffice {
  private let tools: AgencyTools
  private let register: MarriageRegister
  private let marriages: MarriageDesk
  private let manifest: ManifestBackOffice

  init(_ tools: AgencyTools) {
    self.tools = tools
    register = MarriageRegister(sealer: tools.sealer)
    marriages = MarriageDesk(tools: tools, register: register)
    manifest = ManifestBackOffice(tools)
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    let own = MarriageForm.isFor(file.service) ? marriages.questions(about: file) : PopulationQuestions.about(file)
    return own + manifest.questions(about: file)
  }

  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    try manifest.examine(file, in: transaction) + own(file, in: transaction)
  }

  private func own(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    MarriageForm.isFor(file.service)
      ? try marriages.findings(file, in: transaction)
      : try ServiceCheck(register: register, file: file).findings(in: transaction)
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    MarriageForm.isFor(file.service)
      ? try marriages.charge(for: file, in: transaction) : try manifest.charge(for: file, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    guard !MarriageForm.isFor(file.service) else { return try marriages.issue(file, in: transaction) }
    if let obstacle = try own(file, in: transaction).first(where: { $0.severity == .blocks }) {
      throw Refusal(blockedBy: obstacle)
    }
    var document = try manifest.issue(file, in: transaction)
    if file.value("nama") == nil, let main = file.mainSubject,
      let person = Person(PopulationQuestions(file: file).answer(.residentSummary, of: main))
    {
      document.holder = person.name
    }
    return document
  }

  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {
    try manifest.paymentRecorded(bill, bankReference: bankReference, in: transaction)
  }

  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    let standing = try register.marriages(of: question.subject, in: transaction)
    let undissolved = standing.first { $0.isUndissolved }
    switch Fact(rawValue: question.fact) {
    case .isUnmarried:
      return ExchangeAnswer(verdict: undissolved == nil ? .yes : .no, at: tools.clock.now())
    case .documentActive where question.arguments["type"] == "buku-nikah":
      guard let undissolved else { return ExchangeAnswer(verdict: .no, at: tools.clock.now()) }
      return ExchangeAnswer(
        verdict: .yes, values: ["agency": tools.agency.text, "issued-on": undissolved.contract.description],
        at: tools.clock.now())
    default: return try manifest.answer(question, askedBy: askers, in: transaction)
    }
  }

  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill {
    try manifest.bill(object: object, period: period, in: transaction)
  }

  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    let household = try await context.household()
    let (register, areas, now) = (register, context.areas, context.now)
    try await context.database.write { transaction in
      try InventedMarriages(register: register, areas: areas, at: now)
        .enter(household.members.map(\.resident), in: transaction)
    }
    let today = LocalDate(jakarta: now)
    var content = ExampleFiller.content(
      for: service, household: household, today: today, calendar: context.calendar, areas: areas)
    if MarriageForm.isFor(service), !isNoticed(content, on: today, context.calendar) {
      content.attachments["dispensasi-camat"] = .shownAtCounter
    }
    return content
  }

  /// Late in a year whose successor has no decree yet, nobody can give a notice that can be counted.
  private func isNoticed(_ content: ApplicationContent, on today: LocalDate, _ calendar: WorkingCalendar) -> Bool {
    guard let contract = content.values["tgl-akad"].flatMap({ LocalDate($0) }),
      case .inTime = NoticePeriod(calendar: calendar).standing(registered: today, contract: contract)
    else { return false }
    return true
  }
}
