import MallDomain
import MallNode
import MallStore
import MallWire

/// Bills and payments. A payment is recorded once however often the bank reports it, and its agency is told in the
/// same commit.
struct PaymentDesk: Sendable {
  let runtime: NodeRuntime
  let applications: ApplicationStore
  let guesses: GuessGuard
  let payments = PaymentStore()

  /// A bill for a fee may be paid for so long (rule T6: 30 days, except property tax).
  static let feeValidity = 30
  /// Days within which a bank reports a payment. The bank's date decides lateness, so a bill expires that much later.
  static let reportingDelay = 7

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.paymentBill) { (request: Wire.BillRequest, call) in try await bill(request, call) }
    handlers.on(.paymentNotify) { (request: Wire.NotifyPaymentRequest, call) in try await notify(request, call) }
  }

  private func bill(_ request: Wire.BillRequest, _ call: Call) async throws -> Wire.BillResponse {
    let code = try billingCode(request.billingCode)
    let bill = try await guesses.attempt(call, wrong: Refusal(.notFound, detail: "this bill")) {
      try await runtime.database.read { try payments.find(code, in: $0) }
    }
    return Wire.BillResponse(bill: Wire.Bill(bill, shownTo: call.principal))
  }

  private func notify(_ request: Wire.NotifyPaymentRequest, _ call: Call) async throws -> Wire.NotifyPaymentResponse {
    let code = try billingCode(request.billingCode)
    guard !request.bankReference.isEmpty, request.bankReference.utf8.count <= 64 else {
      throw Refusal(.invalidArgument, detail: "the bank's reference must have 1 to 64 characters")
    }
    let now = runtime.clock.now
    let paidAt = request.paidAtMs == 0 ? now : MallInstant(milliseconds: request.paidAtMs)
    guard paidAt <= now.adding(.seconds(300)) else {
      throw Refusal(.invalidArgument, detail: "the payment lies in the future")
    }
    let notification = PaymentNotification(
      billingCode: code, amount: Rupiah(request.amountRupiah), bankReference: request.bankReference, paidAt: paidAt)
    let audit = AuditLog(sealer: runtime.sealer)
    let bill = try await runtime.database.write { transaction -> Bill in
      let before = try payments.find(code, in: transaction)
      let bill = try payments.record(notification, at: now, in: transaction)
      guard before?.state != .paid else { return bill }
      _ = try audit.append(
        AuditEntry(
          at: now, principal: call.principal, method: call.method.rawValue, purpose: "payment", caseID: bill.caseID,
          subject: nil, detail: "payment recorded", outcome: .ok),
        in: transaction)
      try tell(bill, notification, in: transaction)
      return bill
    }
    runtime.signals.outboxGrew()
    return Wire.NotifyPaymentResponse(bill: Wire.Bill(bill))
  }

  private func tell(_ bill: Bill, _ notification: PaymentNotification, in transaction: Transaction) throws {
    let message = Wire.PaymentRecorded(
      caseID: bill.caseID?.text ?? "", agency: bill.agency.text, bill: Wire.Bill(bill),
      bankReference: notification.bankReference)
    _ = try Outbox.enqueue(
      destination: bill.agency.text, orderingKey: bill.caseID?.text ?? bill.code.text,
      kind: DeliveryKind.paymentRecorded, content: message.encoded(), sealedBy: runtime.sealer, at: runtime.clock.now,
      in: transaction)
  }

  /// Writes the mall's bill for the fee of a case, in the commit of its approval.
  func billFee(
    _ amount: Rupiah, of application: ApplicationRecord, service: LocalizedText, in transaction: Transaction
  ) throws -> Bill {
    let today = LocalDate(jakarta: runtime.clock.now)
    return try issue(
      amount: amount, purpose: service, expiresOn: today.adding(days: Self.feeValidity),
      agency: application.agency, caseID: application.caseID, year: today.year, in: transaction)
  }

  private func issue(
    amount: Rupiah, purpose: LocalizedText, expiresOn: LocalDate, agency: AgencyID, caseID: CaseID?, year: Int,
    in transaction: Transaction
  ) throws -> Bill {
    let serial = try Counter.next("bill-\(year)", in: transaction)
    guard let code = BillingCode(kind: .mallServiceFee, year: year, serial: Int(serial)) else {
      throw Refusal(.resourceExhausted, detail: "this year's billing codes are used up")
    }
    return try payments.issue(
      NewBill(
        billingCode: code, amount: amount, caseID: caseID, agency: agency, object: nil, period: nil,
        purpose: purpose, expiresOn: expiresOn),
      at: runtime.clock.now, in: transaction)
  }

  /// Takes over a bill that an agency wrote, so that it can be paid at the mall. One that is known already stays as it
  /// is here: only payments at the mall and the end of its case move it.
  ///
  /// - Throws: `Refusal` for a code of the mall's own kind (`permission_denied`), a new bill that can't be paid
  /// (`failed_precondition`) and a case of another agency or of nobody (`permission_denied`).
  func register(_ bill: Bill, in transaction: Transaction) throws {
    guard bill.code.kind != .mallServiceFee else {
      throw Refusal(.permissionDenied, detail: "only the mall writes bills for fees of the mall")
    }
    if let caseID = bill.caseID {
      guard try applications.find(caseID, in: transaction)?.agency == bill.agency else {
        throw Refusal(.permissionDenied, detail: "a bill for a case of another agency")
      }
    }
    if bill.state != .active, try payments.find(bill.code, in: transaction) == nil {
      throw Refusal(.failedPrecondition, detail: "the bill is \(bill.state.rawValue)")
    }
    _ = try payments.issue(
      NewBill(
        billingCode: bill.code, amount: bill.amount, caseID: bill.caseID, agency: bill.agency, object: bill.object,
        period: bill.period, purpose: bill.purpose, expiresOn: bill.expiresOn),
      at: runtime.clock.now, in: transaction)
  }

  /// Takes back what is still to be paid for a case that ended without an output.
  func cancelBills(of caseID: CaseID, in transaction: Transaction) throws {
    for bill in try payments.bills(of: caseID, in: transaction) where bill.state == .active {
      try payments.cancel(bill.code, in: transaction)
    }
  }

  private func billingCode(_ text: String) throws(Refusal) -> BillingCode {
    guard let code = try? BillingCode(text) else {
      throw Refusal(
        .invalidArgument, Message(.formRejected),
        violations: [FieldViolation(field: "billing_code", message: Message(.numberBillingCode))])
    }
    return code
  }
}

extension Wire.Bill {
  /// A bill as a person sees it: whoever learns its code may look, so a citizen isn't told which case it belongs to.
  init(_ bill: Bill, shownTo principal: Principal) {
    self.init(bill)
    if principal.role == .citizen { caseID = "" }
  }
}
