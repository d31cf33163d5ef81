import Logging
import MallDomain
import MallNode
import MallStore
import MallWire

/// Takes what the mall delivers to the node's agencies: applications, supplements, withdrawals, payments.
///
/// Runs inside the commit that records the delivery. A refusal leaves no trace of it.
package struct CaseDesk: Sendable {
  private let book: CaseBook
  private let documents: IssuedDocuments
  private let clock: AdjustableClock
  private let logger: Logger

  init(book: CaseBook, documents: IssuedDocuments, clock: AdjustableClock, logger: Logger) {
    self.book = book
    self.documents = documents
    self.clock = clock
    self.logger = logger
  }

  /// By kind of delivery, for the inbox.
  var effects: [String: InboxDesk.Effect] {
    let effect: InboxDesk.Effect = { delivery, call, transaction in
      try receive(delivery, act: Act(call), in: transaction)
    }
    return [
      DeliveryKind.applicationFiled: effect, DeliveryKind.supplementFiled: effect,
      DeliveryKind.withdrawalFiled: effect, DeliveryKind.paymentRecorded: effect,
      DeliveryKind.caseProgress: effect,
    ]
  }

  package func receive(_ delivery: Wire.Delivery, act: Act, in transaction: Transaction) throws {
    guard act.principal.role == .gateway else { throw Refusal(.permissionDenied) }
    let now = clock.now
    switch delivery.kind {
    case DeliveryKind.applicationFiled:
      try book.open(delivery.message(), act: act, at: now, in: transaction)
    case DeliveryKind.supplementFiled:
      try supplement(delivery.message(), act, now, transaction)
    case DeliveryKind.withdrawalFiled:
      try withdraw(delivery.message(), act, now, transaction)
    case DeliveryKind.paymentRecorded:
      try pay(delivery.message(), act, now, transaction)
    case DeliveryKind.caseProgress:
      try catchUp(delivery.message(), act, now, transaction)
    default:
      throw Refusal(.unimplemented, detail: "deliveries of this kind")
    }
  }

  /// The mall tells what this agency had told it before it was restored from a backup.
  private func catchUp(
    _ progress: Wire.CaseProgress, _ act: Act, _ now: MallInstant, _ transaction: Transaction
  ) throws {
    var opened = try find(progress.caseID, of: progress.agency, in: transaction)
    let missing = progress.events.filter { $0.step > opened.progress.told }.sorted { $0.step < $1.step }
    guard !missing.isEmpty else { return }
    logger.notice(
      "A case catches up with what the mall was told before the restore",
      metadata: ["case": "\(opened.caseID)", "steps": "\(missing.count)"])
    try book.follow(missing, on: &opened, documents: documents, act: act, at: now, in: transaction)
  }

  private func find(_ caseID: String, of agency: String, in transaction: Transaction) throws -> OpenCase {
    guard let caseID = try? CaseID(caseID) else { throw Refusal(.invalidArgument, detail: "case_id") }
    return try book.find(caseID, of: book.offices.agency(agency), in: transaction)
  }

  private func supplement(
    _ filed: Wire.SupplementFiled, _ act: Act, _ now: MallInstant, _ transaction: Transaction
  ) throws {
    var opened = try find(filed.caseID, of: filed.agency, in: transaction)
    guard opened.progress.lifecycle.state == .waitingForApplicant else {
      // Withdrawn or decided meanwhile: what came too late changes nothing, and must not hold back the case.
      logger.notice("A supplement came too late", metadata: ["case": "\(opened.caseID)"])
      return
    }
    let given = Wire.ApplicationContent(
      service: opened.service.code.text, channel: opened.content.channel, values: filed.values,
      attachments: filed.attachments)
    opened.supplement(try ApplicationContent(wire: given))
    try book.take(
      .supplemented(note: filed.note), by: .citizen, on: &opened, act: act, at: now, in: transaction)
  }

  /// Only the agency knows whether an officer decided at that very moment: what came too late is told to the applicant.
  private func withdraw(
    _ filed: Wire.WithdrawalFiled, _ act: Act, _ now: MallInstant, _ transaction: Transaction
  ) throws {
    var opened = try find(filed.caseID, of: filed.agency, in: transaction)
    let state = opened.progress.lifecycle.state
    if CaseLifecycle.steps(in: state).contains(.withdrawn) {
      try book.take(
        .withdrawn(reason: filed.reason), by: .citizen, on: &opened, act: act, at: now, in: transaction)
    } else if !state.isFinished {
      let answer = Message(.caseTooLateToWithdraw).text(.indonesian)
      try book.take(.noted(answer), by: .agency, on: &opened, act: act, at: now, in: transaction)
    } else {
      logger.notice("A withdrawal came too late", metadata: ["case": "\(opened.caseID)"])
    }
  }

  private func pay(
    _ recorded: Wire.PaymentRecorded, _ act: Act, _ now: MallInstant, _ transaction: Transaction
  ) throws {
    let agency = try book.offices.agency(recorded.agency)
    guard let wire = recorded.bill else { throw Refusal(.invalidArgument, detail: "bill") }
    let bill = try Bill(wire: wire)
    guard bill.agency == agency, bill.state == .paid, let receipt = bill.receiptNumber else {
      throw Refusal(.invalidArgument, detail: "bill")
    }
    if bill.code.kind != .mallServiceFee {
      try book.offices.office(of: agency)
        .paymentRecorded(bill, bankReference: recorded.bankReference, in: transaction)
    }
    guard !recorded.caseID.isEmpty else {
      try book.audit.append(
        AuditEntry(
          at: now, principal: act.principal, method: act.method, purpose: "payment", caseID: nil, subject: nil,
          detail: bill.code.text, outcome: .ok),
        in: transaction)
      return
    }
    var opened = try find(recorded.caseID, of: recorded.agency, in: transaction)
    guard opened.progress.lifecycle.state == .waitingForPayment else {
      logger.warning("A payment came for a case that waits for none", metadata: ["case": "\(opened.caseID)"])
      return
    }
    guard bill.amount >= opened.progress.lifecycle.fee ?? .zero else {
      throw Refusal(.failedPrecondition, detail: "the bill is lower than the fee of the case")
    }
    try book.take(
      .paymentRecorded(receiptNumber: receipt), by: .bank, on: &opened, bill: bill, act: act, at: now,
      in: transaction)
  }
}

extension Wire.Delivery {
  /// The message that the delivery holds.
  ///
  /// - Throws: `invalid_argument` for bytes that are none.
  fileprivate func message<Message: WireMessage>() throws(Refusal) -> Message {
    do {
      return try Message(decoding: content)
    } catch {
      throw Refusal(error)
    }
  }
}
