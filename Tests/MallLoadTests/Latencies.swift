import Synchronization

/// How long answers took.
final class Latencies: Sendable {
  private let times = Mutex<[Duration]>([])

  func add(_ time: Duration) { times.withLock { $0.append(time) } }

  var count: Int { times.withLock { $0.count } }

  func perSecond(over span: Duration) -> Double { Double(count) / (span / .seconds(1)) }

  /// The time within which `share` of the answers came.
  func percentile(_ share: Double) -> Duration {
    let sorted = times.withLock { $0.sorted() }
    guard !sorted.isEmpty else { return .zero }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  var text: String { "p50 \(percentile(0.5).milliseconds) ms, p99 \(percentile(0.99).milliseconds) ms" }
}

extension Duration {
  var milliseconds: Int { Int(self / .milliseconds(1)) }
}
