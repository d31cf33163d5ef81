import MallDomain

/// How long somebody will wait: the numbers ahead times the mean service time of the last ones served (rule H4).
struct WaitingTime: Hashable, Sendable {
  /// So many services are averaged.
  static let sample = 20
  private static let usual = Duration.seconds(600)
  private static let opensAt = 8 * 60

  let wait: Duration

  /// - Parameter services: how long the last ones took, at most `sample`.
  init(ahead: Int, services: [Duration]) {
    let mean = services.isEmpty ? Self.usual : services.reduce(.zero, +) / services.count
    wait = mean * ahead
  }

  /// Begun minutes.
  var minutes: Int { Int((wait.components.seconds + 59) / 60) }

  /// When the number is called: counted from the opening of the day, or from now when it is open already.
  func time(on date: LocalDate, now: MallInstant) -> LocalTime {
    let isToday = LocalDate(jakarta: now) == date
    let start = isToday ? max(Self.opensAt, LocalTime(jakarta: now).minuteOfDay) : Self.opensAt
    return LocalTime(minuteOfDay: min(start + minutes, 24 * 60 - 1)) ?? .midnight
  }
}
