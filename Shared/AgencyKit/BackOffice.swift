import MallDomain
import MallStore

/// What an agency does with its files: the registers and the rules behind its door.
///
/// The kit receives applications, keeps cases and talks with the mall; a back office only decides what a file
/// means. It knows no sockets and no frames. Every method that takes a transaction runs inside the commit of the
/// step that it belongs to, so that a register and its case never disagree. `ManifestBackOffice` is the one that a
/// manifest alone describes; a domain answers for its own services and leaves the rest to that.
package protocol BackOffice: Sendable {
  /// What must be asked of other agencies before `examine` can judge. Asked outside any transaction; the answers
  /// that came stand in the file.
  func questions(about file: CaseFile) -> [AgencyQuestion]

  /// Judges a file by the law and the registers. Called whenever an officer looks and again when one decides. The texts
  /// name no person: they travel with the refusal of an approval that they block.
  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding]

  /// What the applicant must pay before anything is issued.
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge

  /// Enters the decision in the registers and returns what is handed out.
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument

  /// What other agencies must know of an issue, told in its commit.
  func lifeEvents(
    issuing document: IssuedDocument, of file: CaseFile, in transaction: Transaction
  ) throws -> [LifeEvent]

  /// Takes note of a payment for a bill that this agency wrote.
  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws

  /// Answers another agency's question from the registers. That the fact is declared and the purpose allowed has been
  /// checked.
  ///
  /// - Parameter askers: the agencies for which the asking node acts; empty when the mall itself asks, for a requirement.
  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer

  /// Holds a person for another agency's case, or gives the person back. Only the population register does.
  func reserve(_ reservation: PersonReservation, in transaction: Transaction) throws -> ExchangeAnswer

  /// Whom a decision about a file, its approval or its issue, must hold for itself, and through which day. What is held
  /// is given back when the case ends without an issue; after one, its lease lapses.
  func reservations(for file: CaseFile) -> [PersonReservation]

  /// Follows what another agency entered in its register. What is followed already is not followed again.
  ///
  /// - Throws: a refusal where this register can't follow: its writes are undone, and officers get a task that says why.
  func follow(_ event: LifeEvent, at now: MallInstant, in transaction: Transaction) throws -> LifeEventOutcome

  /// A case has ended without an issue: withdrawn, rejected, expired. What was kept free for it is free again.
  func caseEnded(_ file: CaseFile, in transaction: Transaction) throws

  /// Looks for records in the agency's register.
  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords

  /// A record as it stood at a moment, and everything that was entered about it.
  ///
  /// - Throws: `not_found` for a record that the register doesn't have.
  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory

  /// The bill for an object and a year, written now where there is none yet.
  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill

  /// A filled example application for a service, of a synthetic household, lawful on the mall's date.
  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent
}

extension BackOffice {
  package func reserve(_ reservation: PersonReservation, in transaction: Transaction) throws -> ExchangeAnswer {
    throw Refusal(.notFound, detail: "reservations at this agency")
  }

  package func reservations(for file: CaseFile) -> [PersonReservation] { [] }

  package func lifeEvents(
    issuing document: IssuedDocument, of file: CaseFile, in transaction: Transaction
  ) throws -> [LifeEvent] { file.declaredEvents(issuing: document) }

  package func caseEnded(_ file: CaseFile, in transaction: Transaction) throws {}

  package func follow(
    _ event: LifeEvent, at now: MallInstant, in transaction: Transaction
  ) throws -> LifeEventOutcome {
    .task(event.kind.work)
  }

  package func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    throw Refusal(.notFound, detail: "a register that can be searched at this agency")
  }

  package func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory
  {
    throw Refusal(.notFound, detail: "a register that can be read at this agency")
  }
}

/// A question that a file raises, and the agency that knows.
package struct AgencyQuestion: Hashable, Sendable {
  package var agency: AgencyID
  package var question: ExchangeQuestion

  package init(agency: AgencyID, question: ExchangeQuestion) {
    self.agency = agency
    self.question = question
  }
}

