/// How fast connections may come from one address, as a value: a bucket of permits for each address that fills steadily.
///
/// Addresses whose bucket is full again are forgotten, so that the table holds only those that came lately.
package struct SourceRates {
  package struct Rate: Hashable, Sendable {
    /// Permits of an address that wasn't seen lately.
    package var burst: Int
    package var perSecond: Int

    package init(burst: Int, perSecond: Int) {
      self.burst = burst
      self.perSecond = perSecond
    }
  }

  private struct Bucket {
    var permits: Double
    var filledAt: Duration
  }

  /// Addresses remembered; when there are more, those that are full again go.
  private static let maximumSources = 16_384

  let rate: Rate
  private var buckets: [String: Bucket] = [:]

  init(_ rate: Rate) {
    self.rate = rate
  }

  /// Takes a permit of an address; false: there is none.
  mutating func take(_ source: String, at now: Duration) -> Bool {
    var bucket = filled(source, at: now)
    guard bucket.permits >= 1 else { return false }
    bucket.permits -= 1
    if buckets.count >= Self.maximumSources, buckets[source] == nil { forgetFull(at: now) }
    buckets[source] = bucket
    return true
  }

  /// Whether an address has a permit left.
  func has(_ source: String, at now: Duration) -> Bool {
    filled(source, at: now).permits >= 1
  }

  private func filled(_ source: String, at now: Duration) -> Bucket {
    guard let bucket = buckets[source] else { return Bucket(permits: Double(rate.burst), filledAt: now) }
    let seconds: Double = (now - bucket.filledAt) / .seconds(1)
    let permits = bucket.permits + seconds * Double(rate.perSecond)
    return Bucket(permits: min(permits, Double(rate.burst)), filledAt: now)
  }

  private mutating func forgetFull(at now: Duration) {
    buckets = buckets.filter { source, _ in filled(source, at: now).permits < Double(rate.burst) }
    // Of more addresses than that none is worth remembering: the number of connections bounds them all.
    if buckets.count >= Self.maximumSources { buckets.removeAll(keepingCapacity: true) }
  }
}
