import AgencyKit
import MallDomain
import MallStore

/// The back office of the health office with its health centres (Dinkes), or of the hospital (RSUD).
///
/// Each group of services has its desk. At the issue everything is judged once more: since the approval a day may have
/// passed, or another number been taken.
struct HealthBackOffice: BackOffice {
  private static let healthOffice = "dinkes"

  private let office: HealthOffice
  private let desks: [String: any HealthDesk]

  init(_ tools: AgencyTools) {
    let office = HealthOffice(tools)
    self.office = office
    let licence = LicenceDesk(office: office)
    desks = [
      "dinkes.puskesmas-pendaftaran": VisitDesk(office: office, isHospital: false),
      "dinkes.sip-tenaga-medis": licence, "dinkes.sip-tenaga-kesehatan": licence,
      "dinkes.imunisasi": ImmunisationDesk(office: office),
      "rsud.rawat-jalan": VisitDesk(office: office, isHospital: true),
      "rsud.salinan-rekam-medis": MedicalRecordDesk(office: office),
    ]
  }

  private func desk(of file: CaseFile) -> any HealthDesk {
    desks[file.service.code.text] ?? PlainDesk(office: office)
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    office.manifest.questions(about: file)
  }

  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    try office.manifest.examine(file, in: transaction) + desk(of: file).findings(file, in: transaction)
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    try office.manifest.charge(for: file, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let desk = desk(of: file)
    if let obstacle = try desk.findings(file, in: transaction).first(where: { $0.severity == .blocks }) {
      throw Refusal(
        .failedPrecondition, detail: "\(obstacle.rule): \(obstacle.text.indonesian) \(obstacle.text.text(.english))")
    }
    return try desk.issue(file, in: transaction)
  }

  /// The health centres keep the plans of immunisation; the hospital's officers look for themselves.
  func follow(_ event: LifeEvent, at now: MallInstant, in transaction: Transaction) throws -> LifeEventOutcome {
    guard office.tools.agency.text == Self.healthOffice else { return .task(event.kind.work) }
    return try ReceivedEvents(immunisation: office.immunisation).receive(event, at: now, in: transaction)
  }

  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    try immunisation().search(search, in: transaction)
  }

  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory {
    try immunisation().history(of: record, at: moment, in: transaction)
  }

  /// The plans are the health office's: a hospital of the same node reads none.
  private func immunisation() throws(Refusal) -> ImmunisationView {
    guard office.tools.agency.text == Self.healthOffice else {
      throw Refusal(.notFound, detail: "a register that can be searched at this agency")
    }
    return ImmunisationView(immunisation: office.immunisation)
  }

  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {
    try office.manifest.paymentRecorded(bill, bankReference: bankReference, in: transaction)
  }

  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    try office.manifest.answer(question, askedBy: askers, in: transaction)
  }

  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill {
    try office.manifest.bill(object: object, period: period, in: transaction)
  }

  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    let registered = desks[service.code.text] is MedicalRecordDesk
    return registered
      ? try await HealthExamples(office: office).content(for: service, in: context)
      : try await office.manifest.example(for: service, in: context)
  }
}
