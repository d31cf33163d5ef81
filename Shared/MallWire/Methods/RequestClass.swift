/// Requests of one class share a window on each link, so that no class can keep another from going through.
package enum RequestClass: String, Hashable, Sendable, CaseIterable {
  /// Sent until it is acknowledged, in order; has no timeout.
  case delivery
  /// Wants an answer in time.
  case query
  /// Keeps the node and its links going; rare and small, and never behind the others.
  case control
}
