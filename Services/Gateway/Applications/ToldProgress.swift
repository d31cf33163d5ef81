import MallDomain
import MallNode
import MallStore
import MallWire

/// What an agency has told of a case, as the mall remembers it: for an agency that lost it.
struct ToldProgress: Sendable {
  /// More steps than any case takes.
  private static let limit = 10_000

  let timeline: ApplicationTimeline
  let payments: PaymentStore
  let sealer: Sealer

  /// The agency's steps, in their order; the mall's own are left out.
  func events(of caseID: CaseID, in transaction: Transaction) throws -> [CaseEvent] {
    try timeline.events(of: caseID, limit: Self.limit, in: transaction)
      .filter { $0.step != .submitted && $0.actor != .gateway }
  }

  /// Sends them to the agency, behind what else goes to it in this case.
  func tell(
    _ events: [CaseEvent], to record: ApplicationRecord, at now: MallInstant, in transaction: Transaction
  ) throws {
    let applications = timeline.applications
    // The timeline keeps no officer's name; who held the case last stands for all of them.
    let holder = try timeline.lifecycle(of: record.caseID, in: transaction).officer
    let paid = try payments.bills(of: record.caseID, in: transaction).last { $0.state == .paid }
    let output = try applications.parts.get(record.caseID, part: .output, in: transaction)
      .map { try Wire.Document(decoding: $0) }
    var message = Wire.CaseProgress(caseID: record.caseID.text, agency: record.agency.text)
    for (index, event) in events.enumerated() {
      var event = event
      if case .officer = event.actor { event.actor = .officer(holder ?? "-") }
      var wire = Wire.CaseEvent(
        event, caseID: record.caseID, agency: record.agency, step: UInt64(index + 1),
        bill: event.step == .paymentRecorded ? paid : nil)
      if event.step == .issued { wire.output = output }
      message.events.append(wire)
    }
    _ = try Outbox.enqueue(
      destination: record.agency.text, orderingKey: record.caseID.text, kind: DeliveryKind.caseProgress,
      content: message.encoded(), sealedBy: sealer, at: now, in: transaction)
  }
}

extension CaseEvent {
  /// Whether two tellings of a step mean the same: its kind, its fee and its number.
  func says(the other: CaseEvent) -> Bool {
    let (own, others) = (kind.details, other.kind.details)
    return step == other.step && own.fee == others.fee && own.number == others.number
  }
}
