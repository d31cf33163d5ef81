import MallDomain

extension Wire.CaseEvent {
  /// A step as its agency tells it to the mall.
  ///
  /// - Parameters:
  ///   - step: its number among the steps that the agency told of this case, from 1.
  ///   - bill: of an approval whose agency wrote the bill itself, or of a recorded payment.
  ///   - output: of an issue.
  ///   - signed: of an issue, every document of the case as its agency signed it.
  package init(
    _ event: CaseEvent, caseID: CaseID, agency: AgencyID, step: UInt64, bill: Bill? = nil,
    output: IssuedDocument? = nil, signed: [Wire.SignedDocument] = []
  ) {
    let details = event.kind.details
    self.init(
      caseID: caseID.text, agency: agency.text, step: step, type: event.step.rawValue, atMs: event.at.milliseconds,
      // A reassignment has no note, and names the colleague there.
      actor: event.actor.description, note: details.officer.nonEmpty ?? details.note, asked: details.asked,
      feeRupiah: details.fee.amount, bill: bill.map(Wire.Bill.init), output: output.map(Wire.Document.init),
      signedDocuments: signed)
  }
}

extension CaseEvent {
  package init(wire: Wire.CaseEvent) throws(Refusal) {
    let step: CaseStep = try WireReading.name(wire.type, "event.type")
    guard let actor = CaseActor(wire.actor) else { throw WireReading.refusal("event.actor") }
    var details = CaseEventDetails(
      note: wire.note, asked: wire.asked, fee: Rupiah(wire.feeRupiah),
      number: wire.output?.number ?? wire.bill?.receiptNumber ?? "")
    if step == .reassigned { details.officer = wire.note }
    self.init(
      CaseEvent.Kind(step: step, details: details), at: MallInstant(milliseconds: wire.atMs), by: actor)
  }
}

extension Wire.TimelineEvent {
  /// A step in the words of the timeline, with what was written to the applicant. Who the officer is, it doesn't say.
  package init(_ event: CaseEvent) {
    let details = event.kind.details
    self.init(
      type: event.step.rawValue, atMs: event.at.milliseconds, actor: event.actor.role,
      text: Wire.LocalizedText(event.step.message.localized), note: details.note, asked: details.asked)
  }
}

extension Wire.Finding {
  package init(_ finding: Finding) {
    self.init(
      rule: finding.rule, severity: finding.severity.rawValue, text: Wire.LocalizedText(finding.text),
      field: finding.field ?? "")
  }
}

extension Finding {
  package init(wire: Wire.Finding) throws(Refusal) {
    self.init(
      rule: wire.rule, severity: try WireReading.name(wire.severity, "finding.severity"),
      text: LocalizedText(wire: try WireReading.required(wire.text, "finding.text")), field: wire.field.nonEmpty)
  }
}
