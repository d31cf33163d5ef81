import MallDomain
import MallNode
import MallStore

/// Ends cases whose applicant was waited for in vain.
package struct CaseExpiry: Sendable {
  /// From the day on which the applicant was asked, for a supplement or for a payment. A payment may be made for 30
  /// days, and its bank reports it within a week; a supplement has the same time.
  package static let patience = Duration.seconds(37 * 86_400)

  private static let waiting: [CaseState] = [.waitingForApplicant, .waitingForPayment]
  private static let method = "case.expire"

  let database: Database
  let book: CaseBook
  let signals: NodeSignals
  let node: NodeID

  /// Ends what waited too long by mall time, and tells the mall. Answers how many cases ended.
  ///
  /// - Parameter gateway: to whom the node is linked just now.
  package func expire(at now: MallInstant, gateway: NodeID) async throws -> Int {
    let limit = now.adding(.zero - Self.patience)
    var expired = 0
    for state in Self.waiting {
      var page = try PageRequest(size: 0, token: "")
      while true {
        let request = page
        let found = try await database.read { transaction in
          try book.cases.list(CaseFilter(state: .only(state)), request, in: transaction)
        }
        for record in found.items where record.changedAt < limit {
          expired += try await expire(record, changedBefore: limit, at: now, gateway: gateway) ? 1 : 0
        }
        guard !found.nextToken.isEmpty else { break }
        page = try PageRequest(size: 0, token: found.nextToken)
      }
    }
    if expired > 0 { signals.outboxGrew() }
    return expired
  }

  /// False when the applicant acted in the meantime.
  private func expire(
    _ record: CaseRecord, changedBefore limit: MallInstant, at now: MallInstant, gateway: NodeID
  ) async throws -> Bool {
    let act = Act(
      principal: Principal(role: .agency, subject: node.text, voucher: node, agencies: [record.agency]),
      method: Self.method, gateway: gateway)
    return try await database.write { transaction in
      var opened = try book.find(record.caseID, of: record.agency, in: transaction)
      guard Self.waiting.contains(opened.progress.lifecycle.state), opened.record.changedAt < limit else {
        return false
      }
      try book.take(.expired, by: .agency, on: &opened, act: act, at: now, in: transaction)
      return true
    }
  }
}
