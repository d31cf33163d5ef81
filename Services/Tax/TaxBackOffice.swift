import AgencyKit
import MallDomain
import MallStore

/// The back office of the district's revenue service (Bapenda).
///
/// Each group of services has its desk. Bills of property tax are written for whoever asks by object and year, and for
/// the cases that pay them; the mall's word that one was paid settles the assessment.
struct TaxBackOffice: BackOffice {
  private let office: TaxOffice
  private let desks: [String: any TaxDesk]
  private let facts: TaxFacts

  init(_ tools: AgencyTools) {
    let office = TaxOffice(tools)
    self.office = office
    desks = Self.desks(office)
    facts = TaxFacts(office: office)
  }

  private static func desks(_ office: TaxOffice) -> [String: any TaxDesk] {
    let request = PropertyRequestDesk(office: office)
    let declared = DeclaredTaxDesk(office: office)
    let review = AssessmentReviewDesk(office: office)
    return [
      "pbb-salinan-sppt": NoticeDesk(office: office), "pbb-pembayaran": PropertyPaymentDesk(office: office),
      "pbb-mutasi": PropertyRequestDesk(office: office, ownership: .remarked, asksForClearance: true),
      "pbb-pembetulan": request, "pbb-pengurangan": request, "bphtb-validasi": LandTransferDesk(office: office),
      "bphtb-pengurangan": PropertyRequestDesk(office: office, ownership: .free),
      "npwpd": TaxpayerDesk(office: office), "pbjt-makanan-minuman": declared, "pbjt-perhotelan": declared,
      "pbjt-hiburan": declared, "pbjt-parkir": declared, "reklame": declared, "air-tanah": declared,
      "keterangan-lunas": ClearanceDesk(office: office), "keberatan": review, "keringanan-sanksi": review,
    ]
  }

  private func desk(of file: CaseFile) -> any TaxDesk {
    desks[file.slug] ?? PlainDesk(office: office)
  }

  func questions(about file: CaseFile) -> [AgencyQuestion] {
    office.manifest.questions(about: file)
  }

  func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    // What taxes come to, the desks compute; the manifest only knows that there is a tariff.
    let general = try office.manifest.examine(file, in: transaction).filter { $0.rule != "fee" }
    return general + (try desk(of: file).findings(file, in: transaction))
  }

  func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    try desk(of: file).charge(for: file, in: transaction)
  }

  func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    try desk(of: file).issue(file, in: transaction)
  }

  func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {
    guard let receiptNumber = bill.receiptNumber, let paidAt = bill.paidAt else {
      throw Refusal(.invalidArgument, detail: "bill")
    }
    try office.register.payments.record(
      TaxPayment(
        code: bill.code, amount: bill.amount, bankReference: bankReference, receiptNumber: receiptNumber,
        paidAt: paidAt),
      in: transaction)
  }

  func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    try facts.answer(question, in: transaction)
  }

  func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill {
    let bill = try PropertyTaxBilling(register: office.register)
      .bill(object, year: period, at: office.tools.clock.now(), in: transaction)
    return try office.bill(bill, in: transaction)
  }

  func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    try await TaxExamples(office: office).content(for: service, in: context)
  }
}
