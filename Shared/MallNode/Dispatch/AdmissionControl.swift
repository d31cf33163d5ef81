import MallDomain

/// How much people's work a node takes at once, as a value: bursts are taken, a queue that stands is not let grow.
///
/// Who comes when more work stands than is done within ``Limits/patience`` is refused at once, while it costs next to
/// nothing; whoever was taken in waits about that long, however many come. How much is done within it is measured by
/// what was finished, so that nobody has to know how fast a machine is.
package struct AdmissionControl {
  package struct Limits: Hashable, Sendable {
    /// How long who is taken in may wait, under any load.
    package var patience = Duration.milliseconds(100)
    /// At once, however slow the machine: fewer would leave commits unshared.
    package var least = 64
    /// At once, before it is known how fast the machine is.
    package var most = 1_024

    package init() {}
  }

  /// A queue that stood for so long is no burst.
  private static let window = Duration.milliseconds(200)
  /// With fewer at once all the time, a window says nothing of how fast the machine is.
  private static let busy = 8
  /// A burst may be so many times what is done within ``Limits/patience``.
  private static let burst = 2

  private struct Window {
    var start: Duration
    var finished = 0
    /// Fewest at once in it.
    var fewest: Int
    var refusedSomebody = false
  }

  private let limits: Limits
  private var window: Window
  private var perPeer: [NodeID: Int] = [:]
  /// Done within ``Limits/patience`` at the pace of the last busy window.
  private var pace: Int
  package private(set) var inProgress = 0
  package private(set) var isOverloaded = false

  package init(limits: Limits = Limits(), at now: Duration) {
    self.limits = limits
    pace = limits.most / Self.burst
    window = Window(start: now, fewest: 0)
  }

  /// Takes a peer's request in, or refuses it.
  package mutating func admit(_ peer: NodeID, at now: Duration) -> Bool {
    look(at: now)
    guard hasRoom(for: peer) else {
      window.refusedSomebody = true
      return false
    }
    inProgress += 1
    perPeer[peer, default: 0] += 1
    return true
  }

  /// A request that was taken in was answered.
  package mutating func finish(_ peer: NodeID, at now: Duration) {
    look(at: now)
    inProgress -= 1
    window.finished += 1
    window.fewest = min(window.fewest, inProgress)
    guard let count = perPeer[peer] else { return }
    perPeer[peer] = count > 1 ? count - 1 : nil
  }

  private func hasRoom(for peer: NodeID) -> Bool {
    if inProgress < (isOverloaded ? pace : Self.burst * pace) { return true }
    // Who asks for little is served beside who asks for all.
    let share = pace / (perPeer.count + 1)
    return perPeer[peer, default: 0] < share && inProgress < 2 * Self.burst * pace
  }

  private mutating func look(at now: Duration) {
    let length = now - window.start
    guard length >= Self.window else { return }
    if window.fewest >= Self.busy {
      pace = min(limits.most, max(limits.least, Int(Double(window.finished) * (limits.patience / length))))
    }
    // Commits answer many at once, so that a queue may be short for a moment while more come than can be done: it is over
    // when everybody found room for a whole window.
    isOverloaded = window.refusedSomebody || window.fewest >= pace
    window = Window(start: now, fewest: inProgress)
  }
}