/// What a case costs.
package enum Charge: Hashable, Sendable {
  case nothing
  /// The mall writes the bill.
  case fee(Rupiah)
  /// The agency wrote the bill itself, as for a tax.
  case bill(Bill)

  package var amount: Rupiah {
    switch self {
    case .nothing: Rupiah(0)
    case .fee(let amount): amount
    case .bill(let bill): bill.amount
    }
  }
}

/// A case with everything that its agency knows of it.
package struct CaseFile: Sendable {
  package var caseID: CaseID
  package var agency: AgencyID
  /// The service as it was published when the application was filed.
  package var service: PublicService
  package var content: ApplicationContent
  /// What the mall fetched from issuers, by requirement.
  package var evidence: [String: ExchangeAnswer]
  /// Answers to `questions(about:)`; a question that stayed without answer is absent.
  package var answers: [AgencyQuestion: ExchangeAnswer]
  package var filedAt: MallInstant
  /// Mall time of this step.
  package var now: MallInstant
  package var officer: String?
  /// The bill, once there is one.
  package var bill: Bill?

  package init(
    caseID: CaseID, agency: AgencyID, service: PublicService, content: ApplicationContent,
    evidence: [String: ExchangeAnswer] = [:], answers: [AgencyQuestion: ExchangeAnswer] = [:],
    filedAt: MallInstant, now: MallInstant, officer: String? = nil, bill: Bill? = nil
  ) {
    self.caseID = caseID
    self.agency = agency
    self.service = service
    self.content = content
    self.evidence = evidence
    self.answers = answers
    self.filedAt = filedAt
    self.now = now
    self.officer = officer
    self.bill = bill
  }

  /// The value of a form field, in canonical text.
  package func value(_ field: String) -> String? { content.values[field] }

  /// The NIK in a form field.
  package func nik(_ field: String) -> NIK? {
    value(field).flatMap { try? NIK($0) }
  }

  /// Whom the case is about, such as `applicant` or `groom`, where the service names a field for that role.
  package func subject(_ role: String) -> NIK? {
    service.subjects.first { $0.role == role }.flatMap { nik($0.field) }
  }

  /// The person whose case it is: the applicant, else the first whom the service names.
  package var mainSubject: NIK? {
    subject("applicant") ?? service.subjects.first.flatMap { nik($0.field) }
  }

  /// The Jakarta date on which the application was filed.
  package var filedOn: LocalDate { LocalDate(jakarta: filedAt) }

  package var today: LocalDate { LocalDate(jakarta: now) }

  /// What the manifest says that an issue of the service tells other agencies.
  package func declaredEvents(issuing document: IssuedDocument) -> [LifeEvent] {
    guard let emits = service.emits else { return [] }
    var values = emits.values.compactMapValues(value)
    values["number"] = document.number
    values["issued-on"] = document.issuedOn.description
    let persons = service.subjects.compactMap { subject in nik(subject.field).map { (subject.role, $0) } }
    return [lifeEvent(emits.kind, persons: Dictionary(persons) { first, _ in first }, values: values)]
  }

  /// A life event that the issue of this case is. Its id is the case's: told twice, it is the same.
  package func lifeEvent(
    _ kind: LifeEventKind, persons: [String: NIK], values: [String: String]
  ) -> LifeEvent {
    LifeEvent(
      id: "\(kind.rawValue)/\(caseID.text)", kind: kind, agency: agency, caseID: caseID, at: now, persons: persons,
      values: values)
  }
}

/// What a back office may use to make an example.
package struct ExampleContext: Sendable {
  package var agency: AgencyID
  package var now: MallInstant
  package var areas: AreaTable
  package var calendar: WorkingCalendar
  /// A fresh household entered in the identity register where that can be reached, else one that only looks real.
  package var household: @Sendable () async throws -> ExampleHousehold
  /// Runs a write on the agency's own registers, so that an example can own what its form needs.
  package var database: Database

  package init(
    agency: AgencyID, now: MallInstant, areas: AreaTable, calendar: WorkingCalendar, database: Database,
    household: @escaping @Sendable () async throws -> ExampleHousehold
  ) {
    self.agency = agency
    self.now = now
    self.areas = areas
    self.calendar = calendar
    self.database = database
    self.household = household
  }
}
