import Foundation
import MallDomain

/// Judges a mall that has stopped: from the driver's history and the databases alone.
struct Checker {
  /// What must hold. docs/faults.md explains each.
  enum Invariant: String, CaseIterable, Sendable {
    case acknowledgedIsThere = "every acknowledged application is at the gateway"
    case onceAtItsAgency = "every application is at its agency, once, and at no other"
    case refusedLeavesNothing = "nothing is there that was refused or never asked for"
    case timelinesAgree = "the steps of a case are the same at the gateway and at its agency"
    case stepsAreAllowed = "the steps of a case are there once, without a gap, in an allowed order"
    case paidOnce = "every payment counts once"
    case numbersAreUnique = "no number was given twice"
    case wordsAreKept = "what was acknowledged of a case is what became of it"
    case nothingIsStuck = "nothing waits in an outbox"
  }

  struct Violation: Hashable, Sendable, CustomStringConvertible {
    var invariant: Invariant
    var detail: String

    var description: String { "\(invariant.rawValue): \(detail)" }
  }

  var gateway: NodeDatabase
  var agencies: [NodeDatabase]
  /// The driver's file.
  var history: URL

  func violations() throws -> [Violation] {
    let history = try History.read(history)
    let mall = try GatewayRecords(gateway)
    let offices = try agencies.map { try AgencyRecords($0) }
    return applications(history, mall) + places(mall, offices) + timelines(mall, offices) + payments(history, mall)
      + numbers(mall, offices) + words(history, mall, offices) + waiting(mall.waiting, offices)
  }

  private func applications(_ history: [History.Entry], _ mall: GatewayRecords) -> [Violation] {
    let acknowledged = Set(history.filter { $0.act == .submit && $0.phase == .acknowledged }.compactMap(\.caseID))
    let there = Set(mall.cases.keys)
    return acknowledged.subtracting(there).map { Violation(invariant: .acknowledgedIsThere, detail: $0) }
      + there.subtracting(acknowledged).map { Violation(invariant: .refusedLeavesNothing, detail: $0) }
  }

  private func places(_ mall: GatewayRecords, _ offices: [AgencyRecords]) -> [Violation] {
    var places: [String: [String]] = [:]
    for office in offices {
      for (caseID, record) in office.cases { places[caseID, default: []].append(record.agency) }
    }
    var found: [Violation] = []
    for (caseID, record) in mall.cases where places[caseID] != [record.agency] {
      found.append(
        Violation(
          invariant: .onceAtItsAgency, detail: "\(caseID) of \(record.agency) is at \(places[caseID] ?? [])"))
    }
    for caseID in places.keys where mall.cases[caseID] == nil {
      found.append(Violation(invariant: .refusedLeavesNothing, detail: "\(caseID) is at an agency alone"))
    }
    return found
  }

  private func timelines(_ mall: GatewayRecords, _ offices: [AgencyRecords]) -> [Violation] {
    var found: [Violation] = []
    let own = [CaseStep.submitted, .evidenceGathering].map(\.rawValue)
    for (caseID, record) in mall.cases {
      do {
        let life = try CaseLifecycle(replaying: try record.events())
        if life.state.rawValue != record.state {
          found.append(
            Violation(invariant: .stepsAreAllowed, detail: "\(caseID) ends in \(life.state), not \(record.state)"))
        }
      } catch {
        found.append(Violation(invariant: .stepsAreAllowed, detail: "\(caseID): \(error)"))
      }
      if record.steps != Array(1...max(1, record.steps.count)) {
        found.append(Violation(invariant: .stepsAreAllowed, detail: "\(caseID) has the steps \(record.steps)"))
      }
      guard let office = offices.lazy.compactMap({ $0.cases[caseID] }).first else { continue }
      let told = office.kinds.filter { !own.contains($0) }
      let shown = record.kinds.filter { !own.contains($0) }
      if told != shown {
        found.append(Violation(invariant: .timelinesAgree, detail: "\(caseID): \(told) became \(shown)"))
      }
    }
    return found
  }

  private func payments(_ history: [History.Entry], _ mall: GatewayRecords) -> [Violation] {
    var found: [Violation] = []
    for (code, count) in mall.payments where count.count != 1 {
      found.append(Violation(invariant: .paidOnce, detail: "\(code) was paid \(count.count) times"))
    }
    for entry in history where entry.act == .pay && entry.phase == .acknowledged {
      guard let number = entry.number, let amounts = mall.payments[number], amounts == [entry.amount ?? 0] else {
        found.append(
          Violation(invariant: .paidOnce, detail: "\(entry.number ?? "?") was acknowledged and is not there"))
        continue
      }
    }
    return found
  }

  private func numbers(_ mall: GatewayRecords, _ offices: [AgencyRecords]) -> [Violation] {
    let all = offices.flatMap(\.numbers) + mall.receiptNumbers.map { "receipt \($0)" }
    return Dictionary(grouping: all) { $0 }.filter { $0.value.count > 1 }.keys
      .map { Violation(invariant: .numbersAreUnique, detail: $0) }
  }

  private func words(
    _ history: [History.Entry], _ mall: GatewayRecords, _ offices: [AgencyRecords]
  ) -> [Violation] {
    let ends: [History.Entry.Act: CaseState] = [.issue: .issued, .reject: .rejected, .withdraw: .withdrawn]
    return history.filter { $0.phase == .acknowledged }.compactMap { entry in
      guard let end = ends[entry.act], let caseID = entry.caseID, let record = mall.cases[caseID] else { return nil }
      // A withdrawal may come too late: then the agency's word counts.
      guard record.state != end.rawValue, entry.act != .withdraw else { return numbered(entry, caseID, offices) }
      return Violation(invariant: .wordsAreKept, detail: "\(caseID) was \(end) and is \(record.state)")
    }
  }

  private func numbered(_ entry: History.Entry, _ caseID: String, _ offices: [AgencyRecords]) -> Violation? {
    guard entry.act == .issue, let number = entry.number else { return nil }
    guard !offices.contains(where: { $0.documents[caseID]?.contains(number) ?? false }) else { return nil }
    return Violation(invariant: .wordsAreKept, detail: "\(caseID): the document \(number) is gone")
  }

  private func waiting(_ gateway: Int, _ offices: [AgencyRecords]) -> [Violation] {
    let waiting = gateway + offices.map(\.waiting).reduce(0, +)
    return waiting == 0 ? [] : [Violation(invariant: .nothingIsStuck, detail: "\(waiting) deliveries")]
  }
}
