import CoreMetrics
import Synchronization

/// The metrics of one process as Prometheus text (exposition format 0.0.4).
///
/// Counters, meters, recorders and timers of swift-metrics become counters, gauges and summaries with sum and count.
/// Series are few by construction: labels are method names, status codes and node ids, never anything of a person.
package final class PrometheusMetrics: MetricsFactory {
  private struct Series: Hashable {
    var name: String
    var labels: String
  }

  private struct Summary {
    var count = 0
    var sum = 0.0
  }

  private struct State {
    var counters: [Series: Double] = [:]
    var gauges: [Series: Double] = [:]
    var summaries: [Series: Summary] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    Handler(series: Self.series(label, dimensions), metrics: self)
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    Handler(series: Self.series(label, dimensions), metrics: self)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    Gauge(series: Self.series(label, dimensions), metrics: self)
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    Handler(series: Self.series(label, dimensions), metrics: self)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    Handler(series: Self.series(label + "_seconds", dimensions), metrics: self)
  }

  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  /// All series, sorted by name.
  package var text: String {
    let state = state.withLock { $0 }
    var lines: [String] = []
    for (kind, values) in [("counter", state.counters), ("gauge", state.gauges)] {
      var named: Set<String> = []
      for (series, value) in values.sorted(by: { Self.inOrder($0.key, $1.key) }) {
        if named.insert(series.name).inserted {
          lines.append("# TYPE \(series.name) \(kind)")
        }
        lines.append("\(series.name)\(series.labels) \(value)")
      }
    }
    var named: Set<String> = []
    for (series, summary) in state.summaries.sorted(by: { Self.inOrder($0.key, $1.key) }) {
      if named.insert(series.name).inserted {
        lines.append("# TYPE \(series.name) summary")
      }
      lines.append("\(series.name)_sum\(series.labels) \(summary.sum)")
      lines.append("\(series.name)_count\(series.labels) \(summary.count)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func inOrder(_ a: Series, _ b: Series) -> Bool {
    (a.name, a.labels) < (b.name, b.labels)
  }

  private static func series(_ label: String, _ dimensions: [(String, String)]) -> Series {
    let name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    guard !dimensions.isEmpty else { return Series(name: name, labels: "") }
    let labels = dimensions.map { key, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\(key)=\"\(escaped)\""
    }
    return Series(name: name, labels: "{" + labels.joined(separator: ",") + "}")
  }

  /// A value that goes up and down.
  private final class Gauge: MeterHandler {
    private let series: Series
    private let metrics: PrometheusMetrics

    init(series: Series, metrics: PrometheusMetrics) {
      self.series = series
      self.metrics = metrics
    }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) {
      metrics.state.withLock { $0.gauges[series] = value }
    }

    func increment(by amount: Double) {
      metrics.state.withLock { $0.gauges[series, default: 0] += amount }
    }

    func decrement(by amount: Double) {
      metrics.state.withLock { $0.gauges[series, default: 0] -= amount }
    }
  }

  /// A count or a summary, whichever swift-metrics asks for.
  private final class Handler: CounterHandler, FloatingPointCounterHandler, RecorderHandler, TimerHandler {
    private let series: Series
    private let metrics: PrometheusMetrics

    init(series: Series, metrics: PrometheusMetrics) {
      self.series = series
      self.metrics = metrics
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) {
      metrics.state.withLock { $0.counters[series, default: 0] += amount }
    }

    func reset() {
      metrics.state.withLock { $0.counters[series] = 0 }
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
      metrics.state.withLock {
        $0.summaries[series, default: Summary()].count += 1
        $0.summaries[series, default: Summary()].sum += value
      }
    }

    func recordNanoseconds(_ duration: Int64) {
      record(Double(duration) / 1_000_000_000)
    }
  }
}
