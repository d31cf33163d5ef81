/// When a child process that ended is started again: later each time it fails quickly, at once after it ran well.
struct RestartPolicy: Hashable, Sendable {
  enum Decision: Hashable, Sendable {
    case restart(after: Duration)
    /// It never ran: starting it again would only hide the reason.
    case giveUp
  }

  static let firstDelay = Duration.milliseconds(500)
  static let longestDelay = Duration.seconds(30)
  /// Who ran this long had started well.
  static let stableAfter = Duration.seconds(30)
  /// Quick failures in a row after which a mall that isn't up yet gives up.
  static let patience = 4

  private var quickFailures = 0

  /// - Parameter mallIsUp: a mall that is up never gives a child up.
  mutating func decide(afterRunning duration: Duration, mallIsUp: Bool) -> Decision {
    quickFailures = duration >= Self.stableAfter ? 1 : quickFailures + 1
    guard mallIsUp || quickFailures < Self.patience else { return .giveUp }
    let doublings = min(quickFailures - 1, 6)
    return .restart(after: min(Self.firstDelay * (1 << doublings), Self.longestDelay))
  }
}
