import Logging
import MallDomain
import MallStore
import MallWire

/// What operators do with deliveries that their receivers refused too often: see them with their reasons, have one
/// tried again, or give it up.
package struct SetAsideDesk: Sendable {
  /// A reason is a sentence, in bytes of UTF-8.
  private static let reasonLength = 3...500

  private let database: Database
  private let courier: OutboxCourier
  private let audit: AuditLog
  private let clock: AdjustableClock
  private let logger: Logger

  package init(runtime: NodeRuntime, courier: OutboxCourier) {
    database = runtime.database
    self.courier = courier
    audit = AuditLog(sealer: runtime.sealer)
    clock = runtime.clock
    logger = runtime.logger
  }

  package func register(in handlers: inout MethodHandlers) {
    handlers.on(.deliveryListSetAside) { (request: Wire.ListSetAsideRequest, _) in try await list(request) }
    handlers.on(.deliveryRetry) { (request: Wire.RetryDeliveryRequest, call) in
      try await settle(request.sequence, "retried", call) { try Outbox.retry($0, in: $1) }
      return Wire.RetryDeliveryResponse()
    }
    handlers.on(.deliveryDiscard) { (request: Wire.DiscardDeliveryRequest, call) in
      guard Self.reasonLength.contains(request.reason.utf8.count) else {
        throw Refusal(.invalidArgument, detail: "the reason must have 3 to 500 bytes")
      }
      let now = MallClock.system.now()
      try await settle(request.sequence, "discarded: \(request.reason)", call) {
        try Outbox.discard($0, at: now, in: $1)
      }
      return Wire.DiscardDeliveryResponse()
    }
  }

  private func list(_ request: Wire.ListSetAsideRequest) async throws -> Wire.ListSetAsideResponse {
    let page = try PageRequest(size: Int(request.pageSize), token: request.pageToken)
    return try await database.read { transaction in
      let found = try Outbox.setAside(page, in: transaction)
      let rows = try found.items.map { delivery in
        Wire.SetAsideDelivery(
          delivery,
          heldBack: try Outbox.heldBack(by: delivery, in: transaction))
      }
      return Wire.ListSetAsideResponse(deliveries: rows, nextPageToken: found.nextToken)
    }
  }

  /// Ends the waiting of one delivery, writes who did so, and lets its destination go on.
  private func settle(
    _ number: UInt64, _ what: String, _ call: Call,
    _ change: @escaping @Sendable (Int64, Transaction) throws -> Void
  ) async throws {
    guard let sequence = Int64(exactly: number) else { throw Refusal(.notFound, detail: "this delivery") }
    let now = clock.now
    let destination = try await database.write { [audit] transaction -> String in
      guard let delivery = try Outbox.find(sequence, in: transaction) else {
        throw Refusal(.notFound, detail: "this delivery")
      }
      try change(sequence, transaction)
      try audit.append(
        AuditEntry(
          at: now, principal: call.principal, method: call.method.rawValue, purpose: "operation",
          caseID: try? CaseID(delivery.orderingKey), subject: nil, detail: "delivery \(sequence) \(what)",
          outcome: .ok),
        in: transaction)
      return delivery.destination
    }
    logger.notice("A delivery that was set aside was settled", metadata: ["sequence": "\(sequence)"])
    courier.reload(destination)
  }
}

extension Wire.SetAsideDelivery {
  /// Only the key of a case is shown: others, such as that of a person's life events, may tell who it concerns.
  fileprivate init(_ delivery: OutboxDelivery, heldBack: Int) {
    self.init(
      sequence: UInt64(clamping: delivery.sequence), destination: delivery.destination, kind: delivery.kind,
      caseID: (try? CaseID(delivery.orderingKey))?.text ?? "", reason: delivery.lastRefusal ?? "",
      tries: UInt32(clamping: delivery.refusals), createdAtMs: delivery.createdAt.milliseconds,
      setAsideAtMs: delivery.settledAt?.milliseconds ?? 0, heldBack: UInt32(clamping: heldBack))
  }
}
