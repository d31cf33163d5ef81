import AgencyKit
import MallDomain
import MallStore

/// The back office of population and civil registration (Disdukcapil).
///
/// Each group of services has its desk; what they have in common, that people exist and live, is checked here. At the
/// issue everything is judged once more, since between approval and issue another case may have changed the register.
struct IdentityBackOffice: BackOffice {
  private let office: CivilOffice
  private let desks: [String: any CivilDesk]
  private let facts: PopulationFacts

  init(_ tools: AgencyTools) {
    let office = CivilOffice(tools)
    self.office = office
    desks = Self.desks(office)
    facts = PopulationFacts(register: office.register, areas: tools.areas, clock: tools.clock)
  }

  private static func desks(_ office: CivilOffice) -> [String: any CivilDesk] {
    let birth = BirthDesk(office: office)
    let marriage = CivilMarriageDesk(office: office)
    let card = IdentityCardDesk(office: office)
    let child = ChildCardDesk(office: office)
    let family = FamilyCardDesk(office: office)
    let moving = MovingDesk(office: office)
    let copies = CertificateDesk(office: office)
    return [
      "akta-kelahiran": birth, "akta-kelahiran-terlambat": birth, "akta-kematian": DeathDesk(office: office),
      "akta-perkawinan": marriage, "akta-perceraian": marriage, "ktp-el-baru": card, "ktp-el-penggantian": card,
      "ikd": card, "kia-baru": child, "kia-penggantian": child, "kk-baru": family, "kk-perubahan": family,
      "kk-penggantian": family, "pindah-keluar": moving, "pindah-datang": moving, "pindah-dalam-daerah": moving,
      "biodata-wni": EnrolmentDesk(office: office), "akta-pengakuan-anak": AcknowledgementDesk(office: office),
      "pengangkatan-anak": AdoptionDesk(office: office), "konsolidasi-nik": ConsolidationDesk(office: office),
      "perubahan-akta": copies, "kutipan-kedua": copies,
    ]
  }

  /// The desk of a service by its name within the agency.
  private func desk(of file: CaseFile) -> any CivilDesk {
    let slug = file.service.code.text.dropFirst(file.service.code.agency.text.count + 1)
    return desks[String(slug)] ?? PlainDesk(office: office)
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    desk(of: file).questions(about: file) + office.manifest.questions(about: file)
  }

  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    // Where somebody lives, this register knows itself.
    let general = try office.manifest.examine(file, in: transaction).filter { $0.rule != "domicile" }
    return general + (try legal(file, in: transaction))
  }

  private func legal(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    try SubjectCheck(register: office.register, file: file).findings(in: transaction)
      + desk(of: file).findings(file, in: transaction)
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    try office.manifest.charge(for: file, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    if let obstacle = try legal(file, in: transaction).first(where: { $0.severity == .blocks }) {
      throw Refusal(blockedBy: obstacle)
    }
    return try desk(of: file).issue(file, in: transaction)
  }

  func lifeEvents(
    issuing document: IssuedDocument, of file: CaseFile, in transaction: Transaction
  ) throws -> [LifeEvent] {
    IdentityEvents(file: file).events(issuing: document) + file.declaredEvents(issuing: document)
  }

  func follow(_ event: LifeEvent, at now: MallInstant, in transaction: Transaction) throws -> LifeEventOutcome {
    try ReceivedEvents(office: office, now: now).follow(event, in: transaction)
  }

  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {
    try office.manifest.paymentRecorded(bill, bankReference: bankReference, in: transaction)
  }

  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    try facts.answer(question, in: transaction)
  }

  func reserve(_ reservation: PersonReservation, in transaction: Transaction) throws -> ExchangeAnswer {
    try PersonReservationTable(sealer: office.tools.sealer)
      .reserve(reservation, at: office.tools.clock.now(), in: transaction)
  }

  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    try PopulationView(register: office.register).search(search, in: transaction)
  }

  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory {
    try PopulationView(register: office.register).history(of: record, at: moment, in: transaction)
  }

  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill {
    try office.manifest.bill(object: object, period: period, in: transaction)
  }

  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    let register = office.register
    let (now, areas) = (context.now, context.areas)
    let today = LocalDate(jakarta: now)
    let household = try await context.database.write { transaction in
      var generator = SystemRandomNumberGenerator()
      return try InventedPeople(register: register, date: today, at: now)
        .admit(ExampleHousehold.make(date: today, areas: areas, using: &generator), in: transaction)
    }
    return ExampleFiller.content(
      for: service, household: household, today: today, calendar: context.calendar, areas: areas)
  }
}
