import AgencyKit
import MallDomain
import MallStore

/// The plans of immunisation as officers see them: found by the child's number, each vaccine with the day it was given or
/// is due.
struct ImmunisationView {
  let immunisation: ImmunisationTable

  func search(_ search: RegisterSearch, in transaction: Transaction) throws -> FoundRecords {
    guard let nik = try? NIK(search.text), let plan = try immunisation.find(nik, in: transaction),
      let child = plan.child, search.born.map({ $0 == child.born }) ?? true
    else { return FoundRecords(records: []) }
    let record = FoundRecord(
      record: String(plan.number), number: child.nik.description, title: "Rencana imunisasi",
      details: child.born.description, state: Self.state(plan), likeness: 1)
    return FoundRecords(records: [record])
  }

  func history(of record: String, at moment: RecordMoment, in transaction: Transaction) throws -> RecordHistory {
    guard let number = Int64(record), let plan = try immunisation.find(number: number, in: transaction),
      let child = plan.child
    else { throw Refusal(.notFound, detail: "this record in the register") }
    return RecordHistory(
      subject: child.nik.text,
      elements: Self.elements(of: plan.entries(by: moment.day, recordedBy: moment.recordedBy)),
      entries: plan.entries.indices.map { Self.entry($0, of: plan) })
  }

  private static func entry(_ index: Int, of plan: ImmunisationPlan) -> RecordEntry {
    let entry = plan.entries[index]
    func told(
      _ event: String, _ cause: String, on day: LocalDate, _ element: String = "", _ before: String = "",
      _ after: String = ""
    ) -> RecordEntry {
      RecordEntry(
        place: Int64(index), event: event, cause: cause, recordedAt: entry.recordedAt, effectiveOn: day,
        officer: entry.officer, caseID: entry.caseID,
        changes: element.isEmpty ? [] : [RecordEntry.Change(element: element, before: before, after: after)])
    }
    switch entry.event {
    case .opened(let child):
      // Whoever gives the first dose has an officer; the civil register's event has none here.
      return told("plan-opened", entry.officer == nil ? "birth" : "immunisation", on: child.born)
    case .corrected(let child):
      let before = ImmunisationPlan(number: plan.number, entries: Array(plan.entries[..<index])).child
      return told(
        "plan-corrected", "birth", on: child.born, "born", before?.born.description ?? "", child.born.description)
    case .given(let vaccine, let day):
      return told("dose-given", "immunisation", on: day, vaccine.rawValue, "", day.description)
    case .ended(let day): return told("plan-ended", "death", on: day, "state", "open", "ended")
    }
  }

  /// What was given, and what is due.
  private static func elements(of plan: ImmunisationPlan) -> [IssuedDocument.Field] {
    guard let schedule = plan.schedule else { return [] }
    let vaccines = Vaccine.allCases.map { vaccine in
      schedule.given[vaccine].flatMap { day in
        schedule.counts(vaccine) ? IssuedDocument.Field("\(vaccine.rawValue).given", day.description) : nil
      } ?? IssuedDocument.Field("\(vaccine.rawValue).due", schedule.earliest(vaccine).description)
    }
    return [
      IssuedDocument.Field("born", schedule.born.description),
      IssuedDocument.Field("basicComplete", String(schedule.isBasicComplete)),
      IssuedDocument.Field("state", state(plan)),
    ] + vaccines
  }

  private static func state(_ plan: ImmunisationPlan) -> String {
    plan.endedOn != nil ? "ended" : plan.schedule?.isBasicComplete == true ? "complete" : "open"
  }
}
