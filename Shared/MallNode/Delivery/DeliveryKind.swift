/// What a delivery holds: the names of the messages in delivery.proto that travel as its content.
package enum DeliveryKind {
  package static let applicationFiled = "application-filed"
  package static let supplementFiled = "supplement-filed"
  package static let withdrawalFiled = "withdrawal-filed"
  package static let paymentRecorded = "payment-recorded"
  package static let caseEvent = "case-event"
  package static let caseProgress = "case-progress"
  package static let billIssued = "bill-issued"
  /// Bears its author's signature for everybody, which whoever acts on it checks.
  package static let lifeEvent = "life-event"
  package static let lifeEventNotice = "life-event-notice"

  /// Kinds that a forwarder must not be able to invent: their authors sign them.
  package static let signed: Set<String> = [caseEvent, billIssued]
}
