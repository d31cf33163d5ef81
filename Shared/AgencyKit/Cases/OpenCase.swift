import MallDomain
import MallStore
import MallWire

/// A case as one transaction has read it.
struct OpenCase: Sendable {
  var record: CaseRecord
  /// As the mall delivered it, with what the applicant supplemented since.
  var filed: Wire.ApplicationFiled
  var progress: CaseProgress
  var answers: [AgencyQuestion: ExchangeAnswer]
  /// The service as it was published when the application was filed.
  let service: PublicService
  private(set) var content: ApplicationContent
  private let evidence: [String: ExchangeAnswer]

  init(
    record: CaseRecord, filed: Wire.ApplicationFiled, progress: CaseProgress,
    answers: [AgencyQuestion: ExchangeAnswer] = [:]
  ) throws {
    self.record = record
    self.filed = filed
    self.progress = progress
    self.answers = answers
    (service, content) = try filed.parts()
    evidence = Dictionary(
      try filed.evidence.compactMap { piece in
        try piece.answer.map { (piece.requirement, try ExchangeAnswer(wire: $0)) }
      },
      uniquingKeysWith: { _, last in last })
  }

  var caseID: CaseID { record.caseID }
  var agency: AgencyID { record.agency }

  /// What the back office sees of the case.
  func file(at now: MallInstant) -> CaseFile {
    CaseFile(
      caseID: record.caseID, agency: record.agency, service: service, content: content, evidence: evidence,
      answers: answers, filedAt: record.acceptedAt, now: now, officer: progress.lifecycle.officer,
      bill: progress.bill)
  }

  /// Takes in what the applicant handed in later.
  mutating func supplement(_ supplement: ApplicationContent) {
    content = content.supplemented(
      values: supplement.values, files: supplement.files, attachments: supplement.attachments)
    filed.content = Wire.ApplicationContent(content)
  }
}

extension Wire.ApplicationFiled {
  /// The service and the content that it names.
  func parts() throws(Refusal) -> (PublicService, ApplicationContent) {
    guard let service, let content else { throw Refusal(.invalidArgument, detail: "the application's content") }
    return (try PublicService(wire: service), try ApplicationContent(wire: content))
  }
}
