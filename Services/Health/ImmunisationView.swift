import AgencyKit
import MallDomain
import MallStore

/// The plans of immunisation as officers see them: found by the child's number, each vaccine with the day it was given or
/// is due.
struct ImmunisationView {
  let immunisation: ImmunisationTable

  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    guard let nik = try? NIK(search.text), let found = try immunisation.find(nik, in: transaction),
      search.born.map({ $0 == found.plan.born }) ?? true
    else { return FoundRecords(records: []) }
    let record = FoundRecord(
      record: String(found.entry), number: found.plan.child.description, title: "Rencana imunisasi",
      details: found.plan.born.description, state: Self.state(found), likeness: 1)
    return FoundRecords(records: [record])
  }

  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory {
    guard let entry = Int64(record), let found = try immunisation.find(entry: entry, in: transaction) else {
      throw Refusal(.notFound, detail: "this record in the register")
    }
    let opened = RecordEntry(
      place: 0, event: "plan-opened", cause: "birth", recordedAt: found.openedAt, effectiveOn: found.plan.born,
      officer: nil, caseID: found.openedBy, changes: [])
    let doses = found.doses.enumerated().map { index, dose in
      RecordEntry(
        place: Int64(index + 1), event: "dose-given", cause: "immunisation", recordedAt: dose.recordedAt,
        effectiveOn: dose.givenOn, officer: dose.officer, caseID: dose.caseID,
        changes: [RecordEntry.Change(element: dose.vaccine.rawValue, before: "", after: dose.givenOn.description)])
    }
    return RecordHistory(
      subject: found.plan.child.text, elements: elements(of: found, at: moment), entries: [opened] + doses)
  }

  /// What was given by a moment, and what is due after it.
  private func elements(of found: ImmunisationTable.Found, at moment: RecordMoment) -> [IssuedDocument.Field] {
    guard found.plan.born <= moment.day, moment.recordedBy.map({ found.openedAt <= $0 }) ?? true else { return [] }
    var then = found
    then.doses.removeAll { dose in
      dose.givenOn > moment.day || moment.recordedBy.map { dose.recordedAt > $0 } ?? false
    }
    then.endedOn = then.endedOn.flatMap { $0 <= moment.day ? $0 : nil }
    let schedule = then.schedule
    var elements = [
      IssuedDocument.Field("born", found.plan.born.description),
      IssuedDocument.Field("basicComplete", String(schedule.isBasicComplete)),
      IssuedDocument.Field("state", Self.state(then)),
    ]
    for vaccine in Vaccine.allCases {
      let given = schedule.given[vaccine].map { "diberikan \($0)" }
      elements.append(IssuedDocument.Field(vaccine.rawValue, given ?? "jatuh tempo \(schedule.earliest(vaccine))"))
    }
    return elements
  }

  private static func state(_ found: ImmunisationTable.Found) -> String {
    found.endedOn != nil ? "ended" : found.schedule.isBasicComplete ? "complete" : "open"
  }
}
