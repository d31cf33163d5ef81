import MallDomain
import Testing

@testable import MallNode

@Suite("How much a node takes at once")
struct AdmissionControlTests {
  private static let limits = AdmissionControl.Limits()

  private let crowd: NodeID
  private let village: NodeID

  init() throws {
    crowd = try NodeID("crowd")
    village = try NodeID("village")
  }

  /// A node that answers so many requests a second, one after the other, and peers that ask without waiting.
  private struct Node {
    var control = AdmissionControl(at: .zero)
    var waiting: [(peer: NodeID, since: Duration)] = []
    var now = Duration.zero
    var done: [NodeID: Int] = [:]
    var refused: [NodeID: Int] = [:]
    var longest = Duration.zero

    /// A request's turn of every peer in each step, then the node's own work.
    ///
    /// - Parameter commit: answers become known so far apart, all at once.
    mutating func run(
      _ span: Duration, arrivals: [(peer: NodeID, perSecond: Int)], answersPerSecond: Int,
      commit: Duration = .milliseconds(1)
    ) {
      let step = Duration.milliseconds(1)
      var due: [Double] = arrivals.map { _ in 0 }
      var work = 0.0
      let end = now + span
      longest = .zero
      while now < end {
        now += step
        for (index, source) in arrivals.enumerated() {
          due[index] += Double(source.perSecond) / 1000
          while due[index] >= 1 {
            due[index] -= 1
            if control.admit(source.peer, at: now) {
              waiting.append((source.peer, now))
            } else {
              refused[source.peer, default: 0] += 1
            }
          }
        }
        work = min(work + Double(answersPerSecond) / 1000, Double(max(waiting.count, 1)))
        guard (now / step).truncatingRemainder(dividingBy: commit / step) < 1 else { continue }
        while work >= 1, let first = waiting.first {
          work -= 1
          waiting.removeFirst()
          control.finish(first.peer, at: now)
          done[first.peer, default: 0] += 1
          longest = max(longest, now - first.since)
        }
      }
    }
  }

  @Test("Below what the node can do, nobody is refused, bursts included")
  func enough() {
    var node = Node()
    node.run(.seconds(5), arrivals: [(crowd, 900)], answersPerSecond: 1_000)
    #expect(node.refused.isEmpty)
    let taken = (0..<100).map { _ in node.control.admit(crowd, at: node.now) }
    #expect(!taken.contains(false))
    for _ in taken { node.waiting.append((crowd, node.now)) }
    node.run(.seconds(4), arrivals: [(crowd, 500)], answersPerSecond: 1_000)
    node.refused = [:]
    node.run(.seconds(4), arrivals: [(crowd, 500)], answersPerSecond: 1_000)
    #expect(node.refused.isEmpty)
    #expect(!node.control.isOverloaded)
  }

  @Test(
    "At three times what it can do it still does all it can, and who is taken in waits little",
    arguments: [
      300, 1_000, 8_000,
    ])
  func overload(capacity: Int) {
    var node = Node()
    node.run(.seconds(3), arrivals: [(crowd, 3 * capacity)], answersPerSecond: capacity)
    node.done = [:]
    node.run(.seconds(5), arrivals: [(crowd, 3 * capacity)], answersPerSecond: capacity)
    #expect(Double(node.done[crowd] ?? 0) >= 0.95 * 5 * Double(capacity))
    let least = Duration.seconds(1) * Self.limits.least / capacity
    #expect(node.longest <= max(Self.limits.patience, least) * 1.5, "\(node.longest)")
    #expect(node.control.isOverloaded)
    // When it is over, it is over.
    node.run(.seconds(2), arrivals: [(crowd, capacity / 2)], answersPerSecond: capacity)
    node.refused = [:]
    node.run(.seconds(2), arrivals: [(crowd, capacity / 2)], answersPerSecond: capacity)
    #expect(node.refused.isEmpty)
  }

  @Test("Answers that come many at once, as commits give them, hide no overload")
  func commits() {
    var node = Node()
    for _ in 1...2 {
      node.done = [:]
      node.run(
        .seconds(4), arrivals: [(crowd, 3_000)], answersPerSecond: 1_000, commit: .milliseconds(60))
    }
    #expect(Double(node.done[crowd] ?? 0) >= 0.9 * 4_000)
    #expect(node.longest <= Self.limits.patience + .milliseconds(90), "\(node.longest)")
  }

  @Test("Who asks for little is served beside who asks for all")
  func fairness() {
    var node = Node()
    let arrivals = [(peer: crowd, perSecond: 5_000), (peer: village, perSecond: 50)]
    node.run(.seconds(3), arrivals: arrivals, answersPerSecond: 1_000)
    node.refused = [:]
    node.run(.seconds(5), arrivals: arrivals, answersPerSecond: 1_000)
    #expect(node.refused[village] == nil)
    #expect(node.refused[crowd] ?? 0 > 15_000)
  }
}
