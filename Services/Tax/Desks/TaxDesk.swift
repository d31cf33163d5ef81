import AgencyKit
import MallDomain
import MallStore

/// One group of the agency's services: what the law asks of a file, what it costs, and what its decision changes in the
/// registers.
protocol TaxDesk: Sendable {
  var office: TaxOffice { get }
  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding]
  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge
  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument
}

extension TaxDesk {
  func findings(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] { [] }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    try office.manifest.charge(for: file, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    try office.manifest.issue(file, in: transaction)
  }
}

/// Services that change no register of taxes: their output goes to the register of documents alone.
struct PlainDesk: TaxDesk {
  let office: TaxOffice
}

/// What the desks share.
struct TaxOffice: Sendable {
  let tools: AgencyTools
  let register: TaxRegister
  let manifest: ManifestBackOffice

  init(_ tools: AgencyTools) {
    self.tools = tools
    register = TaxRegister(sealer: tools.sealer, calendar: tools.calendar)
    manifest = ManifestBackOffice(tools)
  }

  func bill(_ bill: TaxBill, in transaction: Transaction) throws -> Bill {
    try bill.bill(of: tools.agency, payment: register.payments.of(bill.code, in: transaction))
  }

  /// Enters a document that is handed out beside the main one.
  func keep(_ document: IssuedDocument, at now: MallInstant, in transaction: Transaction) throws {
    try IssuedDocuments(tools.documents).keep(document, at: now, in: transaction)
  }

  /// The receipt of a case whose bill is paid.
  ///
  /// - Throws: `failed_precondition` before that.
  func receipt(of file: CaseFile, in transaction: Transaction) throws -> TaxReceipt {
    guard let code = file.bill?.code, let bill = try register.bills.find(code, in: transaction),
      let payment = try register.payments.of(code, in: transaction)
    else { throw Refusal(.failedPrecondition, detail: "tagihan belum dibayar / the bill is not paid") }
    return TaxReceipt(bill: bill, payment: payment)
  }
}

extension CaseFile {
  func int(_ field: String) -> Int? {
    value(field).flatMap { Int($0) }
  }

  func date(_ field: String) -> LocalDate? {
    value(field).flatMap { LocalDate($0) }
  }

  func rupiah(_ field: String) -> Rupiah? {
    value(field).flatMap { Int64($0) }.map { Rupiah($0) }
  }

  /// - Throws: `invalid_argument` for a form that lacks the field: one that a supplement has spoilt.
  func required<Value>(_ field: String, _ value: Value?) throws(Refusal) -> Value {
    guard let value else { throw Refusal(.invalidArgument, detail: field) }
    return value
  }

  /// The service's name within its agency.
  var slug: String {
    String(service.code.text.dropFirst(service.code.agency.text.count + 1))
  }

  /// A document with a number of the tax register.
  func document(
    _ type: String, number: String, holder: String, nik: NIK?, validThrough: LocalDate? = nil,
    _ fields: [IssuedDocument.Field]
  ) -> IssuedDocument {
    IssuedDocument(
      type: type, number: number, agency: agency, service: service.code, caseID: caseID, title: service.output,
      holder: holder, holderNIK: nik, issuedOn: today, validThrough: validThrough, fields: fields)
  }
}
