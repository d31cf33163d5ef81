import MallDomain
import MallLink
import Metrics
import NIOCore
import Synchronization

/// Sheds people's requests early when a node has more to do than it can, and answers the rest as fast as ever.
///
/// What was accepted before goes on: agencies, banks and operators are let in always; the windows of their links
/// bound them.
package final class Admission: Sendable {
  private let control: Mutex<AdmissionControl>
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let shed = Counter(label: "mall_requests_shed_total")
  /// Between two reads from a person's link while people's requests are turned away.
  package static let rest = TimeAmount.milliseconds(30)
  private static let refusal = Refusal(
    .resourceExhausted, Message(.requestResourceExhausted), retryAfter: LinkLimits.retryHint)

  package init(limits: AdmissionControl.Limits = AdmissionControl.Limits()) {
    start = clock.now
    control = Mutex(AdmissionControl(limits: limits, at: .zero))
  }

  private var now: Duration { clock.now - start }

  /// - Throws: `resource_exhausted` with a retry hint.
  package func enter(_ peer: PeerIdentity) throws(Refusal) {
    guard Self.isPerson(peer) else { return }
    guard control.withLock({ $0.admit(peer.node, at: now) }) else {
      shed.increment()
      throw Self.refusal
    }
  }

  /// Once for each request that was let in.
  package func leave(_ peer: PeerIdentity) {
    guard Self.isPerson(peer) else { return }
    control.withLock { $0.finish(peer.node, at: now) }
  }

  /// How long a peer may be left unread now: a moment that people hardly notice.
  package func readPause(for peer: PeerIdentity) -> TimeAmount? {
    Self.isPerson(peer) && control.withLock { $0.isOverloaded } ? Self.rest : nil
  }

  private static func isPerson(_ peer: PeerIdentity) -> Bool {
    peer.roles.isDisjoint(with: [.gateway, .agency, .bank, .operator])
  }
}
