import MallDomain
import MallNode
import MallStore
import MallWire

/// Takes what agencies tell of their cases: the mall's copy of the case moves, a fee gets its bill, an output is kept.
struct CaseEventDesk: Sendable {
  let runtime: NodeRuntime
  let catalogue: CatalogueDesk
  let applications: ApplicationStore
  let payments: PaymentDesk
  let bundles: BundleDesk

  var effects: [String: InboxDesk.Effect] {
    [
      DeliveryKind.caseEvent: { delivery, call, transaction in
        try take(Wire.CaseEvent(decoding: delivery.content), call, in: transaction)
      },
      DeliveryKind.billIssued: { delivery, call, transaction in
        try take(Wire.BillIssued(decoding: delivery.content), call, in: transaction)
      },
    ]
  }

  private func take(_ message: Wire.CaseEvent, _ call: Call, in transaction: Transaction) throws {
    let event = try CaseEvent(wire: message)
    guard let caseID = try? CaseID(message.caseID),
      let record = try applications.find(caseID, in: transaction)
    else { throw Refusal(.notFound, detail: "this case") }
    try requireOwner(message.agency, of: record.agency, call)
    let published = try catalogue.published(record.service, version: record.serviceVersion)
    let timeline = ApplicationTimeline(runtime: runtime, applications: applications)
    guard try !toldBefore(event, message, of: record, in: transaction) else { return }
    try note(event.step.rawValue, of: caseID, call, in: transaction)
    var lifecycle = try timeline.lifecycle(of: caseID, in: transaction)
    try lifecycle.apply(event)
    try timeline.append(event, to: caseID, in: transaction)
    try timeline.save(lifecycle, of: caseID, published: published, in: transaction)
    if lifecycle.state != .waitingForApplicant {
      try applications.parts.remove(caseID, part: .supplement, in: transaction)
    }
    if lifecycle.isFinished, lifecycle.state != .issued {
      try payments.cancelBills(of: caseID, in: transaction)
    }
    if case .approved(let fee, _) = event.kind, fee > .zero {
      if let bill = message.bill {
        try payments.register(try ownBill(bill, of: record), in: transaction)
      } else {
        _ = try payments.billFee(fee, of: record, service: published.service.name, in: transaction)
      }
    }
    if case .paymentRecorded = event.kind, let bill = message.bill {
      // The mall may have lost the payment that it recorded: it is the agency's word by now.
      try payments.payments.adopt(try ownBill(bill, of: record), at: runtime.clock.now, in: transaction)
    }
    if let output = message.output {
      try applications.parts.set(caseID, part: .output, bytes: output.encoded(), in: transaction)
      let signed = Wire.FetchDocumentResponse(document: output, signedDocuments: message.signedDocuments)
      try applications.parts.set(caseID, part: .signedOutputs, bytes: signed.encoded(), in: transaction)
    }
    if lifecycle.isFinished { try bundles.advance(after: caseID, in: transaction) }
  }

  /// Whether the agency told this step before: it was restored from a backup, or its delivery got a new name. An agency
  /// that is behind hears how far its case is.
  ///
  /// - Throws: `failed_precondition` when it told another step then, which an operator must look at.
  private func toldBefore(
    _ event: CaseEvent, _ message: Wire.CaseEvent, of record: ApplicationRecord, in transaction: Transaction
  ) throws -> Bool {
    guard message.step > 0,
      Int64(clamping: message.step) < (try applications.timeline.lastStep(record.caseID, in: transaction))
    else { return false }
    let progress = ToldProgress(
      timeline: ApplicationTimeline(runtime: runtime, applications: applications), payments: payments.payments,
      sealer: runtime.sealer)
    let told = try progress.events(of: record.caseID, in: transaction)
    guard message.step <= told.count else { return false }
    guard told[Int(message.step) - 1].says(the: event) else {
      throw Refusal(
        .failedPrecondition,
        detail: "another step \(message.step) of this case, which the agency told before its restore")
    }
    if message.step < told.count {
      try progress.tell(told, to: record, at: runtime.clock.now, in: transaction)
    }
    return true
  }

  private func take(_ message: Wire.BillIssued, _ call: Call, in transaction: Transaction) throws {
    guard let wireBill = message.bill else { throw Refusal(.invalidArgument, detail: "no bill") }
    let bill = try Bill(wire: wireBill)
    try requireOwner(message.agency, of: bill.agency, call)
    try payments.register(bill, in: transaction)
    try note("bill issued", of: bill.caseID, call, in: transaction)
  }

  /// Who told what, in the commit of its effect.
  private func note(_ step: String, of caseID: CaseID?, _ call: Call, in transaction: Transaction) throws {
    _ = try AuditLog(sealer: runtime.sealer).append(
      AuditEntry(
        at: runtime.clock.now, principal: call.principal, method: call.method.rawValue, purpose: "case",
        caseID: caseID, subject: nil, detail: step, outcome: .ok),
      in: transaction)
  }

  private func ownBill(_ wire: Wire.Bill, of record: ApplicationRecord) throws -> Bill {
    var bill = try Bill(wire: wire)
    guard bill.agency == record.agency else {
      throw Refusal(.permissionDenied, detail: "a bill of another agency")
    }
    bill.caseID = record.caseID
    return bill
  }

  /// Both the node that sends and the author who signed must serve the agency that the case belongs to.
  private func requireOwner(_ named: String, of agency: AgencyID, _ call: Call) throws(Refusal) {
    guard named == agency.text, call.peer.agencies.contains(agency),
      call.author?.agencies.contains(agency) == true
    else { throw Refusal(.permissionDenied, detail: "acting for agency \(agency)") }
  }
}
