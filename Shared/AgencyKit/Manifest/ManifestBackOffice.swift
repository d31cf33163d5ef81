import MallDomain
import MallStore

/// The back office of an agency that its manifest alone describes.
///
/// It is no rubber stamp: it keeps a register of what it issued, computes the fee, checks the rules and requirements that
/// the manifest states, and answers from its register whether somebody's document is active. A domain may use it for the
/// services that it has no registers for.
package struct ManifestBackOffice: BackOffice {
  /// The agency that keeps the population register.
  static let populationRegister = try? AgencyID("disdukcapil")

  private let tools: AgencyTools
  private let documents: IssuedDocuments

  package init(_ tools: AgencyTools) {
    self.tools = tools
    documents = IssuedDocuments(tools.documents)
  }

  package func questions(about file: CaseFile) -> [AgencyQuestion] {
    guard let manifest = try? tools.manifest() else { return [] }
    return RegisterQuestions(asking: manifest).questions(about: file)
  }

  package func examine(_ file: CaseFile, in transaction: Transaction) throws -> [Finding] {
    let rules = RuleCheck(file: file, calendar: tools.calendar) { type, holder in
      try documents.active(type, of: holder, agency: file.agency, on: file.today, in: transaction) != nil
    }
    return RequirementFindings(file: file).findings + (try rules.findings()) + life(of: file) + residence(of: file)
      + FeeSchedule(file.service.fee).findings
  }

  package func charge(for file: CaseFile, in transaction: Transaction) throws -> Charge {
    let amount = FeeSchedule(file.service.fee).amount(for: file.content)
    return amount > .zero ? .fee(amount) : .nothing
  }

  package func issue(_ file: CaseFile, in transaction: Transaction) throws -> IssuedDocument {
    let types = file.service.issues.isEmpty ? [file.service.code.slug] : file.service.issues
    var papers: [IssuedDocument] = []
    for type in types {
      let serial = try Counter.next(DocumentNumber.counter(type: type, on: file.today), in: transaction)
      papers.append(document(type: type, serial: serial, of: file))
    }
    var main = papers.removeFirst()
    for paper in papers {
      try documents.keep(paper, at: file.now, in: transaction)
      main.fields.append(IssuedDocument.Field(paper.type, paper.number))
    }
    return main
  }

  package func paymentRecorded(_ bill: Bill, bankReference: String, in transaction: Transaction) throws {}

  package func answer(
    _ question: ExchangeQuestion, askedBy askers: Set<AgencyID>, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    throw Refusal(.notFound, detail: "an answer to \(question.fact) at this agency")
  }

  package func bill(object: String, period: Int, in transaction: Transaction) throws -> Bill {
    throw Refusal(.notFound, detail: "a bill for this object at agency \(tools.agency)")
  }

  package func example(for service: PublicService, in context: ExampleContext) async throws -> ApplicationContent {
    let content = try await context.filledForm(for: service)
    try await ownDocuments(neededFor: service, content: content, in: context)
    return content
  }
}

// MARK: - Judging

extension ManifestBackOffice {
  /// What the population register says of a fact about the person whose case it is; nil where it said nothing.
  private func verdict(_ fact: Fact, of file: CaseFile) -> ExchangeAnswer.Verdict? {
    file.answers.first { $0.key.question.fact == fact.rawValue && $0.key.question.subject == file.mainSubject }?
      .value.verdict
  }

  /// Who died applies for nothing more; a family ends or takes over what there is, which the officer sees to.
  private func life(of file: CaseFile) -> [Finding] {
    guard verdict(.isAlive, of: file) == .no else { return [] }
    return [
      Finding(
        rule: "life", severity: .warning,
        text: LocalizedText(
          indonesian:
            "Pemohon tercatat meninggal; hanya ahli waris dapat menghentikan, mengalihkan atau menyelesaikan.",
          english: "The applicant's death is recorded; only an heir can stop, take over or finish this."),
        field: file.service.subjects.first { $0.role == "applicant" }?.field)
    ]
  }

  /// Services that are for residents of the district only (`domicile_bound`).
  private func residence(of file: CaseFile) -> [Finding] {
    guard file.service.policy.domicileBound else { return [] }
    let verdict = verdict(.livesInDistrict, of: file)
    let (severity, text): (Finding.Severity, LocalizedText) =
      switch verdict {
      case .yes:
        (
          .passed,
          LocalizedText(
            indonesian: "Tercatat sebagai penduduk kabupaten.", english: "Registered as a resident of the district.")
        )
      case .no:
        (
          .blocks,
          LocalizedText(
            indonesian: "Bukan penduduk kabupaten; layanan ini hanya untuk penduduk.",
            english: "Not a resident of the district; the service is for residents only.")
        )
      case .unknown, nil:
        (
          .warning,
          LocalizedText(
            indonesian: "Register penduduk belum menjawab; periksa alamat pada dokumen.",
            english: "The population register has not answered; check the address on the documents.")
        )
      }
    return [Finding(rule: "domicile", severity: severity, text: text)]
  }
}

// MARK: - Issuing

extension ManifestBackOffice {
  private func document(type: String, serial: Int64, of file: CaseFile) -> IssuedDocument {
    let validThrough = file.service.policy.validityMonths.map {
      // Valid through the day before (clarification of rule I5).
      file.today.adding(months: $0).adding(days: -1)
    }
    return IssuedDocument(
      type: type, number: DocumentNumber.text(type: type, serial: serial, on: file.today), agency: file.agency,
      service: file.service.code, caseID: file.caseID, title: file.service.output, holder: file.holderName,
      holderNIK: file.mainSubject, issuedOn: file.today, validThrough: validThrough, fields: file.printedFields)
  }

  /// A service for who has a document already needs one: the example's applicant gets it in the agency's own register.
  private func ownDocuments(
    neededFor service: PublicService, content: ApplicationContent, in context: ExampleContext
  ) async throws {
    let needed = service.rules.compactMap { rule -> (type: String, holder: NIK)? in
      guard rule.kind == .activeDocument, let type = rule.value,
        let holder = content.values[rule.field].flatMap({ try? NIK($0) })
      else { return nil }
      return (type, holder)
    }
    guard !needed.isEmpty else { return }
    let caseID = CaseID.make(at: context.now)
    let (today, agency, documents) = (LocalDate(jakarta: context.now), tools.agency, documents)
    try await context.database.write { transaction in
      for (type, holder) in needed {
        let serial = try Counter.next(DocumentNumber.counter(type: type, on: today), in: transaction)
        let paper = IssuedDocument(
          type: type, number: DocumentNumber.text(type: type, serial: serial, on: today), agency: agency,
          service: service.code, caseID: caseID, title: service.output, holder: content.values["nama"] ?? "",
          holderNIK: holder, issuedOn: today, validThrough: nil, fields: [])
        try documents.keep(paper, at: context.now, in: transaction)
      }
    }
  }
}
