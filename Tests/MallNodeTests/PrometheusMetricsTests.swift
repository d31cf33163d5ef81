import CoreMetrics
import MallNode
import Testing

@Suite struct PrometheusMetricsTests {
  @Test func countersGaugesAndTimesAreShownWithTheirLabels() {
    let metrics = PrometheusMetrics()
    metrics.makeCounter(label: "mall_requests_total", dimensions: [("method", "a\"b")]).increment(by: 2)
    metrics.makeMeter(label: "mall.links-open", dimensions: []).set(3.0)
    metrics.makeTimer(label: "mall_wait", dimensions: []).recordNanoseconds(500_000_000)
    #expect(
      metrics.text == """
        # TYPE mall_requests_total counter
        mall_requests_total{method="a\\"b"} 2.0
        # TYPE mall_links_open gauge
        mall_links_open 3.0
        # TYPE mall_wait_seconds summary
        mall_wait_seconds_sum 0.5
        mall_wait_seconds_count 1

        """)
  }

  @Test func aGaugeGoesUpAndDown() {
    let metrics = PrometheusMetrics()
    let gauge = metrics.makeMeter(label: "open", dimensions: [])
    gauge.increment(by: 1)
    gauge.increment(by: 1)
    gauge.decrement(by: 1)
    #expect(metrics.text == "# TYPE open gauge\nopen 1.0\n")
  }

  @Test func aSeriesIsOneHoweverOftenItIsMade() {
    let metrics = PrometheusMetrics()
    for _ in 0..<3 {
      metrics.makeCounter(label: "c", dimensions: [("k", "v")]).increment(by: 1)
    }
    #expect(metrics.text.contains("c{k=\"v\"} 3.0"))
  }
}
