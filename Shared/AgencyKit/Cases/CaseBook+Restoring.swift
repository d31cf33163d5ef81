import MallDomain
import MallStore
import MallWire

extension CaseBook {
  /// Takes steps that this agency took before it was restored from a backup, as the mall remembers them. They are not
  /// told again, and issue nothing: what was issued is entered as the mall holds it.
  ///
  /// What a domain's own register held of them is not here; the audit and the case's history say which cases came back
  /// so, and their officers look.
  func follow(
    _ events: [Wire.CaseEvent], on opened: inout OpenCase, documents: IssuedDocuments, act: Act, at now: MallInstant,
    in transaction: Transaction
  ) throws {
    for wire in events {
      guard wire.step == opened.progress.told + 1 else {
        throw Refusal(.failedPrecondition, detail: "step \(opened.progress.told + 1) of the case is missing")
      }
      let event = try CaseEvent(wire: wire)
      try opened.progress.lifecycle.apply(event)
      opened.progress.told = wire.step
      if let bill = wire.bill { opened.progress.bill = try Bill(wire: bill) }
      if let output = wire.output {
        var document = try IssuedDocument(wire: output)
        // The record that the mall holds names the holder only.
        document.holderNIK = opened.file(at: now).mainSubject
        try documents.keep(document, at: now, in: transaction)
        try cases.parts.set(opened.caseID, part: .output, bytes: output.encoded(), in: transaction)
      }
      try CaseHistory(timeline: cases.timeline).append(event, to: opened.caseID, in: transaction)
    }
    try save(&opened, at: now, in: transaction)
    try note(act, on: opened, detail: "caught up after a restore", at: now, in: transaction)
  }
}
