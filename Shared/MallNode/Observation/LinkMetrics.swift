import MallDomain
import MallLink
import MallWire
import Metrics
import Synchronization

/// Counts what links do: requests by method and status, time, bytes, links opened and how they ended.
package final class LinkMetrics: LinkObserver {
  /// A method's name as a label: a stranger's invention must not make a series.
  private static func label(_ method: String) -> String {
    Method(rawValue: method) == nil ? "unknown" : method
  }

  private struct Key: Hashable {
    var method: String
    var status: StatusCode
    var direction: LinkDirection
  }

  private struct Series {
    var counter: Counter
    var timer: Metrics.Timer
  }

  private let requests = Mutex<[Key: Series]>([:])
  private let received = Counter(label: "mall_link_bytes_total", dimensions: [("direction", "incoming")])
  private let sent = Counter(label: "mall_link_bytes_total", dimensions: [("direction", "outgoing")])
  private let open = Meter(label: "mall_links_open")

  package init() {}

  package func linkOpened(_ peer: PeerIdentity) {
    open.increment()
  }

  package func linkClosed(_ peer: PeerIdentity?, reason: CloseReason) {
    if peer != nil { open.decrement() }
    Counter(label: "mall_links_closed_total", dimensions: [("reason", reason.name)]).increment()
  }

  package func requestFinished(method: String, status: StatusCode, duration: Duration, direction: LinkDirection) {
    let key = Key(method: Self.label(method), status: status, direction: direction)
    let series = requests.withLock { requests in
      if let known = requests[key] { return known }
      let dimensions = [("method", key.method), ("status", status.name), ("direction", direction.rawValue)]
      let new = Series(
        counter: Counter(label: "mall_requests_total", dimensions: dimensions),
        timer: Metrics.Timer(label: "mall_request_duration", dimensions: dimensions))
      requests[key] = new
      return new
    }
    series.counter.increment()
    series.timer.record(duration: duration)
  }

  package func transferred(bytes: Int, direction: LinkDirection) {
    switch direction {
    case .incoming: received.increment(by: bytes)
    case .outgoing: sent.increment(by: bytes)
    }
  }
}
