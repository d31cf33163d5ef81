import AgencyKit
import MallDomain
import MallStore

/// The register of marriages as officers see it. A record's number is its office, a slash, and its number there.
struct MarriageView {
  let register: MarriageRegister

  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    // One more than asked for tells whether there is more.
    let found = try register.search(search.text, limit: search.limit + 1, in: transaction)
    return FoundRecords(
      records: found.prefix(search.limit).map(FoundRecord.init), isMore: found.count > search.limit)
  }

  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory {
    let parts = record.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2,
      let history = try register.history(of: MarriageKey(office: parts[0], number: parts[1]), in: transaction)
    else { throw Refusal(.notFound, detail: "this record in the register") }
    let entry = RecordEntry(
      place: 0, event: "marriage-entered", cause: "marriage", recordedAt: history.recordedAt,
      effectiveOn: history.marriage.contract, officer: history.officer, caseID: history.caseID, changes: [])
    return RecordHistory(
      subject: history.marriage.groom?.text ?? history.marriage.bride?.text ?? "",
      elements: history.printed(at: moment), entries: [entry] + history.notes.map(RecordEntry.init))
  }
}

extension FoundRecord {
  fileprivate init(_ found: MarriageRegister.Found) {
    let (history, marriage) = (found.history, found.history.marriage)
    let ending = history.standing()?.ending?.rawValue
    self.init(
      record: "\(history.key.office)/\(history.key.number)", number: history.key.number,
      title: [
        history.corrected("nama-suami") ?? marriage.groomName, history.corrected("nama-istri") ?? marriage.brideName,
      ].map { $0 ?? "-" }.joined(separator: " / "),
      details: marriage.contract.description, state: ending ?? "undissolved", likeness: found.likeness)
  }
}

extension MarriageHistory {
  /// As it was entered, with the corrections that count at a moment.
  fileprivate func printed(at moment: RecordMoment) -> [IssuedDocument.Field] {
    guard marriage.contract <= moment.day, let standing = standing(at: moment.recordedBy) else { return [] }
    let elements: [(String, String?)] = [
      ("number", key.number), ("office", key.office), ("contract", marriage.contract.description),
      ("groom", marriage.groom?.text), ("groomName", marriage.groomName), ("bride", marriage.bride?.text),
      ("brideName", marriage.brideName), ("guardian", marriage.guardian), ("dower", marriage.dower),
      ("state", standing.ending?.rawValue ?? "undissolved"), ("endedOn", standing.endedOn?.description),
    ]
    return elements.compactMap { name, value in value.map { IssuedDocument.Field(name, $0) } }
  }
}

extension RecordEntry {
  fileprivate init(_ recorded: RecordedNote) {
    let content = recorded.note.content
    let changes = content.element.map {
      [Change(element: $0, before: content.before ?? "", after: content.after ?? "")]
    }
    self.init(
      place: Int64(recorded.position), event: recorded.note.kind.rawValue, cause: content.reason ?? "",
      recordedAt: recorded.recordedAt, effectiveOn: recorded.note.effective, officer: recorded.officer,
      caseID: recorded.caseID, changes: changes ?? [])
  }
}
