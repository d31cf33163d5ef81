import AgencyKit
import MallDomain
import MallStore

/// The back office of the district's offices of religious affairs (KUA).
///
/// Each group of services has its desk; that those whom a service concerns are alive is checked here. At the issue
/// everything is judged once more, since between approval and issue another case may have changed the registers.
struct MarriageBackOffice: BackOffice {
  private let office: ReligiousOffice
  private let desks: [String: any OfficeDesk]

  init(_ tools: AgencyTools) {
    office = ReligiousOffice(tools)
    desks = Self.desks(office)
  }

  private static func desks(_ office: ReligiousOffice) -> [String: any OfficeDesk] {
    let marriage = MarriageDesk(office: office)
    return [
      "nikah-di-kua": marriage, "nikah-luar-kua": marriage, "rekomendasi-nikah": RecommendationDesk(office: office),
      "bimbingan-perkawinan": GuidanceDesk(office: office), "rujuk": ReconciliationDesk(office: office),
      "duplikat-buku-nikah": DuplicateDesk(office: office),
      "legalisasi-buku-nikah": CertifiedCopyDesk(office: office),
      "perubahan-data-nikah": CorrectionDesk(office: office), "ikrar-wakaf": EndowmentDesk(office: office),
      "haji-pendaftaran": PilgrimageDesk(office: office), "haji-pelimpahan": PilgrimageTransferDesk(office: office),
      "sertifikasi-halal": HalalDesk(office: office), "rumah-ibadah": InstitutionDesk(office: office),
      "legalisasi-ijazah-madrasah": DiplomaDesk(office: office),
    ]
  }

  /// The desk of a service by its name within the agency; nil for one that the manifest alone describes.
  private func desk(of service: PublicService) -> (any OfficeDesk)? {
    desks[service.code.slug]
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    (desk(of: file.service)?.questions(about: file) ?? PopulationQuestions.about(file))
      + office.manifest.questions(about: file)
  }

  func reservations(for file: CaseFile) -> [PersonReservation] {
    desk(of: file.service)?.reservations(for: file) ?? []
  }

  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    try office.manifest.examine(file, in: transaction) + legal(file, in: transaction)
  }

  private func legal(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let subjects = MarriageForm.isFor(file.service) ? [] : SubjectCheck(file: file).findings
    return subjects + (try desk(of: file.service)?.findings(file, in: transaction) ?? [])
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    try desk(of: file.service)?.charge(for: file, in: transaction)
      ?? office.manifest.charge(for: file, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    if let obstacle = try legal(file, in: transaction).first(where: { $0.severity == .blocks }) {
      throw Refusal(blockedBy: obstacle)
    }
    return try desk(of: file.service)?.issue(file, in: transaction) ?? office.document(file, in: transaction)
  }

  func caseEnded(_ file: CaseFile, in transaction: Transaction) throws {
    try desk(of: file.service)?.caseEnded(file, in: transaction)
  }

  func lifeEvents(
    issuing document: IssuedDocument, of file: CaseFile, in transaction: Transaction
  ) throws -> [LifeEvent] {
    MarriageEvents(file: file).events(issuing: document) + file.declaredEvents(issuing: document)
  }

  func follow(_ event: LifeEvent, at now: MallInstant, in transaction: Transaction) throws -> LifeEventOutcome {
    try ReceivedEvents(register: office.register).receive(event, in: transaction)
    return .followed
  }

  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {
    try office.manifest.paymentRecorded(bill, bankReference: bankReference, in: transaction)
  }

  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    let now = office.tools.clock.now()
    let undissolved = try office.register.marriages(of: question.subject, in: transaction).first { $0.isUndissolved }
    switch Fact(rawValue: question.fact) {
    case .isUnmarried:
      return ExchangeAnswer(verdict: undissolved == nil ? .yes : .no, at: now)
    case .documentActive where question.arguments["type"] == "buku-nikah":
      guard let undissolved else { return ExchangeAnswer(verdict: .no, at: now) }
      return ExchangeAnswer(
        verdict: .yes,
        values: ["agency": office.tools.agency.text, "issued-on": undissolved.contract.description], at: now)
    default: return try office.manifest.answer(question, askedBy: askers, in: transaction)
    }
  }

  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    try MarriageView(register: office.register).search(search, in: transaction)
  }

  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory {
    try MarriageView(register: office.register).history(of: record, at: moment, in: transaction)
  }

  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill {
    try office.manifest.bill(object: object, period: period, in: transaction)
  }

  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    let household = try await context.household()
    let (office, desk, now, today) = (office, desk(of: service), context.now, LocalDate(jakarta: context.now))
    let usual = ExampleFiller.content(
      for: service, household: household, today: today, calendar: context.calendar, areas: context.areas)
    return try await context.database.write { transaction in
      try InventedMarriages(register: office.register, areas: office.tools.areas, at: now)
        .enter(household.members.map(\.resident), in: transaction)
      var content = usual
      try desk?.prepareExample(&content, of: service, today: today, at: now, in: transaction)
      return content
    }
  }
}
