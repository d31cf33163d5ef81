import AgencyKit
import MallDomain
import MallStore

/// One group of services: what is asked of a file, and what its decision changes in the registers.
protocol HealthDesk: Sendable {
  var office: HealthOffice { get }
  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding]
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument
}

extension HealthDesk {
  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] { [] }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    try office.manifest.issue(file, in: transaction)
  }
}

/// Services that change no register of patients: their output goes to the register of documents alone.
struct PlainDesk: HealthDesk {
  let office: HealthOffice
}

/// What the desks share.
struct HealthOffice: Sendable {
  let tools: AgencyTools
  let patients: PatientTable
  let queues: QueueTable
  let immunisation: ImmunisationTable
  let manifest: ManifestBackOffice

  init(_ tools: AgencyTools) {
    self.tools = tools
    patients = PatientTable(sealer: tools.sealer)
    queues = QueueTable(sealer: tools.sealer)
    immunisation = ImmunisationTable(sealer: tools.sealer)
    manifest = ManifestBackOffice(tools)
  }
}

extension CaseFile {
  func date(_ field: String) -> LocalDate? {
    value(field).flatMap { LocalDate($0) }
  }

  /// - Throws: `invalid_argument` for a form that lacks the field: one that a supplement has spoilt.
  func required<Value>(_ field: String, _ value: Value?) throws(Refusal) -> Value {
    guard let value else { throw Refusal(.invalidArgument, detail: field) }
    return value
  }
}
