import MallDomain
import MallNode
import MallStore
import MallWire

/// Answers the bill for an object and a year. A bill that is written on the way is told to the mall in the same commit, so
/// that it can be paid there.
package struct BillDesk: Sendable {
  let database: Database
  let offices: AgencyOffices
  let outgoing: SignedDeliveries
  let audit: AuditLog
  let clock: AdjustableClock
  let signals: NodeSignals

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.paymentBill) { (request: Wire.BillRequest, call) in
      let named = request.agency.isEmpty ? call.target : request.agency
      let bill = try await bill(
        of: offices.agency(named), object: request.object, period: Int(request.period), act: Act(call))
      return Wire.BillResponse(bill: Wire.Bill(bill))
    }
  }

  package func bill(of agency: AgencyID, object: String, period: Int, act: Act) async throws -> Bill {
    guard !object.isEmpty, period > 0 else { throw Refusal(.invalidArgument, detail: "object and period") }
    let office = try offices.office(of: agency)
    let now = clock.now
    let bill = try await database.write { transaction in
      let bill = try office.bill(object: object, period: period, in: transaction)
      if try ToldBills.isNew(bill.code, at: now, in: transaction) {
        let message = Wire.BillIssued(agency: agency.text, bill: Wire.Bill(bill))
        try outgoing.enqueue(
          DeliveryKind.billIssued, message.encoded(), caseID: nil, key: bill.code.text, to: act.gateway, at: now,
          in: transaction)
      }
      try audit.append(
        AuditEntry(
          at: now, principal: act.principal, method: act.method, purpose: "payment", caseID: nil, subject: nil,
          detail: bill.code.text, outcome: .ok),
        in: transaction)
      return bill
    }
    signals.outboxGrew()
    return bill
  }
}

/// Which bills the mall has been told of.
enum ToldBills {
  static let migrations = MigrationList(
    module: "told-bills",
    steps: [
      Migration(
        "told bills",
        "CREATE TABLE told_bills (billing_code TEXT PRIMARY KEY NOT NULL, told_at BIGINT NOT NULL);")
    ])

  /// Whether a bill is told for the first time; from then on it is known.
  static func isNew(_ code: BillingCode, at now: MallInstant, in transaction: Transaction) throws -> Bool {
    try transaction.execute(
      "INSERT INTO told_bills (billing_code, told_at) VALUES (?, ?) ON CONFLICT (billing_code) DO NOTHING",
      [SQLValue(code), SQLValue(now)]) > 0
  }
}
