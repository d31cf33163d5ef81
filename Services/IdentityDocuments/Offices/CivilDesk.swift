import AgencyKit
import MallDomain
import MallStore

/// One group of the agency's services: what the law asks of a file, and what its decision changes in the registers.
protocol CivilDesk: Sendable {
  func questions(about file: CaseFile) -> [AgencyQuestion]
  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding]
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument
}

extension CivilDesk {
  func questions(about file: CaseFile) -> [AgencyQuestion] { [] }
}

/// What the desks share.
struct CivilOffice: Sendable {
  let tools: AgencyTools
  let register: PopulationRegister
  let manifest: ManifestBackOffice

  init(_ tools: AgencyTools) {
    self.tools = tools
    register = PopulationRegister(sealer: tools.sealer)
    manifest = ManifestBackOffice(tools)
  }

  /// A document that a manifest's agency would issue, with what the register adds.
  func document(
    _ file: CaseFile, adding fields: [IssuedDocument.Field] = [], in transaction: Transaction
  ) throws -> IssuedDocument {
    var document = try manifest.issue(file, in: transaction)
    document.fields += fields
    // Forms that ask for numbers only: the register knows the name.
    if document.holder.isEmpty, let name = try resident(file.mainSubject, in: transaction)?.name {
      document.holder = name
    }
    return document
  }

  /// Documents of a type that somebody holds are no longer in force.
  func retire(
    _ type: String, of holder: NIK, _ state: RegisteredDocument.State, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    for held in try tools.documents.documents(type: type, holder: holder.text, in: transaction)
    where held.state == .active {
      try tools.documents.setState(type: type, number: held.document.number, state, at: now, in: transaction)
    }
  }

  func resident(_ nik: NIK?, in transaction: Transaction) throws -> Resident? {
    try nik.flatMap { try register.residents.find($0, in: transaction) }
  }
}

/// Services that change no register of persons: their output goes to the register of documents alone.
struct PlainDesk: CivilDesk {
  let office: CivilOffice

  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] { [] }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    try office.document(file, in: transaction)
  }
}

extension CaseFile {
  func holdsAny(_ requirements: [String]) -> Bool {
    requirements.contains(where: holds)
  }

  func date(_ field: String) -> LocalDate? {
    value(field).flatMap { LocalDate($0) }
  }

  /// - Throws: `invalid_argument` for a form that lacks the field: one that a supplement has spoilt.
  func required<Value>(_ field: String, _ read: (String) -> Value?) throws -> Value {
    guard let value = value(field).flatMap(read) else { throw Refusal(.invalidArgument, detail: field) }
    return value
  }

  func requiredNIK(_ field: String) throws -> NIK {
    try required(field) { try? NIK($0) }
  }

  func familyCard(_ field: String) -> FamilyCardNumber? {
    value(field).flatMap { try? FamilyCardNumber($0) }
  }

  func act(_ kind: RegisterAct.Kind) -> RegisterAct {
    RegisterAct(kind: kind, at: now, officer: officer, caseID: caseID)
  }

  /// A certificate with a number of its own register.
  func certificate(
    _ type: String, number: String, holder: String, nik: NIK?, _ fields: [IssuedDocument.Field]
  ) -> IssuedDocument {
    IssuedDocument(
      type: type, number: number, agency: agency, service: service.code, caseID: caseID, title: service.output,
      holder: holder, holderNIK: nik, issuedOn: today, validThrough: nil, fields: fields)
  }
}
