import MallDomain
import MallStore
import MallWire

/// Keeps what agencies of this node issued, and answers from it whether somebody's document is active.
package struct IssuedDocuments: Sendable {
  private let store: DocumentStore

  package init(_ store: DocumentStore) {
    self.store = store
  }

  /// Enters a document, unless the agency's own register work has entered it already for this case. One whose number was
  /// handed out before, such as a family card, becomes its next version.
  package func keep(_ document: IssuedDocument, at now: MallInstant, in transaction: Transaction) throws {
    guard let known = try store.find(type: document.type, number: document.number, in: transaction) else {
      return try store.issue(record(of: document), at: now, in: transaction)
    }
    guard known.document.caseID != document.caseID else { return }
    var renewed = document
    renewed.version = known.version + 1
    try store.reissue(record(of: renewed), at: now, in: transaction)
  }

  private func record(of document: IssuedDocument) -> NewDocument {
    NewDocument(
      type: document.type, number: document.number, holder: document.holderNIK?.text ?? "", agency: document.agency,
      service: document.service, caseID: document.caseID, issuedOn: document.issuedOn,
      validThrough: document.validThrough, fields: Wire.Document(document).encoded())
  }

  /// `document-active`: who issued it and until when it is valid, and nothing else (rule M8).
  package func answer(
    _ question: ExchangeQuestion, agency: AgencyID, at now: MallInstant, in transaction: Transaction
  ) throws -> ExchangeAnswer {
    guard let type = question.arguments["type"], !type.isEmpty else {
      throw Refusal(.invalidArgument, detail: "the argument \"type\" of document-active")
    }
    let today = LocalDate(jakarta: now)
    guard let paper = try active(type, of: question.subject, agency: agency, on: today, in: transaction) else {
      return ExchangeAnswer(verdict: .no, at: now)
    }
    var values = ["agency": paper.agency.text, "issued-on": paper.issuedOn.description]
    values["valid-through"] = paper.validThrough?.description
    return ExchangeAnswer(verdict: .yes, values: values, at: now)
  }

  /// The newest document of a type that an agency issued to a person and that proves something on a date.
  package func active(
    _ type: String, of holder: NIK, agency: AgencyID, on date: LocalDate, in transaction: Transaction
  ) throws -> NewDocument? {
    try store.documents(type: type, holder: holder.text, in: transaction)
      .first { $0.document.agency == agency && $0.isValid(on: date) }?.document
  }
}
